'use strict';
/** Kinds of tables drawn from values: months that charts hold, bars of a group's parts, types beside a base, long ones. */
(() => {
  const swp = (window.swp = window.swp || {});

  /** What the months of charts say, as rows. */
  function monthRows(told, lines) {
    const { short, newest, then, both } = told;
    const { month, count, growth } = swp.numbers;
    const [now, before] = lines;
    const name = (line, place) => month(line.first + place, short);
    const value = (line, place) => (line.values[place] === null ? 'not known' : count(line.values[place]));
    const changed = (place) => {
      const [a, b] = [now.values[place], before.values[place] ?? null];
      return both && a !== null && b !== null ? `${count(a)}, was ${count(b)}` : growth(a, b);
    };
    const rows = now.values.map((_, place) => {
      if (!then) return [name(now, place), ...lines.map((line) => value(line, place))];
      const earlier = count(before.values[place]);
      return [name(now, place), value(now, place), ...(then === 'month' ? [name(before, place), earlier] : [earlier]), changed(place)];
    });
    return newest ? rows.reverse() : rows;
  }

  /** The lines of the charts that a table of months names, or null while one of them is not there. */
  function linesOf(told) {
    const found = told.lines.map(([id, place]) => {
      const host = document.getElementById(id);
      return host && host.dataset.lines ? JSON.parse(host.dataset.lines).lines[place] : undefined;
    });
    return found.every(Boolean) ? found : null;
  }

  /** A table of values: one of months gets its rows from the charts; null while they are not there. */
  swp.tableOf = (told) => {
    if (told.kind !== 'months') return told;
    const lines = linesOf(told);
    return lines && { ...told, rows: monthRows(told, lines), styles: told.heads.map((_, column) => (column ? 'r' : '')) };
  };

  /** One part of a group in a table of bars: name, bar, number, share of the base, the number before. */
  function barRow([name, value, before], { base, longest }, compared) {
    const { make } = swp.tables;
    const { count, part } = swp.numbers;
    const known = before !== undefined && before !== null;
    const cell = make('td', { class: known ? 'bar' : 'bar alone', 'aria-hidden': 'true' }, make('div', {}, make('span'), make('i')));
    cell.style.setProperty('--now', ((100 * value) / longest).toFixed(2));
    cell.style.setProperty('--before', (known ? (100 * before) / longest : -1).toFixed(2));
    const cells = [make('th', { scope: 'row' }, name), cell, make('td', { class: 'r' }, count(value))];
    cells.push(make('td', { class: 'r' }, part(value, base)));
    if (compared) cells.push(make('td', { class: 'r' }, count(known ? before : null)));
    return make('tr', {}, ...cells);
  }

  function barsTable(told) {
    const { make } = swp.tables;
    const compared = told.parts.some(([, , before]) => before !== undefined && before !== null);
    const columns = ['name', 'bar', 'number', 'share', 'before'].slice(0, compared ? 5 : 4);
    const heads = told.heads.map((head, place) =>
      make('th', { scope: 'col', class: place ? 'r' : null, colspan: place === 1 ? 2 : null }, head),
    );
    return make(
      'table',
      { class: 'bars' },
      make('caption', {}, told.caption),
      make('colgroup', {}, ...columns.map((name) => make('col', { class: `of-${name}` }))),
      make('thead', {}, make('tr', {}, ...heads)),
      make('tbody', {}, ...told.parts.map((part) => barRow(part, told, compared))),
    );
  }

  /** Types beside those of the base: a bar with its mark, both shares in words. */
  function mixTable({ heads, rows }) {
    const { make } = swp.tables;
    const named = heads.map((head, place) => make('th', { scope: 'col', class: place ? 'r' : null, colspan: place ? null : 2 }, head));
    const made = rows.map(([name, share, base, now, before]) => {
      const bar = make('td', { class: 'bar' }, make('div', {}, make('span'), make('i')));
      bar.style.setProperty('--now', now);
      bar.style.setProperty('--before', before);
      return make('tr', {}, make('th', { scope: 'row' }, name), bar, make('td', { class: 'r' }, share), make('td', { class: 'r' }, base));
    });
    return make('table', { class: 'bars mix' }, make('thead', {}, make('tr', {}, ...named)), make('tbody', {}, ...made));
  }

  const scrolled = (label, table) =>
    swp.tables.make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `${label}, a table` }, table);

  /** The first rows, and all of them in a part that opens. */
  function longTable(told) {
    const { make, plainTable } = swp.tables;
    const first = scrolled(told.caption, plainTable({ ...told, rows: told.rows.slice(0, told.first) }));
    const all = make('details', { class: 'as-table' }, make('summary', {}, told.every));
    const write = () => {
      if (all.lastElementChild.localName === 'summary')
        all.append(make('div', {}, scrolled(told.whole, plainTable({ ...told, caption: told.whole }))));
    };
    all.addEventListener('toggle', write);
    return make('div', {}, first, all);
  }

  const KINDS = { bars: barsTable, mix: mixTable };

  /** The table, or the first rows of a long one with all in a part that opens. */
  swp.drawnTable = (told) => (KINDS[told.kind] || (told.first ? longTable : swp.tables.plainTable))(told);
})();
