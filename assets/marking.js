'use strict';
/**
 * One area pointed at, in any map or table: all others of the page that draw an area of the same code mark it too; a map of
 * wards marks the ward around a small area, a map of small areas the outline of a ward. A choice goes to the server.
 */
(() => {
  const swp = (window.swp = window.swp || {});

  const LARGER = ['ward', 'authority', 'region']; // levels whose areas lie around small ones

  const isOfWards = (reading) => LARGER.includes(reading.picture.level);

  /** Point at area i of a reading, or at none with null; `how` is pointer, keys or row. */
  swp.mark = (reading, i, how) => {
    const { codes, names, wardNames } = reading.boundaries;
    const code = i === null ? null : codes[i];
    const ward = i === null ? null : isOfWards(reading) ? names[i] : wardNames[i];
    document.dispatchEvent(new CustomEvent('swp:mark', { detail: { code, ward, how, group: reading.group } }));
  };

  /** Where a reading draws the area of a code: its place, or null where it does not. */
  swp.placeOf = (reading, code) => {
    const i = code === null ? undefined : reading.boundaries.at.get(code);
    return i === undefined || (reading.scoped && reading.outside.has(i)) ? null : i;
  };

  /** Where a reading draws what is pointed at: the area itself, or the ward around it in a map of wards; null for neither. */
  swp.markedPlace = (reading, { code, ward }) => {
    const own = swp.placeOf(reading, code);
    if (own !== null || !ward || !isOfWards(reading)) return own;
    const around = reading.boundaries.names.indexOf(ward);
    return around < 0 ? null : swp.placeOf(reading, reading.boundaries.codes[around]);
  };

  /** The name of the ward pointed at elsewhere, where a reading draws small areas; null otherwise. */
  swp.markedWard = (reading, { code, ward }) =>
    ward && !isOfWards(reading) && !reading.boundaries.at.has(code) ? ward : null;

  /** Choose area i, or give it up when it was chosen: the server decides and writes the link. */
  swp.choose = (reading, i, from) =>
    window.dash_clientside.set_props('map-choice', {
      data: { code: reading.boundaries.codes[i], at: Date.now(), from, level: reading.picture.level },
    });
})();
