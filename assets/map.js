'use strict';
/**
 * The map: Leaflet with its SVG renderer, chosen by measurement (tests/benchmarks/map_techniques).
 *
 * It needs neither network nor WebGL. data-tiles on #map may hold the URL template of a tile service, data-tiles-credit
 * its credit.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const TURNED = 'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"';
  const HATCHES = `<svg class="map-hatches" width="0" height="0" aria-hidden="true" focusable="false"><defs>
    <pattern id="swp-park" width="7" height="7" ${TURNED}><path d="M0 0V7"/></pattern>
    <pattern id="swp-held" width="6" height="6" ${TURNED}><rect width="6" height="6"/><path d="M1 0V6"/></pattern>
    </defs></svg>`;
  let view = null;

  const asks = (query) => window.matchMedia(query).matches;

  function options() {
    const still = asks('(prefers-reduced-motion: reduce)');
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
      zoomAnimation: !still,
      inertia: !still,
    };
  }

  /** A new map in an empty #map; the old one, left behind with its page, is taken down. */
  function build(host) {
    if (view) {
      view.watch.disconnect();
      view.map.remove();
    }
    host.innerHTML = HATCHES;
    const element = host.appendChild(document.createElement('div'));
    element.className = 'map-canvas';
    const map = L.map(element, options());
    map.createPane('areas').style.zIndex = 400;
    map.createPane('over').style.zIndex = 450;
    view = { host, element, map, url: null, home: null, all: null, moved: false, pointed: null, how: 'pointer', layers: [] };
    view.areasOf = L.svg({ pane: 'areas', padding: 0.25 });
    view.over = L.svg({ pane: 'over', padding: 0.25 });
    for (const group of ['drawn', 'marks', 'pointer', 'labels']) view[group] = L.layerGroup().addTo(map);
    addTiles();
    listen();
    swp.addMapControls(view);
  }

  function addTiles() {
    const { tiles, tilesCredit } = view.host.dataset;
    view.host.classList.toggle('with-tiles', Boolean(tiles));
    if (!tiles) return;
    L.tileLayer(tiles, { attribution: tilesCredit || '' }).addTo(view.map);
    L.control.attribution({ prefix: false }).addTo(view.map);
  }

  function listen() {
    const { map, element, host } = view;
    map.on('zoomend moveend', () => swp.placeLabels(view));
    map.on('movestart zoomstart', () => swp.dropLead(view));
    map.on('dragstart', () => {
      view.moved = true;
    });
    element.addEventListener('pointerleave', () => swp.mark(null, 'pointer'));
    // The wheel zooms with Ctrl (a pinch on a touchpad says the same) or while the map has focus; else the page scrolls.
    const wheel = (event) => {
      const wanted = event.ctrlKey || event.metaKey || document.activeElement === element;
      map.scrollWheelZoom[wanted ? 'enable' : 'disable']();
      if (wanted) view.moved = true;
    };
    host.addEventListener('wheel', wheel, { capture: true, passive: true });
    element.addEventListener(
      'touchstart',
      (event) => {
        if (event.touches.length > 1) view.moved = true;
      },
      { passive: true },
    );
    view.watch = new ResizeObserver(() => swp.mapResized(view));
    view.watch.observe(element);
  }

  /** Outline and describe the area pointed at, here or in the table. */
  function point(index, how) {
    view.pointer.clearLayers();
    view.pointed = index;
    view.how = how;
    if (index !== null && view.layers[index]) {
      swp.outline(view, view.pointer, index, how === 'pointer' ? 'pointed' : 'focused');
      if (how === 'keys') {
        const [lon, lat] = view.boundaries.point(index);
        view.map.panInside([lat, lon], { padding: [60, 60] });
      }
    }
    swp.showCard(view, index, how);
  }

  document.addEventListener('swp:mark', ({ detail }) => {
    if (view && view.reading && view.element.isConnected) point(detail.index, detail.how);
  });

  /** Draw a reading on #map; does nothing on a page without a map. */
  swp.drawMap = (reading) => {
    const host = document.getElementById('map');
    if (!host) return;
    if (!view || view.host !== host || !host.contains(view.element)) build(host);
    view.reading = reading;
    const drawn = view.url === reading.picture.boundaries;
    swp.setHome(view);
    if (!drawn) swp.drawShapes(view, reading.picture.boundaries, reading.boundaries);
    swp.bringIntoView(view);
    swp.colourAreas(view);
    swp.outlineAreas(view);
    swp.nameMap(view);
    swp.buildLabels(view);
    swp.placeLabels(view);
    point(view.layers[view.pointed] ? view.pointed : null, view.how);
    host.dataset.painted = String(reading.picture.seq || '');
  };

  /** The map cannot be drawn: one sentence in its place, the page goes on. */
  swp.mapFailed = () => {
    const host = document.getElementById('map');
    if (!host) return;
    const panel = Object.assign(document.createElement('div'), { className: 'void' });
    const said = panel.appendChild(document.createElement('p'));
    const what = Object.assign(document.createElement('b'), { textContent: 'This map could not be drawn. ' });
    said.append(what, 'The words above are right. Reload the page to try again.');
    host.replaceChildren(panel);
  };
})();
