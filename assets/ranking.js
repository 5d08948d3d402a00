'use strict';
/**
 * The ranking table: the areas in order, each a button that chooses it; also the map as a table.
 * Ten rows at first, the rest on request, 500 at a time so that thousands of rows do not hold the page up.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const FIRST = 10;
  const PORTION = 500;
  const COLUMNS = [
    ['rank', 'Rank', 'rank r'],
    ['name', 'Area', ''],
    ['ward', 'Ward', 'ward opt'],
    ['value', '', 'r wide'],
    ['share', 'Share', 'share r'],
    ['together', 'Cumulative share', 'together r opt'],
    ['change', 'Change', 'change r'],
  ];
  let table = null;

  function build(host) {
    const heads = COLUMNS.map(([key, text, style]) =>
      key === 'ward' || key === 'together'
        ? `<th scope="col" class="${style}" data-key="${key}">${text}</th>`
        : `<th scope="col" class="${style}" data-key="${key}"${key === 'value' ? ' colspan="2"' : ''}><button type="button" class="sort">${text}</button></th>`,
    ).join('');
    const widths = ['rank', 'name', 'ward', 'bar', 'value', 'share', 'together', 'change']
      .map((name) => `<col class="of-${name}">`)
      .join('');
    host.innerHTML = `<table class="ranking"><caption class="vh"></caption><colgroup>${widths}</colgroup><thead><tr>${heads}</tr></thead><tbody></tbody></table>
      <p class="more-rows"><button type="button" class="text"></button></p>`;
    table = {
      host,
      element: host.querySelector('table'),
      body: host.querySelector('tbody'),
      caption: host.querySelector('caption'),
      heads: [...host.querySelectorAll('th')],
      more: host.querySelector('.more-rows button'),
      sorted: { key: 'rank', down: false },
      limit: FIRST,
      url: null,
      rows: new Map(),
    };
    table.heads.forEach((head) => {
      const sorter = head.querySelector('.sort');
      if (sorter) sorter.addEventListener('click', () => sort(head.dataset.key));
    });
    table.more.addEventListener('click', showMore);
    const area = (event) => {
      const row = event.target.closest('tr[data-index]');
      return row ? Number(row.dataset.index) : null;
    };
    table.body.addEventListener('click', (event) => {
      if (event.target.closest('.choose')) swp.choose(table.reading.boundaries.codes[area(event)]);
    });
    table.body.addEventListener('focusin', (event) => swp.mark(area(event), 'row'));
    table.body.addEventListener('focusout', () => swp.mark(null, 'row'));
    table.body.addEventListener('pointerover', (event) => swp.mark(area(event), 'pointer'));
    table.body.addEventListener('pointerleave', () => swp.mark(null, 'pointer'));
  }

  function sort(key) {
    const again = table.sorted.key === key;
    table.sorted = { key, down: again ? !table.sorted.down : key !== 'rank' && key !== 'name' };
    write();
  }

  function newRow(i) {
    const row = document.createElement('tr');
    row.dataset.index = i;
    row.innerHTML = `<td class="rank r"></td><th scope="row"><button type="button" class="choose"></button> <span class="place"></span></th>
      <td class="place ward opt"></td><td class="bar"><div><span></span><i></i></div></td><td class="r value"></td><td class="share r"></td><td class="together r opt"></td><td class="change r n"></td>`;
    return row;
  }

  const put = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  function fillRow(row, i, reading, most, sums) {
    const told = reading.facts(i);
    const [rank, name, ward, bar, value, share, cumulative, change] = row.children;
    const chosen = reading.selected.includes(i);
    row.className = `${reading.top.includes(i) ? 'in-top' : ''} ${chosen ? 'chosen' : ''}`;
    put(rank, told.rank ? String(reading.ranks[i]) : '');
    put(name.firstChild, told.name);
    name.firstChild.setAttribute('aria-pressed', String(chosen));
    put(name.lastChild, told.place);
    put(ward, told.ward);
    bar.style.setProperty('--now', String((100 * Math.abs(reading.values[i] || 0)) / most));
    bar.style.setProperty('--before', String(reading.previous ? (100 * (reading.previous[i] || 0)) / most : -1));
    bar.classList.toggle('alone', !reading.previous || reading.previous[i] === null);
    put(value, told.value);
    put(share, told.share);
    put(cumulative, told.rank ? swp.numbers.share(sums[i], reading.picture.shares_base) : '');
    const parts = swp.changeParts(told);
    put(change, parts.text);
    change.className = `change r n ${parts.style}`;
  }

  /** Write the rows wanted: those there are refilled where they stand, so that focus and scroll stay. */
  function write() {
    const { reading } = table;
    const wanted = swp.ordered(reading, table.sorted).slice(0, table.limit);
    const most = Math.max(1, ...reading.values.map(Math.abs), ...(reading.previous || []));
    const sums = swp.together(reading);
    const focused = document.activeElement;
    let next = table.body.firstChild;
    for (const i of wanted) {
      if (!table.rows.has(i)) table.rows.set(i, newRow(i));
      const row = table.rows.get(i);
      fillRow(row, i, reading, most, sums);
      if (row === next) next = next.nextSibling;
      else table.body.insertBefore(row, next);
    }
    while (next) {
      const row = next;
      next = next.nextSibling;
      row.remove();
    }
    if (table.body.contains(focused)) focused.focus({ preventScroll: true });
    heads(reading);
    more(reading.order.length);
  }

  /** The button under the table: the rest where it is not long, else the next portion; at the end back to the first ten. */
  function more(all) {
    const left = all - table.limit;
    table.more.hidden = all <= FIRST;
    if (left <= 0) put(table.more, `Show the first ${FIRST}`);
    else
      put(
        table.more,
        left <= PORTION ? `Show all ${swp.numbers.count(all)}` : `Show ${PORTION} more of ${swp.numbers.count(all)}`,
      );
  }

  function showMore() {
    table.limit = table.limit >= table.reading.order.length ? FIRST : table.limit + PORTION;
    write();
  }

  function heads(reading) {
    const { picture } = reading;
    for (const head of table.heads) {
      const { key } = head.dataset;
      if (key === 'value') put(head.firstChild, picture.diverging ? 'Difference' : swp.numbers.capital(picture.unit));
      if (key === 'name') put(head.firstChild, picture.level === 'ward' ? 'Ward' : 'Small area');
      const active = table.sorted.key === key;
      if (active) head.setAttribute('aria-sort', table.sorted.down ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    }
    table.element.classList.toggle(
      'without-ward',
      picture.level === 'ward' || !reading.boundaries.wardNames.some(Boolean),
    );
    table.element.classList.toggle('without-shares', !picture.shares_base);
    table.element.classList.toggle('without-change', !reading.previous);
    put(
      table.caption,
      `Areas by ${picture.diverging ? 'difference in' : 'number of'} ${picture.unit}, ${picture.period}${picture.previous_period ? `, compared with ${picture.previous_period}` : ''}`,
    );
  }

  document.addEventListener('swp:mark', ({ detail }) => {
    if (!table || !table.element.isConnected) return;
    for (const row of table.body.querySelectorAll('.pointed')) row.classList.remove('pointed');
    if (detail.index !== null && table.rows.has(detail.index)) table.rows.get(detail.index).classList.add('pointed');
  });

  /** No area has a value: the reason stands where the table would. */
  function notKnown(host, picture) {
    const panel = Object.assign(document.createElement('div'), { className: 'void' });
    const said = panel.appendChild(document.createElement('p'));
    said.append(
      Object.assign(document.createElement('b'), { textContent: 'Not known, which is not zero. ' }),
      picture.values_note || '',
    );
    host.replaceChildren(panel);
  }

  /** Write a reading into #ranking; does nothing on a page without one. */
  swp.drawRanking = (reading) => {
    const host = document.getElementById('ranking');
    if (!host) return;
    if (!reading.known) {
      notKnown(host, reading.picture);
      return;
    }
    if (!table || table.host !== host || !host.contains(table.element)) build(host);
    if (table.url !== reading.picture.boundaries) {
      table.url = reading.picture.boundaries;
      table.limit = FIRST;
      table.rows.clear();
      table.body.replaceChildren();
    }
    table.reading = reading;
    if (reading.picture.as_table) table.limit = Math.max(table.limit, PORTION);
    write();
  };
})();
