'use strict';
/**
 * The techniques under measurement, one function each.
 *
 * A technique takes the element, the FeatureCollection and its extent [[west, south], [east, north]], draws every
 * area once, and returns paint(classes): one class number 0..5 per area, in feature order. Colours, stroke width and
 * size are the same everywhere, so that only the way of drawing differs.
 */
(() => {
  const COLOURS = ['#F3EDD8', '#9DCEB7', '#4EA7A7', '#147A96', '#1C4B7A', '#1C204F'];
  const PAPER = '#FCFBF7';

  /** Web Mercator without its constants: straight lines of the projection stay straight on screen. */
  const mercator = ([lon, lat]) => [lon, (-Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * 180) / Math.PI];

  /** A function from degrees to pixels that fits the extent into the element. */
  function fit(el, extent) {
    const [west, south] = mercator(extent[0]);
    const [east, north] = mercator(extent[1]);
    const scale = Math.min(el.clientWidth / (east - west), el.clientHeight / (south - north));
    return (point) => {
      const [x, y] = mercator(point);
      return [(x - west) * scale, (y - north) * scale];
    };
  }

  function outline(geometry, toPixels) {
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    return polygons
      .flat()
      .map(
        (ring) =>
          'M' +
          ring
            .map((point) =>
              toPixels(point)
                .map((v) => v.toFixed(2))
                .join(' '),
            )
            .join('L') +
          'Z',
      )
      .join('');
  }

  function leafletMap(el, areas, extent, renderer) {
    const map = L.map(el, { renderer, attributionControl: false, zoomControl: false, zoomSnap: 0.25 });
    map.fitBounds([
      [extent[0][1], extent[0][0]],
      [extent[1][1], extent[1][0]],
    ]);
    const layers = [];
    L.geoJSON(areas, {
      smoothFactor: 0,
      weight: 0.6,
      color: PAPER,
      fillOpacity: 1,
      fillColor: COLOURS[0],
      onEachFeature: (feature, layer) => layers.push(layer),
    }).addTo(map);
    return { map, layers };
  }

  function leafletSvg(el, areas, extent) {
    const { layers } = leafletMap(el, areas, extent, L.svg({ padding: 0.1 }));
    const paths = layers.map((layer) => layer.getElement());
    for (const path of paths) path.removeAttribute('fill');
    return (classes) => classes.forEach((c, i) => paths[i].setAttribute('class', 'c' + c));
  }

  function leafletCanvas(el, areas, extent) {
    const { layers } = leafletMap(el, areas, extent, L.canvas({ padding: 0.1 }));
    return (classes) => classes.forEach((c, i) => layers[i].setStyle({ fillColor: COLOURS[c] }));
  }

  /** The dashboard's own layer for many areas: which area each pixel lies in, then one colour looked up for each. */
  function leafletRaster(el, areas, extent) {
    el.classList.add('map');
    const map = L.map(el, { attributionControl: false, zoomControl: false, zoomSnap: 0.25 });
    map.fitBounds([
      [extent[0][1], extent[0][0]],
      [extent[1][1], extent[1][0]],
    ]);
    map.createPane('areas').style.zIndex = 400;
    const { features } = areas;
    const shapes = { lines: swp.linesOf(features), codes: features, wards: { features: [] }, home: extent };
    const layer = swp.areasOnCanvas({ host: el }, shapes).addTo(map);
    return (classes) => layer.colour(classes.map((c) => 's' + c));
  }

  /** Drag and wheel for the two techniques without a library: view is {x, y, k}, changed is called after each move. */
  function panAndZoom(el, view, changed) {
    let last = null;
    el.addEventListener('pointerdown', (event) => {
      last = event;
      el.setPointerCapture(event.pointerId);
    });
    el.addEventListener('pointerup', () => {
      last = null;
    });
    el.addEventListener('pointermove', (event) => {
      if (!last) return;
      view.x += event.clientX - last.clientX;
      view.y += event.clientY - last.clientY;
      last = event;
      changed();
    });
    el.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        const by = event.deltaY < 0 ? 1.25 : 0.8;
        view.x = event.offsetX - (event.offsetX - view.x) * by;
        view.y = event.offsetY - (event.offsetY - view.y) * by;
        view.k *= by;
        changed();
      },
      { passive: false },
    );
  }

  function plainSvg(el, areas, extent) {
    const toPixels = fit(el, extent);
    el.innerHTML =
      `<svg width="${el.clientWidth}" height="${el.clientHeight}"><g>` +
      areas.features.map((feature) => `<path class="c0" d="${outline(feature.geometry, toPixels)}"/>`).join('') +
      '</g></svg>';
    const group = el.querySelector('g');
    const view = { x: 0, y: 0, k: 1 };
    panAndZoom(el, view, () => group.setAttribute('transform', `translate(${view.x} ${view.y}) scale(${view.k})`));
    const paths = [...group.children];
    return (classes) => classes.forEach((c, i) => paths[i].setAttribute('class', 'c' + c));
  }

  function plainCanvas(el, areas, extent) {
    const toPixels = fit(el, extent);
    const canvas = el.appendChild(document.createElement('canvas'));
    canvas.width = el.clientWidth;
    canvas.height = el.clientHeight;
    const pen = canvas.getContext('2d');
    const paths = areas.features.map((feature) => new Path2D(outline(feature.geometry, toPixels)));
    const view = { x: 0, y: 0, k: 1 };
    let shown = paths.map(() => 0);
    let asked = false;
    const draw = () => {
      asked = false;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.setTransform(view.k, 0, 0, view.k, view.x, view.y);
      pen.lineWidth = 0.6 / view.k;
      pen.strokeStyle = PAPER;
      paths.forEach((path, i) => {
        pen.fillStyle = COLOURS[shown[i]];
        pen.fill(path, 'evenodd');
        pen.stroke(path);
      });
    };
    const ask = () => {
      if (!asked) {
        asked = true;
        requestAnimationFrame(draw);
      }
    };
    panAndZoom(el, view, ask);
    draw();
    return (classes) => {
      shown = classes;
      draw();
    };
  }

  async function plotlyChoropleth(el, areas) {
    const codes = areas.features.map((feature) => feature.properties.code);
    const step = COLOURS.flatMap((colour, i) => [
      [i / 6, colour],
      [(i + 1) / 6, colour],
    ]);
    await Plotly.newPlot(
      el,
      [
        {
          type: 'choropleth',
          geojson: areas,
          featureidkey: 'properties.code',
          locations: codes,
          z: codes.map(() => 0),
          zmin: -0.5,
          zmax: 5.5,
          colorscale: step,
          showscale: false,
          marker: { line: { width: 0.6, color: PAPER } },
        },
      ],
      {
        width: el.clientWidth,
        height: el.clientHeight,
        margin: { l: 0, r: 0, t: 0, b: 0 },
        geo: { fitbounds: 'locations', visible: false, projection: { type: 'mercator' } },
      },
      { topojsonURL: '/topojson/', displayModeBar: false, scrollZoom: true },
    );
    return (classes) => Plotly.restyle(el, { z: [classes] });
  }

  window.techniques = {
    'leaflet-svg': leafletSvg,
    'leaflet-canvas': leafletCanvas,
    'leaflet-raster': leafletRaster,
    'plain-svg': plainSvg,
    'plain-canvas': plainCanvas,
    'plotly-svg': plotlyChoropleth,
  };
})();
