'use strict';
/**
 * Numbers as people read them: commas, true minus, one decimal in shares, counts instead of per cents on small bases.
 * The same rules as on the server (layouts), so that a figure reads alike in a sentence and in a table.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const MINUS = '\u2212';
  const THIN = '\u2009';
  const SMALL_BASE = 20; // a change on fewer records is given as the two counts
  const SMALL_COUNT = 10; // a share of fewer records is not given
  const MONTHS = 'January February March April May June July August September October November December'.split(' ');
  const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
  const tenths = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

  /** A number: 90,340, or 4.0 where a column tells tenths; a dash when it is withheld or not known. */
  const count = (value, decimals = 0) =>
    value === null || value === undefined ? '–' : (decimals ? tenths : grouped).format(value).replace('-', MINUS);

  /** A share in per cent with one decimal; a dash when it rests on fewer than ten records or on nothing. */
  const share = (part, base, records = part) => {
    if (part === null || part === undefined || !base || (records > 0 && records < SMALL_COUNT)) return '–';
    return ((100 * part) / base).toFixed(1) + '%';
  };

  /** A signed number with a true minus; nothing before a zero. */
  const signed = (value) => (value > 0 ? '+' : value < 0 ? MINUS : '') + grouped.format(Math.abs(value));

  /** A change in whole per cent, or "4, was 9" on fewer than 20 earlier records; '' when there is nothing to compare. */
  const change = (now, before, records = before, decimals = 0) => {
    if (now === null || now === undefined || before === null || before === undefined) return '';
    if (records < SMALL_BASE || !before) return `${count(now, decimals)}, was ${count(before, decimals)}`;
    return signed(Math.round((100 * (now - before)) / before)) + '%';
  };

  /** A number to a place, ties to even, as the server writes it. */
  function fixed(value, places) {
    const steps = value * 10 ** places;
    if (Math.abs(steps % 1) !== 0.5 || (value * 4) % 1) return value.toFixed(places);
    const lower = Math.floor(steps);
    return ((lower % 2 ? lower + 1 : lower) / 10 ** places).toFixed(places);
  }

  /** A part of a group in per cent, as in the tables of the server: a dash for fewer than ten records. */
  const part = (value, base) => (value < SMALL_COUNT ? '–' : `${fixed((value / base) * 100, 1)}%`);

  /** The change of a month: "+26%", the two counts on fewer than 20 earlier records, a dash where one is not known. */
  const growth = (now, before) => {
    if (now === null || before === null) return '–';
    if (before < SMALL_BASE) return `${count(now)}, was ${count(before)}`;
    const grown = now / before - 1;
    return `${grown < 0 ? MINUS : '+'}${fixed(Math.abs(grown) * 100, 0)}%`;
  };

  /** A month counted from the year 0: October 2022, or Oct 2022. */
  const month = (number, brief) => {
    const name = MONTHS[number % 12];
    return `${brief ? name.slice(0, 3) : name} ${Math.floor(number / 12)}`;
  };

  /** A number with its unit, kept together: 12 ha. */
  const withUnit = (value, unit) => count(value) + THIN + unit;

  /** The hour 1 as "01:00 to 02:00". */
  const hour = (start) => `${pad(start)}:00 to ${pad((start + 1) % 24)}:00`;
  const pad = (number) => String(number).padStart(2, '0');

  /** The bounds of a class of whole numbers: "50–99", "1,000+" for the last, "0" when it holds one number. */
  const bounds = (from, next) => {
    if (next === undefined) return count(from) + '+';
    return next - from === 1 ? count(from) : `${count(from)}–${count(next - 1)}`;
  };

  /** The first letter raised: a unit as the heading of a column. */
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  swp.numbers = { count, share, signed, change, withUnit, hour, pad, bounds, capital, fixed, part, growth, month };
})();
