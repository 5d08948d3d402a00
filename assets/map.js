'use strict';
/**
 * The map: Leaflet, with its SVG renderer for few areas and a canvas for many, chosen by measurement (tests/benchmarks/map_techniques).
 *
 * It needs neither network nor WebGL. data-tiles on its element may hold the URL template of a tile service, data-tiles-credit
 * its credit. A small map (picture.compact) stands still, and so do hexagons that are not many: no zoom, no dragging.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const TURNED = 'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"';
  const HATCHES = `<svg class="map-hatches" width="0" height="0" aria-hidden="true" focusable="false"><defs>
    <pattern id="swp-park" width="7" height="7" ${TURNED}><path d="M0 0V7"/></pattern>
    <pattern id="swp-held" width="6" height="6" ${TURNED}><rect width="6" height="6"/><path d="M1 0V6"/></pattern>
    <pattern id="swp-withheld" width="5" height="5" ${TURNED}><rect width="5" height="5"/><circle cx="2.5" cy="2.5" r="1"/></pattern>
    </defs></svg>`;
  const views = new Map(); // by element

  const MOST_STILL = 500; // hexagons that can be told apart without zoom
  const STANDING = { dragging: false, touchZoom: false, doubleClickZoom: false, zoomSnap: 0 };

  const asks = (query) => window.matchMedia(query).matches;

  function options(still) {
    const calm = asks('(prefers-reduced-motion: reduce)');
    return {
      zoomControl: false,
      attributionControl: false,
      keyboard: false,
      scrollWheelZoom: false,
      boxZoom: false,
      dragging: !asks('(pointer: coarse)'), // one finger scrolls the page, two move the map
      zoomSnap: 0.25,
      zoomDelta: 0.5,
      wheelPxPerZoomLevel: 120,
      maxZoom: 18,
      maxBoundsViscosity: 0.8,
      zoomAnimation: !calm,
      inertia: !calm,
      ...(still ? STANDING : {}),
    };
  }

  function takeDown(view) {
    view.watch.disconnect();
    view.gone.abort();
    view.map.remove();
  }

  /** The hatchings, once in the document: a pattern inside a hidden map would be missing in all others. */
  function addHatches() {
    if (!document.querySelector('.map-hatches')) document.body.insertAdjacentHTML('beforeend', HATCHES);
  }

  /** A new map in an empty element; an old one, left behind with its page, is taken down. */
  function build(host, { compact, still, flat }) {
    if (views.has(host)) takeDown(views.get(host));
    addHatches();
    const element = Object.assign(document.createElement('div'), { className: 'map-canvas' });
    host.replaceChildren(element);
    host.classList.toggle('compact', compact);
    host.classList.toggle('hexagons', flat);
    const map = L.map(element, options(still));
    map.createPane('areas').style.zIndex = 400;
    map.createPane('over').style.zIndex = 450;
    const view = { host, element, map, compact, still, flat, url: null, home: null, all: null, moved: false, pointed: null, reaches: new Map() };
    view.gone = new AbortController();
    view.marked = { code: null, how: 'pointer', group: null };
    view.areasOf = L.svg({ pane: 'areas', padding: 0.25 });
    view.over = L.svg({ pane: 'over', padding: 0.25 });
    for (const group of ['drawn', 'marks', 'pointer', 'labels']) view[group] = L.layerGroup().addTo(map);
    addTiles(view);
    listen(view);
    swp.addMapControls(view);
    views.set(host, view);
    return view;
  }

  function addTiles(view) {
    const { tilesCredit } = view.host.dataset;
    const tiles = view.flat ? '' : view.host.dataset.tiles; // streets are of no use to hexagons
    view.host.classList.toggle('with-tiles', Boolean(tiles));
    if (!tiles) return;
    L.tileLayer(tiles, { attribution: tilesCredit || '' }).addTo(view.map);
    L.control.attribution({ prefix: false }).addTo(view.map);
  }

  function listen(view) {
    const { map, element } = view;
    map.on('zoomend moveend', () => swp.placeLabels(view));
    map.on('movestart zoomstart', () => swp.dropLead(view));
    map.on('dragstart', () => {
      view.moved = true;
    });
    element.addEventListener('pointerleave', () => view.reading && swp.mark(view.reading, null, 'pointer'));
    if (!view.still) listenToMoves(view);
    view.watch = new ResizeObserver(() => swp.mapResized(view));
    view.watch.observe(element);
  }

  function listenToMoves(view) {
    const { map, element, host } = view;
    // The wheel zooms with Ctrl (a pinch on a touchpad says the same) or while the map has focus; else the page scrolls.
    const wheel = (event) => {
      const wanted = event.ctrlKey || event.metaKey || document.activeElement === element;
      map.scrollWheelZoom[wanted ? 'enable' : 'disable']();
      if (wanted) view.moved = true;
    };
    host.addEventListener('wheel', wheel, { capture: true, passive: true, signal: view.gone.signal });
    element.addEventListener(
      'touchstart',
      (event) => {
        if (event.touches.length > 1) view.moved = true;
      },
      { passive: true },
    );
  }

  /** Outline the area pointed at here, in another map or in a table; only its own map or table speaks of it. */
  function point(view, marked) {
    const { reading } = view;
    const index = swp.markedPlace(reading, marked);
    const around = swp.markedWard(reading, marked);
    const own = marked.group === reading.group;
    const how = own ? marked.how : 'linked';
    view.pointer.clearLayers();
    view.pointed = index;
    view.marked = marked;
    if (around) swp.outlineWard(view, view.pointer, around);
    if (index !== null) {
      swp.outline(view, view.pointer, index, how === 'keys' || how === 'row' ? 'focused' : 'pointed');
      if (how === 'keys' && !view.still) {
        const [lon, lat] = view.boundaries.point(index);
        view.map.panInside([lat, lon], { padding: [60, 60] });
      }
    }
    swp.showCard(view, own ? index : null, how);
  }

  // Words are measured once; those drawn before their font had come are measured again.
  document.fonts.addEventListener('loadingdone', () => views.forEach((view) => swp.measureLabels(view)));

  document.addEventListener('swp:mark', ({ detail }) => {
    for (const view of views.values()) if (view.reading && view.element.isConnected) point(view, detail);
  });

  /** What sort of map a reading needs; of another sort, the map is built anew. */
  function kindOf({ picture, boundaries }) {
    const compact = swp.isCompact(picture, 'map');
    const flat = Boolean(boundaries.flat);
    return { compact, flat, still: compact || (flat && boundaries.codes.length <= MOST_STILL) };
  }

  /** Where no area is told there is no map, and nothing to point at: one sentence in its place. */
  function standAside(host, { picture }) {
    if (views.has(host)) takeDown(views.get(host));
    views.delete(host);
    const card = swp.host(picture, 'card');
    if (card) card.hidden = true;
    swp.standIn(host, 'Withheld, which is not zero.', picture.values_note);
    host.dataset.painted = String(picture.seq || '');
  }

  /** Draw a reading on its map; does nothing on a page without one. */
  swp.drawMap = (reading) => {
    swp.forgetGone(views, takeDown);
    const host = swp.host(reading.picture, 'map');
    if (!host) return;
    host.classList.toggle('untold', reading.untold);
    if (reading.untold) {
      standAside(host, reading);
      return;
    }
    const kept = views.get(host);
    const wanted = kindOf(reading);
    const alike = kept && host.contains(kept.element) && Object.entries(wanted).every(([name, is]) => kept[name] === is);
    const view = alike ? kept : build(host, wanted);
    view.reading = reading;
    host.classList.toggle('scoped', reading.scoped);
    const drawn = view.url === reading.picture.boundaries;
    swp.setHome(view);
    if (!drawn) swp.drawShapes(view, reading.picture.boundaries, reading.boundaries);
    swp.bringIntoView(view);
    swp.colourAreas(view);
    swp.outlineAreas(view);
    swp.nameMap(view);
    swp.buildLabels(view);
    swp.placeLabels(view);
    point(view, view.marked);
    host.dataset.painted = String(reading.picture.seq || '');
  };

  /** The map cannot be drawn: one sentence in its place, the page goes on. */
  swp.mapFailed = (picture) => {
    const host = swp.host(picture, 'map');
    if (!host) return;
    const card = swp.host(picture, 'card');
    if (card) card.hidden = true;
    swp.standIn(host, 'This map could not be drawn.', 'The words above are right. Reload the page to try again.');
  };
})();
