'use strict';
/**
 * The shapes of the map: areas, ward lines, park, river, and outlines of the areas that matter. Drawn once for each boundaries file;
 * afterwards only colours change, and map.css says how a class looks. Few areas are SVG paths; many are drawn on a canvas.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  swp.MANY = 1000; // areas beyond which a canvas repaints faster than paths (tests/benchmarks/map_techniques)
  swp.STREETS = 12; // the zoom from which parks and streets are more than specks, on a map of many areas

  const over = (view, className) => ({
    pane: 'over',
    renderer: view.over,
    interactive: false,
    smoothFactor: 0,
    className,
  });

  /** Lines and quiet shapes over the areas, each kind under a class of its own. */
  function lines(view, features, className) {
    const style = (feature) => ({ className: `${className} ${feature.properties.kind || ''}` });
    view.drawn.addLayer(L.geoJSON(features, { ...over(view, className), style }));
  }

  /** Each area a path, which has its own pointer. */
  function addPaths(view, boundaries) {
    const paths = [];
    const areas = L.geoJSON(boundaries.areas, {
      pane: 'areas',
      renderer: view.areasOf,
      smoothFactor: 0, // each shape by itself would be thinned differently from its neighbour
      className: 'area',
      onEachFeature: (_, layer) => {
        layer.swpIndex = paths.push(layer) - 1;
      },
    });
    view.drawn.addLayer(areas);
    view.paths = paths.map((layer) => layer.getElement());
    areas.on('click', (event) => view.chose(event.propagatedFrom.swpIndex));
    areas.on('mouseout', () => view.pointAt(-1));
    areas.on('mouseover', (event) => view.pointAt(event.propagatedFrom.swpIndex));
  }

  /** All areas on a canvas; the map's own pointer finds the area beneath it. */
  function addCanvas(view, boundaries) {
    view.canvas = swp.areasOnCanvas(view, boundaries);
    view.drawn.addLayer(view.canvas);
    const beneath = ({ latlng }) => boundaries.areaAt([latlng.lng, latlng.lat]);
    let last = -1;
    const point = (i) => {
      if (i === last) return;
      last = i;
      view.element.classList.toggle('on-area', i >= 0);
      view.pointAt(i);
    };
    view.onCanvas = {
      click: (event) => {
        const i = beneath(event);
        if (i >= 0) view.chose(i);
      },
      mousemove: (event) => point(beneath(event)),
      mouseout: () => point(-1),
      zoomend: () => far(view),
    };
    view.map.on(view.onCanvas);
    far(view);
  }

  const far = (view) => view.host.classList.toggle('far', view.map.getZoom() < swp.STREETS);

  /** Take away what only a canvas needs. */
  function leaveCanvas(view) {
    if (view.onCanvas) view.map.off(view.onCanvas);
    Object.assign(view, { canvas: null, onCanvas: null });
    view.host.classList.remove('far');
  }

  /** Draw the geometry of new boundaries; the place and scale of the map stay. */
  swp.drawShapes = (view, url, boundaries) => {
    leaveCanvas(view);
    Object.assign(view, { url, boundaries, paths: [], shown: [], outlined: null, own: null, names: null, strong: L.layerGroup() });
    const many = boundaries.codes.length > swp.MANY;
    view.host.classList.toggle('many', many);
    for (const group of [view.drawn, view.marks, view.pointer, view.labels]) group.clearLayers();
    view.chose = (i) => {
      if (!view.reading.outside.has(i)) swp.choose(view.reading, i, view.host.id);
    };
    view.pointAt = (i) => swp.mark(view.reading, i < 0 ? null : swp.placeOf(view.reading, boundaries.codes[i]), 'pointer');
    if (many) addCanvas(view, boundaries);
    else addPaths(view, boundaries);
    const quiet = boundaries.orientation ? boundaries.orientation.features : [];
    const ofKind = (...kinds) => quiet.filter((feature) => kinds.includes(feature.properties.kind));
    lines(view, ofKind('park'), 'quiet');
    for (const style of ['quiet casing', 'quiet']) lines(view, ofKind('street'), style);
    if (!many) lines(view, boundaries.wards, 'ward');
    view.drawn.addLayer(view.strong);
    lines(view, ofKind('river', 'lake'), 'quiet');
  };

  /** The extent of area i on the map. */
  swp.boundsOf = ({ boundaries }, i) => {
    const [[west, south], [east, north]] = boundaries.boxOf(i);
    return L.latLngBounds([south, west], [north, east]);
  };

  /** An outline over an area: a paper line beneath, the coloured one upon it. */
  swp.outline = (view, group, i, style) => {
    const { geometry } = view.boundaries.areas.features[i];
    for (const className of [`mark halo ${style}`, `mark ${style}`]) L.geoJSON(geometry, over(view, className)).addTo(group);
  };

  /** The outline of a ward upon a map of small areas. */
  swp.outlineWard = (view, group, name) => {
    const found = view.boundaries.wards.features.filter(({ properties }) => properties.name === name);
    for (const className of ['mark halo pointed', 'mark pointed']) group.addLayer(L.geoJSON(found, over(view, className)));
  };

  /** Class by class: only paths whose class changes are touched. */
  swp.colourAreas = (view) => {
    const { classes, style: styleOf, outside, withheld } = view.reading;
    const unknown = (i) => (withheld.has(i) ? 'withheld' : 'held');
    const kindOf = (found, i) => (outside.has(i) ? 'outside' : found === null ? unknown(i) : styleOf(found));
    if (view.canvas) {
      view.canvas.colour(classes.map(kindOf));
      return;
    }
    classes.forEach((found, i) => {
      const style = `area leaflet-interactive ${kindOf(found, i)}`;
      if (view.shown[i] === style) return;
      view.shown[i] = style;
      view.paths[i].setAttribute('class', style);
    });
  };

  /** The page's wards drawn heavier, the top areas and the chosen ones outlined; drawn anew only where they changed. */
  swp.outlineAreas = (view) => {
    const { reading, marks, strong, boundaries } = view;
    const wanted = reading.picture.page_wards || [];
    const outlined = JSON.stringify([wanted, reading.top, reading.selected]);
    if (outlined === view.outlined) return;
    view.outlined = outlined;
    strong.clearLayers();
    const heavy = boundaries.wards.features.filter(
      ({ properties }) => wanted.includes(properties.code) || wanted.includes(properties.name),
    );
    L.geoJSON(heavy, over(view, 'ward strong')).eachLayer((layer) => strong.addLayer(layer));
    marks.clearLayers();
    for (const i of reading.top) swp.outline(view, marks, i, 'top');
    for (const i of reading.selected) swp.outline(view, marks, i, 'chosen');
  };
})();
