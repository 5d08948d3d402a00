'use strict';
/**
 * What lies beneath a word upon the map. A name that runs over a heavy line reads as struck through, and one that belongs to the
 * river must not name the land beside it.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const ROOM = 2; // px kept free beside the name of a ward; a landmark stands where it stands
  const NONE = ' ';

  /** The areas under a word, by their places; looked up once for each zoom. */
  function areasUnder(view, word, box) {
    const zoom = view.map.getZoom();
    if (!word.under || word.under.zoom !== zoom) {
      const room = word.said.startsWith('name') ? ROOM : 0;
      const across = [box.left - room, (box.left + box.right) / 2, box.right + room];
      const down = [box.top, box.bottom];
      const points = across.flatMap((x) => down.map((y) => view.map.containerPointToLatLng([x, y])));
      const areas = points.map(({ lng, lat }) => view.boundaries.areaAt([lng, lat]));
      word.under = { zoom, areas };
    }
    return word.under.areas;
  }

  /** Which of the heavy lines lie around an area: its own outline, that of a ward of the page. */
  function enclosed({ reading, boundaries }, i) {
    if (i < 0) return NONE;
    const heavy = reading.picture.page_wards || [];
    const marked = reading.top.includes(i) || reading.selected.includes(i) || heavy.includes(boundaries.codes[i]);
    const ward = boundaries.wards.features.find(({ properties }) => properties.name === boundaries.wardNames[i]);
    const within = ward && (heavy.includes(ward.properties.code) || heavy.includes(ward.properties.name));
    return `${marked ? i : ''} ${within ? ward.properties.name : ''}`;
  }

  /** Whether a word keeps to one side of every heavy line; many areas on a canvas are too small to ask. */
  swp.isUnbroken = (view, word, box) => {
    if (view.canvas) return true;
    const sides = areasUnder(view, word, box).map((i) => enclosed(view, i));
    return sides.every((side) => side === sides[0]);
  };

  /** Whether a word covers no area; between many on a canvas there is no room for one. */
  swp.isOffLand = (view, word, box) => view.canvas || areasUnder(view, word, box).every((i) => i < 0);
})();
