'use strict';
/** Cells, headings and rows of tables drawn from values (layouts/table_values.py says in what form). */
(() => {
  const swp = (window.swp = window.swp || {});
  const SVG = 'http://www.w3.org/2000/svg';
  const [WIDE, HIGH] = [100, 22]; // of a small line, in its own units

  function make(name, looks = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(looks))
      if (value !== null && value !== undefined && (value !== '' || key !== 'class')) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  /** The months as a small line on its own scale, from zero; grey the period before. */
  function smallLine([now, before]) {
    const known = (values) => (values || []).filter((value) => value !== null);
    const most = Math.max(0, ...known(now), ...known(before)) || 1;
    const of = known(now);
    const { count } = swp.numbers;
    const svg = document.createElementNS(SVG, 'svg');
    const looks = { class: 'spark', viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: 'none', role: 'img' };
    looks['aria-label'] = of.length ? `${count(Math.min(...of))} to ${count(Math.max(...of))} a month` : 'Not known';
    for (const [key, value] of Object.entries(looks)) svg.setAttribute(key, value);
    for (const [values, style] of [[before, 'then'], [now, 'now']]) {
      const path = values && svg.appendChild(document.createElementNS(SVG, 'path'));
      if (path) Object.entries({ class: style, d: pathOf(values, most) }).forEach(([key, value]) => path.setAttribute(key, value));
    }
    return svg;
  }

  /** The line through the known values; a gap where a month is not known. */
  function pathOf(values, most) {
    const step = WIDE / Math.max(values.length - 1, 1);
    const at = (value, place) => `${(place * step).toFixed(1)} ${(HIGH - 1 - ((HIGH - 2) * value) / most).toFixed(1)}`;
    return values.map((value, place) => (value === null ? '' : `${place && values[place - 1] !== null ? 'L' : 'M'}${at(value, place)}`)).join('');
  }

  /** The parts of a cell: words; a number; {t: words, ...} with a link (href, label, current), bold, a small line, lines under each other. */
  function inside(told) {
    if (told === null) return ['–'];
    if (typeof told === 'number') return [swp.numbers.count(told)];
    if (typeof told === 'string') return [told];
    if (told.line) return [smallLine(told.line)];
    if (told.spans) return told.spans.flatMap(([text, style], i) => [...(i ? [make('br')] : []), make('span', { class: style }, text)]);
    if (told.lines) return told.lines.flatMap((text, i) => [...(i ? [make('br')] : []), text]);
    if (told.bold !== undefined) return [make('b', {}, ...inside(told.bold))];
    return [make('a', { href: told.href, 'aria-label': told.label, 'aria-current': told.inLink ? 'true' : null }, told.t)];
  }

  /** A cell as data: what is read, and what it is sorted by where that is something else. */
  const parted = (cell) => (Array.isArray(cell) ? cell : [cell]);

  function cellOf(cell, column, { styles = [], heading = 0 }) {
    const [told, value] = parted(cell);
    const style = styles[column];
    if (column !== heading) return make('td', { class: style, 'data-value': value }, ...inside(told));
    return make('th', { scope: 'row', class: style, 'aria-current': told && told.current ? 'true' : null }, ...inside(told));
  }

  function headOf(told) {
    const cells = told.heads.map((head, column) => {
      const { t, ...looks } = typeof head === 'string' ? { t: head } : head;
      const { sort, ...more } = looks;
      const style = { scope: 'col', class: (told.styles || [])[column], ...more };
      return make('th', style, sort ? make('button', { type: 'button' }, t) : t);
    });
    return make('thead', {}, make('tr', {}, ...cells));
  }

  const rowOf = (row, told, chosen) =>
    make('tr', { class: chosen ? 'chosen' : null }, ...row.map((cell, column) => cellOf(cell, column, told)));

  const rowsOf = (told) => told.rows.map((row, place) => rowOf(row, told, (told.chosen || []).includes(place)));

  function plainTable(told) {
    const caption = make('caption', { class: told.quiet ? 'vh' : null }, told.caption);
    return make('table', { class: told.style }, caption, headOf(told), make('tbody', {}, ...rowsOf(told)));
  }

  swp.tables = { make, rowsOf, plainTable };
})();
