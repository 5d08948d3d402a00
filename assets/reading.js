'use strict';
/**
 * A picture read against its boundaries: order, ranks, shares and classes, worked out once and used by map and table.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const VERDICTS = { 1: 'higher', 0: 'no clear change', '-1': 'lower' };

  /** Areas from most to fewest; the answer's own top first; equal values by code order; areas without a value last. */
  function ranking(values, top) {
    const leading = new Set(top);
    const rest = values.map((_, i) => i).filter((i) => !leading.has(i));
    const known = rest.filter((i) => values[i] !== null).sort((a, b) => values[b] - values[a] || a - b);
    return [...top, ...known, ...rest.filter((i) => values[i] === null)];
  }

  /** The class of a value: the last bound not above it. A diverging scale has one class more than bounds. */
  function classOf(value, breaks, diverging) {
    let found = diverging ? 0 : -1;
    for (const bound of breaks) if (value >= bound) found += 1;
    return Math.max(found, 0);
  }

  /** What a class is called under its block. */
  function labels(picture) {
    if (picture.labels) return picture.labels;
    return picture.breaks.map((from, i) => swp.numbers.bounds(from, picture.breaks[i + 1]));
  }

  /** Whether values are differences, told with their sign: a diverging scale may also part shares above and below 1. */
  const isSigned = ({ diverging, signed }) => Boolean(diverging) && signed !== false;

  /** Everything about one area in words, for the card, the row and the spoken text. */
  function facts(reading, i) {
    const { picture, boundaries, ranks, values, previous } = reading;
    const { share, change } = swp.numbers;
    const signed = isSigned(picture) && picture.label_values !== 'change';
    const count = (value) => (signed ? swp.numbers.signed(value) : swp.numbers.count(value, picture.decimals));
    const held = picture.records || values;
    const before = picture.records_before || previous;
    const known = picture.values_note || picture.held_note;
    const unknown = reading.withheld.has(i) || !known ? 'withheld' : 'not known';
    const away = reading.outside.has(i);
    const verdict = picture.verdicts ? picture.verdicts[i] : null;
    const follows = previous && previous[i] === undefined; // fetched when an area is pointed at
    return {
      name: boundaries.names[i],
      place: boundaries.places[i],
      ward: boundaries.wardNames[i],
      rank: values[i] === null || away ? '' : `rank ${ranks[i]} of ${reading.order.length}`,
      value: away ? 'not counted' : values[i] === null ? unknown : count(values[i]),
      share: away ? '–' : share(values[i], picture.shares_base, held[i]),
      previous: previous && !away ? (follows ? '…' : swp.numbers.count(previous[i], picture.decimals)) : null,
      change: follows ? '…' : previous && !away ? change(values[i], previous[i], before[i], picture.decimals) : '',
      verdict: verdict === null || verdict === undefined ? '' : VERDICTS[verdict],
      kind: picture.class_words && !away ? picture.class_words[reading.classes[i]] || '' : '',
    };
  }

  /** Signed change with the arrow and colour that only a clear verdict earns. */
  function changeParts(told) {
    if (told.verdict === 'higher') return { text: `↑\u2009${told.change}`, style: 'higher' };
    if (told.verdict === 'lower') return { text: `↓\u2009${told.change}`, style: 'lower' };
    return { text: told.change, style: 'same' };
  }

  /** Areas that are not asked for: those named, or all that lie beyond the scope. */
  function notAsked({ scope, outside }, values) {
    if (!scope) return new Set(outside || []);
    const asked = new Set(scope);
    return new Set(values.map((_, i) => i).filter((i) => !asked.has(i)));
  }

  /** The reading of a picture: pure, no element is touched. */
  swp.read = (picture, boundaries) => {
    const values = boundaries.codes.map((_, i) => (picture.values[i] === undefined ? null : picture.values[i]));
    const top = picture.top || [];
    const outside = notAsked(picture, values);
    const order = ranking(values, top).filter((i) => !outside.has(i));
    const ranks = [];
    order.forEach((i, place) => {
      ranks[i] = place + 1;
    });
    const classes =
      picture.classes ||
      values.map((value) => (value === null ? null : classOf(value, picture.breaks, picture.diverging)));
    const known = order.some((i) => values[i] !== null);

    const reading = {
      picture,
      boundaries,
      values,
      order,
      ranks,
      classes,
      top,
      outside,
      scoped: Boolean(picture.scope),
      group: swp.group(picture),
      known,
      previous: picture.previous || null,
      selected: picture.selected || [],
      labels: labels(picture),
      then: (picture.then || 'A year earlier').toLowerCase(),
      scale: picture.diverging ? 'd' : 's',
      withheld: new Set(picture.withheld || []),
      held: false,
      untold: false,
    };
    reading.untold = !known && reading.withheld.size > 0; // to this reader, no area at all
    reading.held = order.some((i) => values[i] === null && !reading.withheld.has(i));
    reading.style = (found) => (picture.styles ? picture.styles[found] : reading.scale + found);
    reading.facts = (i) => facts(reading, i);
    reading.sentence = (i) => {
      const told = reading.facts(i);
      const parts = [
        [told.name, told.place].filter(Boolean).join(' '),
        told.ward,
        told.rank,
        told.kind,
        told.value.startsWith('not') || told.value === 'withheld' ? told.value : `${told.value} ${picture.unit}`,
      ];
      if (picture.shares_base && told.share !== '–') parts.push(`${told.share} of all`);
      if (told.previous !== null) parts.push(`${told.previous} ${reading.then}`);
      if (told.change) parts.push([told.change, told.verdict].filter(Boolean).join(', '));
      return parts.filter(Boolean).join(', ');
    };
    return reading;
  };
  swp.changeParts = changeParts;
  swp.isSigned = isSigned;
})();
