'use strict';
/** What part of the map is in view: the wards of the page at first, all areas on request, a chosen area always. */
(() => {
  const swp = (window.swp = window.swp || {});
  const ANY_ZOOM = 12; // of a map that is not shown yet
  const ROOM = [14, 14]; // px left free around what is shown
  const LESS_ROOM = [4, 4]; // in a small map

  const toBounds = (extent) => extent.map(([lon, lat]) => [lat, lon]);

  function extentOf(features) {
    const box = L.geoJSON(features).getBounds();
    return [
      [box.getWest(), box.getSouth()],
      [box.getEast(), box.getNorth()],
    ];
  }

  /** The extent of the page's wards, as [[west, south], [east, north]]; null where the boundaries have none of them. */
  function extentOfWards({ picture, boundaries }) {
    const wanted = picture.page_wards || [];
    const found = boundaries.wards.features.filter(({ properties }) => wanted.includes(properties.code));
    if (!found.length) return null;
    return extentOf(found);
  }

  /** The extent of the areas with these places. */
  function extentOfAreas({ boundaries }, places) {
    const boxes = places.map(boundaries.boxOf);
    const ends = [0, 1].map((corner) => [0, 1].map((axis) => Math[corner ? 'max' : 'min'](...boxes.map((box) => box[corner][axis]))));
    return ends;
  }

  /** What the picture is about: its scope, or the wards of the page; a small map and hexagons show the whole. */
  function extentAsked(view, reading) {
    if (reading.picture.scope && reading.picture.scope.length) return extentOfAreas(reading, reading.picture.scope);
    return view.compact || view.flat ? null : extentOfWards(reading);
  }

  /** Show an extent; a map that is not laid out yet takes its middle until it has a size. */
  function show(view, extent) {
    const bounds = L.latLngBounds(toBounds(extent));
    if (!view.element.clientWidth) view.map.setView(bounds.getCenter(), ANY_ZOOM, { animate: false });
    else {
      limit(view);
      const { options } = view.map;
      const snap = options.zoomSnap;
      if (view.reading.boundaries.codes.length > swp.MANY) options.zoomSnap = 0; // a whole city or country as large as it fits
      view.map.fitBounds(bounds, { animate: false, padding: view.compact ? LESS_ROOM : ROOM });
      options.zoomSnap = snap;
    }
  }

  /** Nobody gets lost: the areas stay in reach. */
  function limit(view) {
    const all = L.latLngBounds(toBounds(view.all)).extend(toBounds(view.home));
    view.map.setMinZoom(view.map.getBoundsZoom(all) - 0.5);
    view.map.setMaxBounds(all.pad(0.5));
  }

  /** The view the page opens with. */
  swp.showHome = (view) => {
    if (!view.home) return;
    view.moved = false;
    show(view, view.home);
  };

  swp.showAll = (view) => {
    view.moved = true;
    show(view, view.all);
  };

  /** Take the first view from the reading; where it changes, and the reader has not moved the map, go there. */
  swp.setHome = (view) => {
    const { reading } = view;
    const asked = view.flat ? null : reading.picture.home; // hexagons lie where no map would look
    const home = asked || extentAsked(view, reading) || reading.boundaries.home;
    const changed = JSON.stringify(home) !== JSON.stringify(view.home);
    view.home = home;
    view.all = reading.boundaries.home;
    if (changed && !view.moved) swp.showHome(view);
  };

  /** A newly chosen area that is not in view comes into it, as the smallest step outwards or aside that shows it. */
  swp.bringIntoView = (view) => {
    const chosen = view.reading.selected.filter((i) => !(view.chosen || []).includes(i));
    view.chosen = view.reading.selected;
    if (!chosen.length || !view.element.clientWidth || view.still) return;
    const box = L.latLngBounds([]);
    for (const i of chosen) box.extend(swp.boundsOf(view, i));
    if (view.map.getBounds().contains(box)) return;
    view.map.fitBounds(view.map.getBounds().extend(box), { animate: false });
    view.moved = true;
  };

  swp.mapResized = (view) => {
    if (!view.element.clientWidth) return;
    view.host.style.setProperty('--width', `${view.element.clientWidth}px`); // paper scales from it
    view.host.style.setProperty('--height', `${view.element.clientHeight}px`);
    view.map.invalidateSize({ animate: false });
    if (!view.moved) swp.showHome(view);
  };
})();
