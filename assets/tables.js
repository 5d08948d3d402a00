'use strict';
/**
 * Tables drawn where an element holds their values in data-table (layouts/table_values.py): real tables with caption and
 * headings, a tenth of the bytes of their markup. A new answer is written into the table that stands: order and focus stay.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const HOSTS = '[data-table]';
  const SOURCES = '[data-table], [data-lines]';
  const drawn = new WeakMap(); // by host: what was drawn, and the texts it was drawn from

  /** What has the focus in a row, so that the same link of the new rows takes it. */
  function focusedRow(host) {
    const at = document.activeElement;
    if (!host.contains(at) || !at.closest('tbody')) return () => {};
    const name = at.textContent;
    return () => {
      const again = [...host.querySelectorAll('tbody a')].find((link) => link.textContent === name);
      if (again) again.focus({ preventScroll: true });
    };
  }

  /** New rows in the table that stands, where its headings are the same: what the reader sorted by stays. */
  function refill(host, told, before) {
    const table = host.querySelector('table');
    const same = before && table && !told.first && ['bars', 'mix'].every((kind) => kind !== told.kind) && ['heads', 'styles', 'style'].every((key) => JSON.stringify(before[key]) === JSON.stringify(told[key]));
    if (!same) return false;
    table.caption.textContent = told.caption;
    table.tBodies[0].replaceChildren(...swp.tables.rowsOf(told));
    return true;
  }

  function draw(host, told) {
    const held = drawn.get(host);
    const focus = focusedRow(host);
    if (!refill(host, told, held && held.told)) {
      const open = host.querySelector('details[open]');
      host.replaceChildren(swp.drawnTable(told));
      if (open && host.querySelector('details')) host.querySelector('details').open = true;
    }
    focus();
  }

  /** The texts a table is drawn from: its own, and those of the charts whose months it tells. */
  function textOf(host, given) {
    const charts = given.lines || [];
    return [host.dataset.table, ...charts.map(([id]) => (document.getElementById(id) || { dataset: {} }).dataset.lines)].join('\n');
  }

  function paint(host) {
    const held = drawn.get(host);
    const given = held && held.own === host.dataset.table ? held.given : JSON.parse(host.dataset.table);
    const text = textOf(host, given);
    if (held && held.text === text && host.firstChild) return;
    const told = swp.tableOf(given);
    if (told) draw(host, told);
    else host.replaceChildren();
    drawn.set(host, { own: host.dataset.table, given, text, told });
  }

  const brings = (node) => node.nodeType === 1 && (node.matches(SOURCES) || node.querySelector(SOURCES));
  const isNews = ({ attributeName, addedNodes }) => attributeName || [...addedNodes].some(brings);

  new MutationObserver((records) => {
    if (records.some(isNews)) document.querySelectorAll(HOSTS).forEach(paint);
  }).observe(document.documentElement, { subtree: true, childList: true, attributeFilter: ['data-table', 'data-lines'] });
})();
