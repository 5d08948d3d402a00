'use strict';
/**
 * The shapes of the map: areas, ward lines, park, river, and outlines of the areas that matter. Drawn once for each boundaries file;
 * afterwards only the class of a path changes, and map.css says how a class looks.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const MANY = 500; // areas beyond which colours change at once instead of fading

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

  /** Draw the geometry of new boundaries; the place and scale of the map stay. */
  swp.drawShapes = (view, url, boundaries) => {
    Object.assign(view, { url, boundaries, layers: [], shown: [], strong: L.layerGroup() });
    view.host.classList.toggle('many', boundaries.codes.length > MANY);
    for (const group of [view.drawn, view.marks, view.pointer, view.labels]) group.clearLayers();
    view.areas = L.geoJSON(boundaries.areas, {
      pane: 'areas',
      renderer: view.areasOf,
      smoothFactor: 0, // each shape by itself would be thinned differently from its neighbour
      className: 'area',
      onEachFeature: (feature, layer) => {
        layer.swpIndex = view.layers.push(layer) - 1;
      },
    });
    view.drawn.addLayer(view.areas);
    view.paths = view.layers.map((layer) => layer.getElement());
    const quiet = boundaries.orientation ? boundaries.orientation.features : [];
    const ofKind = (...kinds) => quiet.filter((feature) => kinds.includes(feature.properties.kind));
    lines(view, ofKind('park'), 'quiet');
    for (const style of ['quiet casing', 'quiet']) lines(view, ofKind('street'), style);
    lines(view, boundaries.wards, 'ward');
    view.drawn.addLayer(view.strong);
    lines(view, ofKind('river', 'lake'), 'quiet');
    view.areas.on('click', (event) => {
      const { swpIndex } = event.propagatedFrom;
      if (!view.reading.outside.has(swpIndex)) swp.choose(view.reading, swpIndex, view.host.id);
    });
    view.areas.on('mouseout', () => swp.mark(view.reading, null, 'pointer'));
    view.areas.on('mouseover', (event) => {
      const { swpIndex } = event.propagatedFrom;
      swp.mark(view.reading, swp.placeOf(view.reading, boundaries.codes[swpIndex]), 'pointer');
    });
  };

  /** An outline over an area: a paper line beneath, the coloured one upon it. */
  swp.outline = (view, group, i, style) => {
    for (const className of [`mark halo ${style}`, `mark ${style}`]) {
      L.polygon(view.layers[i].getLatLngs(), over(view, className)).addTo(group);
    }
  };

  /** The outline of a ward upon a map of small areas. */
  swp.outlineWard = (view, group, name) => {
    const found = view.boundaries.wards.features.filter(({ properties }) => properties.name === name);
    for (const className of ['mark halo pointed', 'mark pointed']) group.addLayer(L.geoJSON(found, over(view, className)));
  };

  /** Class by class: only paths whose class changes are touched. */
  swp.colourAreas = (view) => {
    const { classes, style: styleOf, outside } = view.reading;
    classes.forEach((found, i) => {
      const kind = outside.has(i) ? 'outside' : found === null ? 'held' : styleOf(found);
      const style = `area leaflet-interactive ${kind}`;
      if (view.shown[i] === style) return;
      view.shown[i] = style;
      view.paths[i].setAttribute('class', style);
    });
  };

  /** The page's wards drawn heavier, the top areas and the chosen ones outlined. */
  swp.outlineAreas = (view) => {
    const { reading, marks, strong, boundaries } = view;
    strong.clearLayers();
    const wanted = reading.picture.page_wards || [];
    const heavy = boundaries.wards.features.filter(
      ({ properties }) => wanted.includes(properties.code) || wanted.includes(properties.name),
    );
    L.geoJSON(heavy, over(view, 'ward strong')).eachLayer((layer) => strong.addLayer(layer));
    marks.clearLayers();
    for (const i of reading.top) swp.outline(view, marks, i, 'top');
    for (const i of reading.selected) swp.outline(view, marks, i, 'chosen');
  };
})();
