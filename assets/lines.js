'use strict';
/**
 * Months as lines from zero, drawn where an element holds them in data-lines (layouts/figures/trend.py). Names stand at the
 * lines' ends, the highest month at its point; the month pointed at is told above. Drawn anew for another width.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const MONTHS = 'January February March April May June July August September October November December'.split(' ');
  const STEPS = [1, 2, 2.5, 5, 10];
  const EVERY = [1, 3, 6, 12, 24, 48]; // months from one name to the next
  const ROOM = { top: 26, bottom: 40 };
  const LETTER = 6.9; // px, a little over the mean width at 13 px
  const LEAST_AXIS = 4;
  const FEW_POINTS = 24; // months up to which each has a point
  const LEAST_TICK = 38; // px a month's name needs
  const APART = 17; // px between the names of two lines
  const drawnOf = new WeakMap(); // by element: what was drawn, at what width
  const svgNS = 'http://www.w3.org/2000/svg';

  const short = (month) => MONTHS[month % 12].slice(0, 3);
  const yearOf = (month) => Math.floor(month / 12);
  const rounded = (number) => Math.round(number * 10) / 10;

  function add(parent, name, looks, text) {
    const made = parent.appendChild(document.createElementNS(svgNS, name));
    for (const [key, value] of Object.entries(looks)) made.setAttribute(key, typeof value === 'number' ? rounded(value) : value);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  /** Where months and values lie in a box of this size. */
  function scales(told, width, height) {
    const [{ first, values, name }, second] = told.lines;
    const known = told.lines.flatMap((line) => line.values).filter((value) => value !== null);
    const most = 1.12 * Math.max(told.most || 0, LEAST_AXIS, ...known);
    const rough = most / 5;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = Math.max(1, power * STEPS.find((size) => power * size >= rough));
    const names = Math.max(name.length, second ? second.name.length : 0);
    const left = 14 + LETTER * swp.numbers.count(Math.floor(most)).length;
    const right = Math.max(16, 14 + LETTER * names);
    const across = (width - left - right) / Math.max(values.length - 1, 1);
    const foot = height - ROOM.bottom;
    const x = (place) => (values.length > 1 ? left + place * across : (left + width - right) / 2);
    return { first, held: values.length, left, end: width - right, foot, width, across, step, most, x, y: (value) => foot - (value / most) * (foot - ROOM.top) };
  }

  function grid(svg, at) {
    for (let value = 0; value <= at.most; value += at.step) {
      add(svg, 'path', { class: value ? 'grid' : 'axis', d: `M${rounded(at.left)} ${rounded(at.y(value))}H${rounded(at.end)}` });
      add(svg, 'text', { class: 'tick', x: at.left - 8, y: at.y(value) + 4.5, 'text-anchor': 'end' }, swp.numbers.count(value));
    }
  }

  /** Names of months as far as there is room, each year under the first of its own. */
  function months(svg, at) {
    const every = EVERY.find((size) => at.across * size >= LEAST_TICK || size >= at.held) || 48;
    let year = null;
    for (let place = 0; place < at.held; place += every) {
      const month = at.first + place;
      add(svg, 'text', { class: 'tick month', x: at.x(place), y: at.foot + 18, 'text-anchor': 'middle' }, short(month));
      if (yearOf(month) !== year) add(svg, 'text', { class: 'tick', x: at.x(place), y: at.foot + 34, 'text-anchor': 'middle' }, yearOf(month));
      year = yearOf(month);
    }
  }

  function bands(svg, told, at) {
    const band = ([from, to], className) => {
      const [start, end] = [from, to].map((place) => Math.min(Math.max(at.x(place - at.first), at.left), at.end));
      if (end > start) add(svg, 'rect', { class: className, x: start, y: ROOM.top, width: end - start, height: at.foot - ROOM.top });
      return start;
    };
    if (told.shown) band(told.shown, 'shown');
    const starts = (told.marks || []).map((mark) => band(mark, 'marked'));
    if (told.marked) add(svg, 'text', { class: 'said', x: starts[0], y: ROOM.top - 6 }, told.marked);
  }

  /** The pieces of a line between months that are not known. */
  function pieces(values) {
    const found = [[]];
    values.forEach((value, place) => (value === null ? found.push([]) : found[found.length - 1].push(place)));
    return found.filter((piece) => piece.length);
  }

  const along = (places, values, at) => places.map((place) => `${rounded(at.x(place))} ${rounded(at.y(values[place]))}`).join('L');

  function line(svg, { values }, style, at) {
    const group = add(svg, 'g', { class: `line ${style}`, 'data-values': values.join(' ') });
    for (const piece of pieces(values)) add(group, 'path', { d: `M${along(piece, values, at)}` });
    for (const piece of pieces(values)) {
      for (const place of values.length <= FEW_POINTS || piece.length === 1 ? piece : [])
        add(group, 'circle', { cx: at.x(place), cy: at.y(values[place]), r: style === 'now' ? 3 : 2 });
    }
  }

  function between(svg, [now, before], at) {
    const all = now.values.map((_, place) => place);
    add(svg, 'path', { class: 'between', d: `M${along(all, now.values, at)}L${along([...all].reverse(), before.values, at)}Z` });
  }

  /** The lines' names beside their last known months, given way to each other. */
  function names(svg, lines, at) {
    const ends = lines
      .map(({ values, name }, i) => ({ name, style: i ? 'before' : 'now', place: values.findLastIndex((value) => value !== null), values }))
      .filter(({ name, place }) => name && place >= 0)
      .map((end) => ({ ...end, y: at.y(end.values[end.place]) }));
    if (ends.length === 2 && Math.abs(ends[0].y - ends[1].y) < APART) {
      const [upper, lower] = ends[0].y <= ends[1].y ? ends : [ends[1], ends[0]];
      const middle = Math.min((upper.y + lower.y) / 2, at.foot - APART);
      [upper.y, lower.y] = [middle - APART / 2, middle + APART / 2];
    }
    for (const { name, style, place, y } of ends) add(svg, 'text', { class: `name ${style}`, x: at.x(place) + 9, y: y + 4.5 }, name);
  }

  function peak(svg, told, at) {
    const { at: place, text } = told.peak;
    const x = at.x(place);
    const half = (LETTER * text.length) / 2;
    const [anchor, moved] = x - half < at.left ? ['start', -4] : x + half > at.end ? ['end', 4] : ['middle', 0];
    add(svg, 'text', { class: 'said', x: x + moved, y: at.y(told.lines[0].values[place]) - 11, 'text-anchor': anchor }, text);
  }

  function draw(host, told, width, height) {
    const svg = document.createElementNS(svgNS, 'svg');
    for (const [key, value] of Object.entries({ viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': told.says })) svg.setAttribute(key, value);
    host.replaceChildren(svg);
    if (told.note) {
      add(svg, 'text', { class: 'said', x: width / 2, y: height / 2, 'text-anchor': 'middle' }, told.note);
      return null;
    }
    const at = scales(told, width, height);
    bands(svg, told, at);
    grid(svg, at);
    if (told.between && told.lines[0].values.length === told.lines[1].values.length) between(svg, told.lines, at);
    [...told.lines].reverse().forEach((each, i) => line(svg, each, i === told.lines.length - 1 ? 'now' : 'before', at));
    months(svg, at);
    names(svg, told.lines, at);
    if (told.peak) peak(svg, told, at);
    return at;
  }

  /** The month pointed at: a fine line through it, its values in words above. */
  function point(host, clientX) {
    const { told, at } = drawnOf.get(host) || {};
    leave(host);
    if (!at) return;
    const box = host.getBoundingClientRect();
    const place = Math.min(at.held - 1, Math.max(0, Math.round(((clientX - box.left) * (at.width / box.width) - at.x(0)) / at.across)));
    const group = add(host.firstElementChild, 'g', { class: 'pointed', 'aria-hidden': 'true' });
    add(group, 'path', { d: `M${rounded(at.x(place))} ${ROOM.top}V${rounded(at.foot)}` });
    const parts = told.lines
      .filter(({ values }) => place < values.length)
      .map(({ first, values, name }) => {
        const same = told.lines.every((line) => line.first === first);
        const month = `${MONTHS[(first + place) % 12]} ${yearOf(first + place)}`;
        return `${same && told.lines.length > 1 ? `${month}, ${name}` : month}: ${values[place] === null ? 'not known' : swp.numbers.count(values[place])}`;
      });
    const text = parts.join(' · ');
    const panel = add(group, 'rect', { y: 1, height: 22 });
    const words = add(group, 'text', { y: 16.5, 'text-anchor': 'middle' }, text);
    const half = words.getComputedTextLength() / 2 + 7;
    const x = Math.min(Math.max(at.x(place), half), at.width - half);
    words.setAttribute('x', x);
    panel.setAttribute('x', x - half);
    panel.setAttribute('width', 2 * half);
  }

  function leave(host) {
    const shown = host.querySelector('.pointed');
    if (shown) shown.remove();
  }

  const resized = new ResizeObserver((entries) => entries.forEach(({ target }) => paint(target)));

  function paint(host) {
    const given = host.dataset.lines;
    const [width, height] = [host.clientWidth, host.clientHeight];
    const drawn = drawnOf.get(host);
    if (!given || !width || (drawn && drawn.given === given && drawn.width === width)) return;
    const told = swp.linesInWords(JSON.parse(given));
    if (!drawn) {
      resized.observe(host);
      host.addEventListener('pointermove', (event) => point(host, event.clientX));
      host.addEventListener('pointerdown', (event) => point(host, event.clientX));
      host.addEventListener('pointerleave', () => leave(host));
    }
    drawnOf.set(host, { given, width, told, at: draw(host, told, width, height) });
  }

  const all = () => document.querySelectorAll('[data-lines]').forEach((host) => {
    const drawn = drawnOf.get(host);
    if (!drawn) resized.observe(host);
    if (!drawn || drawn.given !== host.dataset.lines) paint(host); // asking for its size lays the page out
  });
  new MutationObserver(all).observe(document.documentElement, { subtree: true, childList: true, attributeFilter: ['data-lines'] });
})();
