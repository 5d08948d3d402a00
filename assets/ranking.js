'use strict';
/**
 * The ranking tables: the areas in order, each a button that chooses it; also the map as a table.
 * Ten rows at first (picture.rows), the rest on request, 500 at a time so that thousands of rows do not hold the page up.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const FIRST = 10;
  const PORTION = 500;
  const tables = new Map(); // by element

  function build(host) {
    host.innerHTML = swp.rankingSkeleton();
    const table = {
      host,
      element: host.querySelector('table'),
      body: host.querySelector('tbody'),
      caption: host.querySelector('caption'),
      heads: [...host.querySelectorAll('th')],
      more: host.querySelector('.more-rows button'),
      sorted: { key: 'rank', down: false },
      first: FIRST,
      limit: FIRST,
      url: null,
      rows: new Map(),
    };
    table.heads.forEach((head) => {
      const sorter = head.querySelector('.sort');
      if (sorter) sorter.addEventListener('click', () => sort(table, head.dataset.key));
    });
    table.more.addEventListener('click', () => showMore(table));
    listen(table);
    tables.set(host, table);
    return table;
  }

  function listen(table) {
    const { body, host } = table;
    const area = (event) => {
      const row = event.target.closest('tr[data-index]');
      return row ? Number(row.dataset.index) : null;
    };
    const mark = (i, how) => swp.mark(table.reading, i, how);
    body.addEventListener('click', (event) => {
      if (event.target.closest('.choose')) swp.choose(table.reading, area(event), host.id);
    });
    body.addEventListener('focusin', (event) => mark(area(event), 'row'));
    body.addEventListener('focusout', () => mark(null, 'row'));
    body.addEventListener('pointerover', (event) => mark(area(event), 'pointer'));
    body.addEventListener('pointerleave', () => mark(null, 'pointer'));
  }

  function sort(table, key) {
    if (key === 'change') swp.fetchLater(table.reading);
    const again = table.sorted.key === key;
    table.sorted = { key, down: again ? !table.sorted.down : key !== 'rank' && key !== 'name' };
    write(table);
  }

  /** The longest bar: of the areas ranked only, so that a ward's own areas fill its column. */
  function longest({ picture, order, values, previous }) {
    const least = picture.later ? picture.later.most : 0; // of the earlier period, most of which is to follow
    return order.reduce((most, i) => Math.max(most, Math.abs(values[i] || 0), previous ? previous[i] || 0 : 0), least) || 1;
  }

  /** Write the rows wanted: those there are refilled where they stand, so that focus and scroll stay. */
  function write(table) {
    const { reading } = table;
    const wanted = swp.ordered(reading, table.sorted).slice(0, table.limit);
    const most = longest(reading);
    const sums = swp.together(reading);
    const held = reading.picture.records ? swp.together(reading, reading.picture.records) : sums;
    const focused = document.activeElement;
    let next = table.body.firstChild;
    for (const i of wanted) {
      if (!table.rows.has(i)) table.rows.set(i, swp.newRankingRow(i));
      const row = table.rows.get(i);
      swp.fillRankingRow(row, i, reading, most, [sums[i], held[i]]);
      if (row === next) next = next.nextSibling;
      else table.body.insertBefore(row, next);
    }
    while (next) {
      const row = next;
      next = next.nextSibling;
      row.remove();
    }
    if (reading.previous && wanted.some((i) => reading.previous[i] === undefined)) swp.fetchLater(reading);
    if (table.body.contains(focused)) focused.focus({ preventScroll: true });
    swp.fillRankingHeads(table);
    more(table, reading.order.length);
  }

  /** The button under the table: the rest where it is not long, else the next portion; at the end back to the first rows. */
  function more(table, all) {
    const { count } = swp.numbers;
    const left = all - table.limit;
    const onwards = left <= PORTION ? `Show all ${count(all)}` : `Show ${PORTION} more of ${count(all)}`;
    const text = left <= 0 ? `Show the first ${table.first}` : onwards;
    const { caption } = table.reading.picture;
    table.more.hidden = all <= table.first;
    if (table.more.textContent !== text) table.more.textContent = text;
    if (caption) table.more.setAttribute('aria-label', `${text}: ${caption}`);
    else table.more.removeAttribute('aria-label');
  }

  function showMore(table) {
    table.limit = table.limit >= table.reading.order.length ? table.first : table.limit + PORTION;
    write(table);
  }

  document.addEventListener('swp:mark', ({ detail }) => {
    for (const table of tables.values()) {
      if (!table.reading || !table.element.isConnected) continue;
      for (const row of table.body.querySelectorAll('.pointed')) row.classList.remove('pointed');
      const i = swp.markedPlace(table.reading, detail);
      if (i !== null && table.rows.has(i)) table.rows.get(i).classList.add('pointed');
    }
  });

  document.addEventListener('swp:complete', ({ detail }) => {
    for (const table of tables.values()) if (table.reading && table.reading.picture === detail.picture) write(table);
  });

  /** Begin anew where the areas or the number of first rows changed. */
  function startOver(table, { boundaries, rows }) {
    const first = rows || FIRST;
    if (table.url !== boundaries) {
      table.rows.clear();
      table.body.replaceChildren();
    } else if (table.first === first) return;
    Object.assign(table, { url: boundaries, first, limit: first });
  }

  /** Write a reading into its table; does nothing on a page without one. */
  swp.drawRanking = (reading) => {
    swp.forgetGone(tables);
    const { picture } = reading;
    const host = swp.host(picture, 'ranking');
    if (!host) return;
    if (reading.untold && swp.isCompact(picture, 'map') && !picture.as_table) {
      host.replaceChildren(); // the map above it says why
      return;
    }
    if (!reading.known) {
      const lead = reading.withheld.size ? 'Withheld, which is not zero.' : 'Not known, which is not zero.';
      swp.standIn(host, lead, picture.values_note);
      return;
    }
    const kept = tables.get(host);
    const table = kept && host.contains(kept.element) ? kept : build(host);
    startOver(table, picture);
    table.reading = reading;
    if (picture.as_table) table.limit = Math.max(table.limit, PORTION);
    write(table);
  };
})();
