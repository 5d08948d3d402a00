'use strict';
/**
 * Hexagons in place of shapes: the same areas in the same order, one cell each, so that map, card and table need not know.
 *
 * Cells (q, r) come with the boundaries; q runs east, r north-east. They are laid out as degrees around 0, 0, where Mercator is flat.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const APART = 0.002; // degrees from cell to cell: a dozen of them fill a map at zooms far from both ends
  const ROW = Math.sqrt(3) / 2;
  const STEPS = [[1, 0], [0, 1], [-1, 1], [-1, 0], [0, -1], [1, -1]]; // counter-clockwise from the east
  const CORNERS = STEPS.map((_, side) => (Math.PI / 180) * (60 * side - 30)); // side k lies between corners k and k + 1
  const made = new WeakMap();

  const key = (q, r) => `${q} ${r}`;

  /** Corner k of a cell; shared corners are the same to the last digit. */
  function corner([x, y], k) {
    const angle = CORNERS[k % 6];
    const round = (value) => Number(value.toFixed(8));
    return [round(x + (APART / Math.sqrt(3)) * Math.cos(angle)), round(y + (APART / Math.sqrt(3)) * Math.sin(angle))];
  }

  /** The lines around a group of cells: sides that no other cell of the group shares, end to end. */
  function outline(places, cells, middles) {
    const own = new Set(places.map((i) => key(...cells[i])));
    const next = new Map(); // counter-clockwise, by the corner a side starts at; no corner of a hexagonal grid starts two
    for (const i of places) {
      STEPS.forEach(([dq, dr], side) => {
        if (own.has(key(cells[i][0] + dq, cells[i][1] + dr))) return;
        const start = corner(middles[i], side);
        next.set(start.join(), { start, end: corner(middles[i], side + 1) });
      });
    }
    const rings = [];
    while (next.size) {
      const [first] = next.keys();
      const ring = [];
      for (let at = first; next.has(at); ) {
        const side = next.get(at);
        next.delete(at);
        ring.push(side.start);
        at = side.end.join();
      }
      rings.push([...ring, ring[0]]);
    }
    return rings;
  }

  /** The cell nearest to the middle of a group, for its name. */
  function middleOf(places, middles) {
    const mean = [0, 1].map((axis) => places.reduce((sum, i) => sum + middles[i][axis], 0) / places.length);
    const far = (i) => Math.hypot(middles[i][0] - mean[0], middles[i][1] - mean[1]);
    return middles[places.reduce((best, i) => (far(i) < far(best) ? i : best))];
  }

  function make(boundaries) {
    const flat = boundaries.hexagons;
    const cells = boundaries.codes.map((_, i) => [flat[2 * i], flat[2 * i + 1]]);
    const raw = cells.map(([q, r]) => [APART * (q + r / 2), APART * ROW * r]);
    const box = [0, 1].map((axis) => [Math.min(...raw.map((at) => at[axis])), Math.max(...raw.map((at) => at[axis]))]);
    const centre = box.map(([low, high]) => (low + high) / 2);
    const middles = raw.map(([x, y]) => [x - centre[0], y - centre[1]]);
    const half = box.map(([low, high]) => (high - low) / 2 + APART * 0.6);
    const features = boundaries.areas.features.map((feature, i) => ({
      ...feature,
      geometry: { type: 'Polygon', coordinates: [[0, 1, 2, 3, 4, 5, 0].map((k) => corner(middles[i], k))] },
    }));
    const wards = boundaries.wards.features.flatMap((feature) => {
      const { code, name } = feature.properties;
      const places = cells.map((_, i) => i).filter((i) => boundaries.codes[i] === code || boundaries.wardNames[i] === name);
      if (!places.length) return [];
      const geometry = { type: 'Polygon', coordinates: outline(places, cells, middles) };
      return [{ ...feature, properties: { code, name, label: middleOf(places, middles) }, geometry }];
    });
    return {
      ...boundaries,
      flat: true,
      areas: { type: 'FeatureCollection', features },
      wards: { type: 'FeatureCollection', features: wards },
      orientation: null,
      home: [[-half[0], -half[1]], half],
      cells,
      inCell: new Map(cells.map((cell, i) => [key(...cell), i])),
      point: (i) => middles[i],
      ...swp.asksOfShapes(features, swp.linesOf([...features, ...wards])),
    };
  }

  /** The shapes a picture is drawn in: hexagons where it asks for them and the boundaries have them. */
  swp.shapesOf = (picture, boundaries) => {
    if (!picture.hexagons || !boundaries.hexagons || !boundaries.hexagons.length) return boundaries;
    if (!made.has(boundaries)) made.set(boundaries, make(boundaries));
    return made.get(boundaries);
  };

  /** The area in the next cell one way: up and down go zigzag, so that two steps lead straight; undefined where there is none. */
  swp.nextHexagon = ({ cells, inCell }, i, [dx, dy]) => {
    const [q, r] = cells[i];
    if (dx) return inCell.get(key(q + dx, r));
    const leans = r % 2 ? [-1, 0] : [0, -1]; // of two cells above, on odd rows the western first
    const up = dy < 0;
    return leans
      .map((west) => (up ? key(q + west, r + 1) : key(q + west + 1, r - 1)))
      .map((cell) => inCell.get(cell))
      .find((found) => found !== undefined);
  };
})();
