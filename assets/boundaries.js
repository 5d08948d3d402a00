'use strict';
/**
 * Boundaries: fetched once per address and kept, so that an answer carries values only.
 *
 * File: {form: "arcs", areas: {code, name, ward: lists}, wards: {code, name, label: lists}, shapes of both (topology.js), home: [[west,
 * south], [east, north]], orientation: FeatureCollection (kind: river | lake | park | street | landmark | place, name) or null}.
 * A file of an earlier version, without form, holds areas and wards as FeatureCollections; both are read into those.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const kept = new Map();

  /** Words all names begin with ("Westminster 013E", "Westminster 018A"): said once by the page, so left out. */
  function sharedWords(names) {
    const first = names[0].split(' ').slice(0, -1);
    let length = first.length;
    for (const name of names) {
      const words = name.split(' ');
      while (length && words.slice(0, length).join(' ') !== first.slice(0, length).join(' ')) length -= 1;
    }
    return length ? first.slice(0, length).join(' ') + ' ' : '';
  }

  /** Rings of a polygon or multipolygon, outer and inner alike. */
  const ringsOf = (geometry) => (geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat());

  /** The longitudes at which a line of equal latitude crosses the rings, from west to east. */
  function crossings(rings, lat) {
    const found = [];
    for (const ring of rings) {
      for (let i = 1; i < ring.length; i += 1) {
        const [x1, y1] = ring[i - 1];
        const [x2, y2] = ring[i];
        if (y1 > lat !== y2 > lat) found.push(x1 + ((lat - y1) * (x2 - x1)) / (y2 - y1));
      }
    }
    return found.sort((a, b) => a - b);
  }

  const found = new WeakMap();

  /** Points well inside a shape, the best first. */
  function points(geometry) {
    if (!found.has(geometry)) found.set(geometry, pointsOf(geometry));
    return found.get(geometry);
  }

  /** The middle of the widest stretch on each of nine lines through the shape, the best first. */
  function pointsOf(geometry) {
    const rings = ringsOf(geometry);
    let south = Infinity;
    let north = -Infinity;
    for (const ring of rings)
      for (const [, y] of ring) {
        south = Math.min(south, y);
        north = Math.max(north, y);
      }
    const best = [];
    for (const part of [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9]) {
      const lat = south + (north - south) * part;
      const found = crossings(rings, lat);
      for (let i = 0; i + 1 < found.length; i += 2) {
        const width = (found[i + 1] - found[i]) * (1 - Math.abs(part - 0.5)); // lines near the middle first
        best.push({ width, point: [(found[i] + found[i + 1]) / 2, lat] });
      }
    }
    return best.sort((a, b) => b.width - a.width).map(({ point }) => point);
  }

  const inside = (geometry) => points(geometry)[0] || ringsOf(geometry)[0][0];

  const covers = (geometry, [lon, lat]) => crossings(ringsOf(geometry), lat).filter((x) => x > lon).length % 2 === 1;

  /** Features whose geometry is joined from arcs when first asked for. */
  function features(known, lines, first) {
    const made = known.map((properties, i) => {
      const feature = { type: 'Feature', properties };
      let joined = null;
      const get = () => (joined = joined || lines.geometry(first + i));
      return Object.defineProperty(feature, 'geometry', { get, enumerable: true });
    });
    return { type: 'FeatureCollection', features: made };
  }

  /** A file of arcs as areas and wards, with the lines of both. */
  function fromArcs({ areas, wards, shapes, ...rest }) {
    const lines = swp.unpackShapes(shapes);
    const ofAreas = areas.code.map((code, i) => ({ code, name: areas.name[i], ward: wards.name[areas.ward[i]] || '' }));
    const ofWards = wards.code.map((code, i) => ({ code, name: wards.name[i], label: wards.label[i] }));
    return { ...rest, lines, areas: features(ofAreas, lines, 0), wards: features(ofWards, lines, ofAreas.length) };
  }

  /** What the map asks of shapes: the box around an area, the area under a point. The lines hold the areas first. */
  swp.asksOfShapes = (areas, lines) => ({
    lines,
    /** [[west, south], [east, north]] of area i. */
    boxOf: (i) => [
      [lines.boxes[4 * i], lines.boxes[4 * i + 1]],
      [lines.boxes[4 * i + 2], lines.boxes[4 * i + 3]],
    ],
    /** The area under a point of the map, or -1. */
    areaAt: ([lon, lat]) => {
      const { boxes } = lines;
      for (let i = 0; i < areas.length; i += 1) {
        if (lon < boxes[4 * i] || lat < boxes[4 * i + 1] || lon > boxes[4 * i + 2] || lat > boxes[4 * i + 3]) continue;
        if (covers(areas[i].geometry, [lon, lat])) return i;
      }
      return -1;
    },
  });

  function prepare(told) {
    const read = told.form ? fromArcs(told) : told;
    const { features: areas } = read.areas;
    const shared = areas.length > 1 ? sharedWords(areas.map((feature) => feature.properties.name)) : '';
    const inner = [];
    return {
      ...read,
      codes: areas.map((feature) => feature.properties.code),
      at: new Map(areas.map((feature, i) => [feature.properties.code, i])),
      names: areas.map((feature) => feature.properties.name.slice(shared.length)),
      places: areas.map((feature) => feature.properties.place || ''),
      wardNames: areas.map((feature) => feature.properties.ward || ''),
      /** A point inside area i, found when first asked for. */
      point: (i) => (inner[i] = inner[i] || inside(areas[i].geometry)),
      ...swp.asksOfShapes(areas, read.lines || swp.linesOf([...areas, ...read.wards.features])),
    };
  }

  swp.pointsInside = points;
  swp.covers = covers;

  /** The prepared boundaries at an address; asked for again only after a failure. */
  swp.boundaries = (url) => {
    if (!kept.has(url)) {
      kept.set(
        url,
        fetch(url)
          .then((answer) => {
            if (!answer.ok) throw new Error(`boundaries: ${answer.status}`);
            return answer.json();
          })
          .then(prepare),
      );
      kept.get(url).catch(() => kept.delete(url));
    }
    return kept.get(url);
  };
})();
