'use strict';
/**
 * Areas as a raster: which area each point of the canvas lies in, worked out once for each view. A new answer then looks up one colour
 * a point, however many areas there are and however long their lines; a canvas that fills them as paths takes many times as long.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const MOST = 1 << 20; // crossings of one area's lines with the rows of a raster, far more than fit on a screen
  const STRIPES = 8; // px along a row from stripe to stripe of what is not known
  const STRIPE = 2.2; // px of them that are stripe
  const DOTS = 5; // px from dot to dot of what is withheld
  const DOT = 1.7; // px of them that are dot
  let crossed = null; // where the lines of one area cross each row: lists of x, all in flat arrays that are used again

  /** The crossings of a line with the middles of rows. */
  function cross(list, rows, x0, y0, x1, y1) {
    if (y0 > y1) [x0, y0, x1, y1] = [x1, y1, x0, y0];
    const from = Math.max(Math.ceil(y0 - 0.5), 0);
    const to = Math.min(Math.ceil(y1 - 0.5), rows) - 1;
    if (from > to) return;
    const slope = (x1 - x0) / (y1 - y0);
    if (from < list.first) list.first = from;
    if (to > list.last) list.last = to;
    for (let row = from; row <= to && list.count < MOST; row += 1) {
      list.x[list.count] = x0 + (row + 0.5 - y0) * slope;
      list.next[list.count] = list.head[row];
      list.head[row] = list.count;
      list.count += 1;
    }
  }

  /** All crossings of the rings of shape s; `grain` points of the raster are one of the canvas. */
  function crossAll(list, rows, { ringStart, ringArcs, shapeStart }, s, { from, to, px, py }, grain) {
    for (let k = ringStart[shapeStart[s]]; k < ringStart[shapeStart[s + 1]]; k += 1) {
      const arc = ringArcs[k] < 0 ? ~ringArcs[k] : ringArcs[k]; // either way round: its crossings are the same
      for (let i = from[arc] + 1; i <= to[arc]; i += 1)
        cross(list, rows, px[i - 1] * grain, py[i - 1] * grain, px[i] * grain, py[i] * grain);
    }
  }

  /** Write an area into the rows between its crossings, from left to right inside and outside by turns. */
  function fill(list, { places, width }, place) {
    const row = [];
    for (let y = list.first; y <= list.last; y += 1) {
      row.length = 0;
      for (let k = list.head[y]; k >= 0; k = list.next[k]) row.push(list.x[k]);
      list.head[y] = -1;
      if (row.length > 2) row.sort((a, b) => a - b);
      else if (row[0] > row[1]) row.reverse();
      for (let n = 0; n + 1 < row.length; n += 2) {
        const start = Math.max(Math.ceil(row[n] - 0.5), 0);
        const end = Math.min(Math.ceil(row[n + 1] - 0.5), width);
        if (start < end) places.fill(place, y * width + start, y * width + end);
      }
    }
  }

  /**
   * The raster of `shapes`: for each point 0, or 1 more than the place of the area it lies in. `points` are those of the arcs on the
   * canvas (map_canvas.js), `width` and `height` its size; `grain` points a pixel each way make its edges smooth.
   */
  swp.rasterOf = (lines, shapes, points, width, height, grain) => {
    const raster = { width: width * grain, height: height * grain, grain, places: null };
    const Places = lines.boxes.length / 4 < 65535 ? Uint16Array : Uint32Array;
    raster.places = new Places(raster.width * raster.height);
    crossed = crossed || { x: new Float32Array(MOST), next: new Int32Array(MOST), head: new Int32Array(0) };
    if (crossed.head.length < raster.height) crossed.head = new Int32Array(raster.height).fill(-1);
    for (const s of shapes) {
      Object.assign(crossed, { count: 0, first: raster.height, last: -1 });
      crossAll(crossed, raster.height, lines, s, points, grain);
      fill(crossed, raster, s + 1);
    }
    return raster;
  };

  /** The part of a colour from a bit on, 0 to 255. */
  const part = (colour, bit) => (colour >>> bit) & 255;

  /** The middle of the four points of a pixel; those outside all areas are clear and add no colour. */
  function mixed(a, b, c, d) {
    const [wa, wb, wc, wd] = [a >>> 24, b >>> 24, c >>> 24, d >>> 24];
    const all = wa + wb + wc + wd;
    if (!all) return 0;
    let found = ((all + 2) >> 2) << 24;
    for (let bit = 0; bit < 24; bit += 8) {
      const sum = part(a, bit) * wa + part(b, bit) * wb + part(c, bit) * wc + part(d, bit) * wd;
      found |= Math.round(sum / all) << bit;
    }
    return found >>> 0;
  }

  /**
   * The picture of a raster: `colours` of each place (0 the ground) as 0xAABBGGRR, `stripes` and `dots` the same for points on a
   * stripe or a dot, or null where nothing has any; `ratio` pixels are one of the screen.
   */
  swp.pictureOf = ({ places, width, height, grain }, colours, { stripes, dots }, ratio) => {
    const onStripe = (x, y) => (x + y) % STRIPES < STRIPE;
    const onDot = (x, y) => y % DOTS < DOT && (x + (Math.floor(y / DOTS) % 2 ? DOTS / 2 : 0)) % DOTS < DOT;
    const image = new ImageData(width / grain, height / grain);
    const pixels = new Uint32Array(image.data.buffer);
    let at = 0;
    for (let y = 0; y < height; y += grain) {
      for (let i = y * width; i < (y + 1) * width; i += grain) {
        const x = (i - y * width) / grain / ratio;
        const down = y / grain / ratio;
        const inks = stripes && onStripe(x, down) ? stripes : dots && onDot(x, down) ? dots : colours;
        const first = places[i];
        if (grain === 1) pixels[at] = inks[first];
        else {
          const right = places[i + 1];
          const below = places[i + width];
          const across = places[i + width + 1];
          const alike = first === right && first === below && first === across;
          pixels[at] = alike ? inks[first] : mixed(inks[first], inks[right], inks[below], inks[across]);
        }
        at += 1;
      }
    }
    return image;
  };
})();
