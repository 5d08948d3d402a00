'use strict';
/**
 * Figures of the earlier period that follow (layouts/later.py): where thousands of areas are drawn, a picture holds those of its
 * first rows only; the rest are fetched when an area is pointed at or more rows are asked for, and written where they belong.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const readings = new Map(); // by group: the newest reading, where figures of it are to follow
  let pointed = null; // what is pointed at, told again when the figures are there

  /** A picture with lists that hold the first figures; undefined stands where one is to follow. */
  swp.withFirst = (picture) => {
    const { later } = picture;
    if (!later) return picture;
    const places = swp.packed.unpacked(later.places);
    const made = { ...picture, later: { ...later } };
    for (const [key, packed] of Object.entries(later.first)) {
      made[key] = new Array(picture.values.length).fill(undefined);
      swp.packed.unpacked(packed).forEach((value, i) => {
        made[key][places[i]] = value;
      });
    }
    return made;
  };

  /** A reading drawn: the newest of its figures. */
  swp.expect = (reading) => {
    if (reading.picture.later) readings.set(reading.group, reading);
    else readings.delete(reading.group);
  };

  function complete(picture, rest) {
    const { values, records, later } = picture;
    const opened = swp.opened({ values, records, ...rest });
    for (const key of Object.keys(later.first)) opened[key].forEach((value, i) => (picture[key][i] = value));
    picture.later = null;
    document.dispatchEvent(new CustomEvent('swp:complete', { detail: { picture } }));
    if (pointed) document.dispatchEvent(new CustomEvent('swp:mark', { detail: pointed }));
  }

  /** Fetch what is to follow, once; it is asked for again after a failure. */
  swp.fetchLater = async ({ picture }) => {
    const { later } = picture;
    if (!later || later.asked) return;
    later.asked = true;
    try {
      const answer = await fetch(later.address);
      if (!answer.ok) throw new Error(`beside: ${answer.status}`);
      complete(picture, await answer.json());
    } catch (error) {
      later.asked = false;
      throw error;
    }
  };

  document.addEventListener('swp:mark', ({ detail }) => {
    pointed = detail.code === null ? null : detail;
    if (pointed) for (const reading of readings.values()) swp.fetchLater(reading);
  });
})();
