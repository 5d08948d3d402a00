'use strict';
/**
 * The night heatmap: seven rows from 06:00 to 06:00, so that a night stays in one row; a real table, built once.
 *
 * picture.hours is calendar days: hours[0] is Monday 00:00 to 24:00. The row "Friday to Sat" is Friday 06:00 to 24:00 and
 * Saturday 00:00 to 06:00. Two heatmaps share a scale by picture.hours_mean or picture.hours_bounds.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
  const FEW = 10; // under so many records no hour stands out
  const FIRST = 6; // the hour at which a row begins
  const NIGHT = 12; // the column of 18:00
  const MIDNIGHT = 18; // the column of 00:00
  const BOUNDS = [0.3, 0.6, 1, 1.5, 2.5]; // times the average hour
  const LABELS = ['<0.3', '0.3–0.6', '0.6–1', '1–1.5', '1.5–2.5', '2.5+'];
  const STYLES = ['s0', 's1', 's2', 's3', 's4', 's5'];
  const COLUMNS = Array.from({ length: 24 }, (_, column) => (column + FIRST) % 24);

  /** The seven nights by 24 columns of a week given by calendar day. */
  const nights = (hours) =>
    DAYS.map((_, day) => COLUMNS.map((hour, column) => hours[column < MIDNIGHT ? day : (day + 1) % 7][hour]));

  const sum = (numbers) => numbers.reduce((total, number) => total + (number || 0), 0);
  const isTold = (value) => value !== null; // the others are withheld
  const whole = (numbers) => (numbers.every(isTold) ? sum(numbers) : null);
  const averageOf = (picture) =>
    picture.hours_mean || sum(picture.hours.flat()) / (picture.hours.flat().filter(isTold).length || 1);

  /** The class of an hour: times an average hour, or by given counts. */
  function classOf(value, picture, average) {
    if (picture.hours_bounds) return picture.hours_bounds.filter((bound) => bound > 0 && value >= bound).length;
    return average ? BOUNDS.filter((bound) => value / average >= bound).length : 0;
  }

  const columnStyle = (column) => (column === MIDNIGHT ? ' midnight' : '');

  function head() {
    const bars = COLUMNS.map((_, column) => `<td class="${column < NIGHT ? 'day' : 'night'}"><i></i></td>`).join('');
    const names = COLUMNS.map(
      (hour) =>
        `<th scope="col" class="hour${hour % 6 ? '' : ' each-six'}"><span>${swp.numbers.pad(hour)}<span class="vh">:00</span></span></th>`,
    ).join('');
    return `<caption class="heat-caption"></caption><colgroup><col class="row-name"></colgroup><colgroup span="12"></colgroup>
      <colgroup span="12"></colgroup><colgroup><col class="row-share"></colgroup>
      <thead><tr><td></td><th class="band" scope="colgroup" colspan="12">Day, <span class="n">06:00 to 18:00</span></th>
      <th class="band night" scope="colgroup" colspan="12">Night, <span class="n">18:00 to 06:00</span></th><td></td></tr>
      <tr class="totals" aria-hidden="true"><th scope="row" class="base">All nights</th>${bars}<td></td></tr>
      <tr><th scope="col" class="starting">Starting on</th>${names}<th scope="col" class="share">at night</th></tr></thead>`;
  }

  function row(day) {
    const name = DAYS[day];
    const cells = COLUMNS.map((_, column) => `<td class="s0${columnStyle(column)}"><span></span></td>`).join('');
    const weekend = day === 4 || day === 5;
    return `<tr class="night-row${weekend ? ' weekend' : ''}"><th scope="row"><span class="short">${name.slice(0, 3)}</span><span
      class="rest">${name.slice(3)} <small>to ${DAYS[(day + 1) % 7].slice(0, 3)}</small></span></th>${cells}<td class="share"></td></tr>`;
  }

  function build(host) {
    const gap = (text) => `<tr class="gap"><td colspan="26">${text}</td></tr>`;
    const rows = DAYS.map((_, day) => row(day));
    host.innerHTML = `<div class="heat-scroll"><table class="heat">${head()}<tbody>${rows.slice(0, 4).join('')}${gap('Weekend nights')}
      ${rows.slice(4, 6).join('')}${gap('')}${rows[6]}</tbody></table></div>`;
    return {
      host,
      table: host.querySelector('table'),
      caption: host.querySelector('caption'),
      head: host.querySelector('thead .share'),
      bars: [...host.querySelectorAll('.totals i')],
      rows: [...host.querySelectorAll('.night-row')].map((line) => ({
        cells: [...line.querySelectorAll('td:not(.share)')],
        share: line.querySelector('.share'),
      })),
    };
  }

  function captionOf(picture) {
    if (picture.hours_caption) return picture.hours_caption;
    const said = `${swp.numbers.capital(picture.hours_of || picture.unit)} by night and hour, ${picture.period}`;
    if (swp.isCompact(picture, 'heatmap')) return said;
    return `${said}: each row runs from 06:00 to 06:00, so a night stays in one piece`;
  }

  function fill(built, picture) {
    const week = nights(picture.hours);
    const total = sum(week.flat());
    const enough = (value) => value >= FEW && (picture.hours_records || value) >= FEW; // of records, whatever they weigh
    const average = averageOf(picture);
    const most = Math.max(...week.flat());
    const byHour = COLUMNS.map((_, column) => whole(week.map((night) => night[column])) || 0);
    const highest = Math.max(...byHour, 1);
    byHour.forEach((value, column) =>
      built.bars[column].style.setProperty('--h', ((100 * value) / highest).toFixed(1)),
    );
    let peak = null;
    week.forEach((night, day) => {
      night.forEach((value, column) => {
        const cell = built.rows[day].cells[column];
        const isPeak = enough(total) && value === most && !peak;
        if (isPeak) peak = { day, column, value };
        const kind = isTold(value) ? `s${classOf(value, picture, average)}` : 'withheld';
        const style = `${kind}${columnStyle(column)}${isPeak ? ' peak' : ''}`;
        if (cell.className !== style) cell.className = style;
        cell.firstChild.textContent = isTold(value) ? swp.numbers.count(value) : 'withheld';
      });
      const nightly = sum(night.slice(NIGHT));
      const few = enough(sum(night)) ? Math.round((100 * nightly) / sum(night)) + '%' : '–';
      built.rows[day].share.textContent = night.every(isTold) ? few : '';
    });
    built.caption.textContent = captionOf(picture);
    built.head.classList.toggle('unsaid', !week.some((night) => night.every(isTold)));
    return peak && { ...peak, times: peak.value / average };
  }

  /** "Saturday to Sunday night, 01:00 to 02:00" names the cell by its clock time and calendar day. */
  function peakText(peak, { unit, hours_unit: counted, hours_average: average }) {
    const hour = COLUMNS[peak.column];
    const day = DAYS[peak.column < MIDNIGHT ? peak.day : (peak.day + 1) % 7];
    const night = peak.column < MIDNIGHT ? '' : ` (the night that begins on ${DAYS[peak.day]})`;
    return `${day}, ${swp.numbers.hour(hour)}${night}: ${swp.numbers.count(peak.value)} ${counted || unit}, ${peak.times.toFixed(1)}× ${average || 'the average hour'}`;
  }

  function paintKey(picture) {
    const legend = swp.host(picture, 'heatmap_legend');
    const bounds = picture.hours_bounds && [0, ...picture.hours_bounds.filter((bound) => bound > 0)];
    const measure = `${swp.numbers.capital(picture.hours_unit || picture.unit)} in each hour`;
    const labels = bounds ? bounds.map((from, i) => swp.numbers.bounds(from, bounds[i + 1])) : LABELS;
    const title = bounds ? measure : `${measure}, times ${picture.hours_average || 'the average hour'}`;
    const some = picture.hours && !picture.hours.flat().every(isTold);
    swp.key(legend, picture.hours_title || title, STYLES.slice(0, labels.length), labels, '', some ? 'Withheld' : '');
    if (legend) legend.hidden = !picture.hours;
  }

  const tables = new Map(); // by element

  /** Write a picture's hours into its heatmap; does nothing on a page without one. */
  swp.paintHeatmap = (picture) => {
    swp.forgetGone(tables);
    const host = swp.host(picture, 'heatmap');
    if (!host) return;
    const said = swp.host(picture, 'heatmap_peak');
    paintKey(picture);
    if (said) said.replaceChildren();
    if (!picture.hours) {
      const lead = picture.hours_withheld ? 'The hours are withheld.' : 'The hours are not known.';
      swp.standIn(host, lead, picture.hours_note, 'heat-void');
      return;
    }
    const kept = tables.get(host);
    const built = kept && host.contains(kept.table) ? kept : build(host);
    tables.set(host, built);
    built.table.classList.toggle('compact', swp.isCompact(picture, 'heatmap'));
    const peak = fill(built, picture);
    if (said && peak)
      said.append(Object.assign(document.createElement('b'), { textContent: 'Peak ' }), peakText(peak, picture));
  };
})();
