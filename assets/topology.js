'use strict';
/**
 * Shapes told as arcs, every line between two areas once (geo/shapes/topology.py): read into flat lists, joined to rings when asked.
 *
 * lon, lat: all points of all arcs, degrees; arc a is the points from arcStart[a] to before arcStart[a + 1]; ring r the arcs
 * ringArcs[ringStart[r]] ..., ~a for one that runs backwards; shape s the rings from shapeStart[s] on; boxes its west, south, east, north.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const UNIT = 1e5; // of a degree
  const BITS = 5;
  const MORE = 1 << BITS; // a letter from here on says that its number goes on
  const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const VALUE = new Uint8Array(128);
  [...LETTERS].forEach((letter, value) => {
    VALUE[letter.charCodeAt(0)] = value;
  });

  /** The whole numbers written in letters, lowest five bits first. */
  function numbers(text) {
    const found = new Int32Array(text.length);
    let count = 0;
    let value = 0;
    let shift = 0;
    for (let i = 0; i < text.length; i += 1) {
      const letter = VALUE[text.charCodeAt(i)];
      value |= (letter & (MORE - 1)) << shift;
      shift += BITS;
      if (letter < MORE) {
        found[count] = value;
        count += 1;
        value = 0;
        shift = 0;
      }
    }
    return found.subarray(0, count);
  }

  /** 0, 1, 2, 3 ... stand for 0, -1, 1, -2 ... */
  const signed = (value) => (value & 1 ? -((value + 1) >>> 1) : value >>> 1);

  /** West, south, east and north of each shape. */
  function boxesOf({ lon, lat, arcStart, ringStart, ringArcs, shapeStart }) {
    const count = shapeStart.length - 1;
    const boxes = new Float64Array(4 * count);
    for (let s = 0; s < count; s += 1) {
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      for (let k = ringStart[shapeStart[s]]; k < ringStart[shapeStart[s + 1]]; k += 1) {
        const arc = ringArcs[k] < 0 ? ~ringArcs[k] : ringArcs[k];
        for (let i = arcStart[arc]; i < arcStart[arc + 1]; i += 1) {
          if (lon[i] < box[0]) box[0] = lon[i];
          if (lat[i] < box[1]) box[1] = lat[i];
          if (lon[i] > box[2]) box[2] = lon[i];
          if (lat[i] > box[3]) box[3] = lat[i];
        }
      }
      boxes.set(box, 4 * s);
    }
    return boxes;
  }

  /** The closed ring r as points. */
  function points({ lon, lat, arcStart, ringStart, ringArcs }, r) {
    const found = [];
    for (let k = ringStart[r]; k < ringStart[r + 1]; k += 1) {
      const back = ringArcs[k] < 0;
      const arc = back ? ~ringArcs[k] : ringArcs[k];
      const length = arcStart[arc + 1] - arcStart[arc];
      for (let n = k === ringStart[r] ? 0 : 1; n < length; n += 1) {
        const i = back ? arcStart[arc + 1] - 1 - n : arcStart[arc] + n;
        found.push([lon[i], lat[i]]);
      }
    }
    return found;
  }

  /** Shape s as a GeoJSON geometry. */
  function geometry(lines, s) {
    const counts = lines.parts[s] === 1 ? [1] : lines.parts[s];
    let ring = lines.shapeStart[s];
    const polygons = counts.map((count) => Array.from({ length: count }, () => points(lines, ring++)));
    return polygons.length === 1
      ? { type: 'Polygon', coordinates: polygons[0] }
      : { type: 'MultiPolygon', coordinates: polygons };
  }

  /** Where each list of `counts` begins, and after the last where it ends. */
  function startsOf(counts) {
    const starts = new Int32Array(counts.length + 1);
    for (let i = 0; i < counts.length; i += 1) starts[i + 1] = starts[i] + counts[i];
    return starts;
  }

  const ringsIn = (part) => (part === 1 ? 1 : part.reduce((sum, count) => sum + count, 0));

  const finished = (lines) => ({ ...lines, boxes: boxesOf(lines), geometry: (s) => geometry(lines, s) });

  /** The shapes that were told as arcs. */
  swp.unpackShapes = ({ parts, ...packed }) => {
    const [told, lengths, starts, steps] = ['arcs', 'lengths', 'starts', 'steps'].map((name) => numbers(packed[name]));
    const ringStart = startsOf(numbers(packed.rings));
    const arcStart = startsOf(lengths.map((length) => length + 1));
    const lon = new Float64Array(arcStart[lengths.length]);
    const lat = new Float64Array(lon.length);
    const ringArcs = new Int32Array(told.length);
    let arcs = 0;
    let step = 0;
    let start = 0;
    let origin = [0, 0]; // of the ring that began with a new arc last
    for (let r = 0; r + 1 < ringStart.length; r += 1) {
      let at = -1; // the point where the arc before ended
      for (let k = ringStart[r]; k < ringStart[r + 1]; k += 1) {
        const back = told[k] - 1;
        if (back >= 0) {
          const arc = arcs - 1 - (back >> 1);
          ringArcs[k] = back & 1 ? ~arc : arc;
          at = back & 1 ? arcStart[arc] : arcStart[arc + 1] - 1;
          continue;
        }
        if (at < 0) {
          origin = [origin[0] + signed(starts[start]), origin[1] + signed(starts[start + 1])];
          start += 2;
        }
        let [x, y] = at < 0 ? origin : [Math.round(lon[at] * UNIT), Math.round(lat[at] * UNIT)];
        for (let i = arcStart[arcs]; i < arcStart[arcs + 1]; i += 1) {
          if (i > arcStart[arcs]) {
            x += signed(steps[step]);
            y += signed(steps[step + 1]);
            step += 2;
          }
          lon[i] = x / UNIT;
          lat[i] = y / UNIT;
        }
        ringArcs[k] = arcs;
        arcs += 1;
        at = arcStart[arcs] - 1;
      }
    }
    return finished({ lon, lat, arcStart, ringStart, ringArcs, shapeStart: startsOf(parts.map(ringsIn)), parts });
  };

  /** Shapes of GeoJSON features in the same lists, each ring an arc of its own: files of earlier versions, hexagons. */
  swp.linesOf = (features) => {
    const polygons = features.map(({ geometry: { type, coordinates } }) => (type === 'Polygon' ? [coordinates] : coordinates));
    const rings = polygons.flat(2);
    const all = rings.flat();
    return finished({
      lon: Float64Array.from(all, ([x]) => x),
      lat: Float64Array.from(all, ([, y]) => y),
      arcStart: startsOf(rings.map((ring) => ring.length)),
      ringStart: startsOf(rings.map(() => 1)),
      ringArcs: Int32Array.from(rings, (_, r) => r),
      shapeStart: startsOf(polygons.map((parts) => parts.flat().length)),
      parts: polygons.map((parts) => parts.map((part) => part.length)),
    });
  };
})();
