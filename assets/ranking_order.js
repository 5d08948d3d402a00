'use strict';
/** The order of the ranking table and what its areas add up to: pure, no element is touched. */
(() => {
  const swp = (window.swp = window.swp || {});

  /** The areas in the order asked for; ranks are kept, only the rows move. */
  swp.ordered = (reading, { key, down }) => {
    if (key === 'rank' || key === 'value' || key === 'share') {
      const up = key === 'rank' ? down : !down;
      const isKnown = (i) => reading.values[i] !== null; // what is withheld or not known comes last both ways
      return up ? [...reading.order.filter(isKnown).reverse(), ...reading.order.filter((i) => !isKnown(i))] : reading.order;
    }
    const { values, previous, boundaries } = reading;
    const growth = (i) => (previous && values[i] !== null && previous[i] ? values[i] / previous[i] : null);
    const by = key === 'name' ? (i) => boundaries.names[i] : growth;
    return [...reading.order].sort((a, b) => {
      const [x, y] = [by(a), by(b)];
      if (x === null || y === null) return (x === null) - (y === null);
      return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1);
    });
  };

  /** Cumulative values by area, in rank order; or of the records under them. */
  swp.together = (reading, values = reading.values) => {
    const sums = [];
    let sum = 0;
    for (const i of reading.order) {
      sum += values[i] || 0;
      sums[i] = sum;
    }
    return sums;
  };
})();
