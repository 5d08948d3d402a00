'use strict';
/** How a ranking looks: its headings and rows, filled in place so that focus and scroll stay. */
(() => {
  const swp = (window.swp = window.swp || {});
  const COLUMNS = [
    ['rank', 'Rank', 'rank r'],
    ['name', 'Area', ''],
    ['ward', 'Ward', 'ward opt'],
    ['value', '', 'value r wide'],
    ['share', 'Share', 'share r'],
    ['together', 'Cumulative share', 'together r opt'],
    ['change', 'Change', 'change r'],
  ];
  const HIDEABLE = ['rank', 'ward', 'bar', 'value', 'share', 'together', 'change'];

  const put = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  /** An empty table with its headings, columns and the button under it. */
  swp.rankingSkeleton = () => {
    const heads = COLUMNS.map(([key, text, style]) =>
      key === 'ward' || key === 'together'
        ? `<th scope="col" class="${style}" data-key="${key}">${text}</th>`
        : `<th scope="col" class="${style}" data-key="${key}"><button type="button" class="sort">${text}</button></th>`,
    ).join('');
    const widths = ['rank', 'name', 'ward', 'bar', 'value', 'share', 'together', 'change']
      .map((name) => `<col class="of-${name}">`)
      .join('');
    return `<table class="ranking"><caption class="vh"></caption><colgroup>${widths}</colgroup><thead><tr>${heads}</tr></thead><tbody></tbody></table>
      <p class="more-rows"><button type="button" class="text"></button></p>`;
  };

  swp.newRankingRow = (i) => {
    const row = document.createElement('tr');
    row.dataset.index = i;
    row.innerHTML = `<td class="rank r"></td><th scope="row"><button type="button" class="choose"></button> <span class="place"></span></th>
      <td class="place ward opt"></td><td class="bar"><div><span></span><i></i></div></td><td class="r value"></td><td class="share r"></td><td class="together r opt"></td><td class="change r n"></td>`;
    return row;
  };

  swp.fillRankingRow = (row, i, reading, most, [sum, records]) => {
    const told = reading.facts(i);
    const [rank, name, ward, bar, value, share, cumulative, change] = row.children;
    const chosen = reading.selected.includes(i);
    const style = `${reading.top.includes(i) ? 'in-top' : ''} ${chosen ? 'chosen' : ''}`;
    row.className = `${style} ${row.classList.contains('pointed') ? 'pointed' : ''}`;
    put(rank, told.rank ? String(reading.ranks[i]) : '');
    put(name.firstChild, told.name);
    name.firstChild.setAttribute('aria-pressed', String(chosen));
    put(name.lastChild, told.place);
    put(ward, told.ward);
    bar.style.setProperty('--now', String((100 * Math.abs(reading.values[i] || 0)) / most));
    bar.style.setProperty('--before', String(reading.previous ? (100 * (reading.previous[i] || 0)) / most : -1));
    bar.classList.toggle('alone', !reading.previous || reading.previous[i] === null);
    const parts = swp.changeParts(told);
    const signed = swp.isSigned(reading.picture) && !reading.previous;
    put(value, signed ? swp.changeParts({ ...told, change: told.value }).text : told.value);
    value.className = `r value ${signed ? parts.style : ''}`;
    put(share, told.share);
    put(cumulative, told.rank ? swp.numbers.share(sum, reading.picture.shares_base, records) : '');
    put(change, parts.text);
    change.className = `change r n ${parts.style}`;
  };

  function captionOf(picture) {
    const { caption, unit, period, previous_period: before, records, decimals } = picture;
    if (caption) return caption;
    const what = swp.isSigned(picture) ? 'difference in ' : records || decimals ? '' : 'number of ';
    return `Areas by ${what}${unit}, ${period}${before ? `, compared with ${before}` : ''}`;
  }

  /** The columns a reading has nothing for, or that the picture does not ask for. */
  function hiddenColumns({ picture, boundaries, previous }) {
    const hidden = new Set(picture.columns ? HIDEABLE.filter((name) => !picture.columns.includes(name)) : []);
    if (picture.level === 'ward' || !boundaries.wardNames.some(Boolean)) hidden.add('ward');
    if (!picture.shares_base) hidden.add('share').add('together');
    if (!previous) hidden.add('change');
    if (hidden.has('share') && picture.columns && !picture.columns.includes('value')) hidden.delete('value');
    return hidden;
  }

  /** Words of the headings, the order sorted by, the columns shown; a bar stands under the heading of the number beside it. */
  swp.fillRankingHeads = ({ element, caption, heads, sorted, reading }) => {
    const { picture } = reading;
    const hidden = hiddenColumns(reading);
    const besideBar = hidden.has('bar') ? null : hidden.has('value') ? 'share' : 'value';
    for (const head of heads) {
      const { key } = head.dataset;
      if (key === 'value') put(head.firstChild, swp.isSigned(picture) ? 'Difference' : swp.numbers.capital(picture.unit));
      if (key === 'name') put(head.firstChild, swp.numbers.capital(picture.level_name || (picture.level === 'ward' ? 'ward' : 'small area')));
      if (key === 'ward') put(head, swp.numbers.capital(picture.over_name || 'ward'));
      head.colSpan = key === besideBar ? 2 : 1;
      if (sorted.key === key) head.setAttribute('aria-sort', sorted.down ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    }
    for (const name of HIDEABLE) element.classList.toggle(`without-${name}`, hidden.has(name));
    element.classList.toggle('picked', Boolean(picture.columns));
    put(caption, captionOf(picture));
  };
})();
