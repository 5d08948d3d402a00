'use strict';
/** Months of a chart in words: its highest month, and what is read out in its stead. The numbers are those it is drawn from. */
(() => {
  const swp = (window.swp = window.swp || {});
  const FEWEST_FOR_PEAK = 3; // months
  const NOT_KNOWN = 'Not known for these months';

  const isKnown = (value) => value !== null;
  const named = ({ first }, place) => swp.numbers.month(first + place, true);

  /** The place of the month with the most, the first of several; -1 where none is known. */
  function highest(values) {
    const known = values.filter(isKnown);
    return known.length ? values.indexOf(Math.max(...known)) : -1;
  }

  /** The month with the most, named at its point; none for few months. */
  function peak(line) {
    const at = highest(line.values);
    if (at < 0 || !line.values[at] || line.values.filter(isKnown).length < FEWEST_FOR_PEAK) return null;
    return { at, text: `${swp.numbers.count(line.values[at])} in ${named(line, at)}` };
  }

  /** A line in words: its first, its last, its highest month. */
  function says(line) {
    const { values, name } = line;
    const { count } = swp.numbers;
    const lead = name ? `${name}: ` : '';
    const at = highest(values);
    if (at < 0) return `${lead}${NOT_KNOWN.toLowerCase()}.`;
    const [from, to] = [values.findIndex(isKnown), values.findLastIndex(isKnown)].map((place) => `${count(values[place])} in ${named(line, place)}`);
    return `${lead}from ${from} to ${to}, most in ${named(line, at)}: ${count(values[at])}.`;
  }

  /** A chart's values with the words that stand in it and for it. */
  swp.linesInWords = (told) => ({
    ...told,
    peak: peak(told.lines[0]),
    says: told.lines.map(says).join(' '),
    note: told.lines.some(({ values }) => values.some(isKnown)) ? '' : NOT_KNOWN,
  });
})();
