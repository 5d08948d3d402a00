'use strict';
/**
 * One area pointed at, in any map or table: all others of the page that draw an area of the same code mark it too,
 * and a choice goes to the server.
 */
(() => {
  const swp = (window.swp = window.swp || {});

  /** Point at area i of a reading, or at none with null; `how` is pointer, keys or row. */
  swp.mark = (reading, i, how) => {
    const code = i === null ? null : reading.boundaries.codes[i];
    document.dispatchEvent(new CustomEvent('swp:mark', { detail: { code, how, group: reading.group } }));
  };

  /** Where a reading draws the area of a code: its place, or null where it does not. */
  swp.placeOf = (reading, code) => {
    const i = code === null ? undefined : reading.boundaries.at.get(code);
    return i === undefined || (reading.scoped && reading.outside.has(i)) ? null : i;
  };

  /** Choose area i, or give it up when it was chosen: the server decides and writes the link. */
  swp.choose = (reading, i, from) =>
    window.dash_clientside.set_props('map-choice', {
      data: { code: reading.boundaries.codes[i], at: Date.now(), from, level: reading.picture.level },
    });
})();
