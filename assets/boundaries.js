'use strict';
/**
 * Boundaries: fetched once per address and kept, so that an answer carries values only.
 *
 * File: {areas: FeatureCollection (code, name, ward, place?), wards: FeatureCollection (code, name, label: [lon, lat]),
 * home: [[west, south], [east, north]], orientation: FeatureCollection (kind: river | lake | park | street | landmark | place, name) or null}.
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

  /** Points well inside: the middle of the widest stretch on each of nine lines through the shape, the best first. */
  function points(geometry) {
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

  function prepare(read) {
    const features = read.areas.features;
    const shared = features.length > 1 ? sharedWords(features.map((feature) => feature.properties.name)) : '';
    const points = [];
    return {
      ...read,
      codes: features.map((feature) => feature.properties.code),
      at: new Map(features.map((feature, i) => [feature.properties.code, i])),
      names: features.map((feature) => feature.properties.name.slice(shared.length)),
      places: features.map((feature) => feature.properties.place || ''),
      wardNames: features.map((feature) => feature.properties.ward || ''),
      /** A point inside area i, found when first asked for. */
      point: (i) => (points[i] = points[i] || inside(features[i].geometry)),
      /** The area under a point of the map, or -1. */
      areaAt: (point) => features.findIndex((feature) => covers(feature.geometry, point)),
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
