'use strict';
/**
 * Many areas on two canvases: colours below (map_raster.js), lines above, so that a new answer repaints colours alone. How a class
 * looks stands in map.css: hidden paths of each class are asked. Drawn is what is in view; arcs are thinned to the points of the
 * screen once for both sides, so neighbours stay together.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const SVG = 'http://www.w3.org/2000/svg';
  const AROUND = 0.2; // of the map's size, drawn beyond each edge, so that a drag does not show emptiness at once
  const LEAST_STEP = 0.75; // pixels of the canvas between points of a line
  const AT_ONCE = 400; // arcs in one stroke; very long paths are slow to make
  const FINE = [5, 18]; // px of a typical area at which its outline begins to show, and shows in full
  const SMOOTH = 2; // points of the raster to a pixel of a coarse screen, each way
  const BOLD = [10, 45]; // the same of a ward or authority
  const ON_PAPER = 3; // canvas pixels to a CSS pixel in print
  const KINDS = ['s0', 's1', 's2', 's3', 's4', 's5', 'd0', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6', 'outside'];

  const mercator = (lat) => 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);

  /** All points as parts of the world's width, once for each set of lines. */
  function projected(lines) {
    if (!lines.x) {
      lines.x = lines.lon.map((lon) => lon / 360 + 0.5);
      lines.y = lines.lat.map(mercator);
    }
    return lines;
  }

  /** Hidden paths that the style sheet styles like those of a map of few areas. */
  function addInks(host) {
    const inks = document.createElementNS(SVG, 'svg');
    inks.setAttribute('class', 'map-inks');
    inks.setAttribute('aria-hidden', 'true');
    const add = (className) => inks.appendChild(document.createElementNS(SVG, 'path')).setAttribute('class', className);
    for (const kind of KINDS) add(`area ${kind}`);
    for (const className of ['ward', 'ground', 'stripe']) add(className);
    host.append(inks);
    return inks;
  }

  /** The colours and lines of now: theme, contrast and print decide. */
  function readInks(inks) {
    const found = { fills: {} };
    for (const path of inks.children) {
      const style = getComputedStyle(path);
      const line = { colour: style.stroke, width: parseFloat(style.strokeWidth), opacity: parseFloat(style.strokeOpacity) };
      const kind = path.classList.item(1) || path.classList.item(0);
      if (kind === 'ward') found.ward = line;
      else found.fills[kind] = kind === 'stripe' ? style.stroke : style.fill;
      if (kind === 's0') Object.assign(found, { area: line, opacity: parseFloat(style.fillOpacity) });
    }
    return found;
  }

  /** A colour of the style sheet, rgb(1, 2, 3) or rgba(...), as 0xAABBGGRR. */
  function whole(colour, opacity) {
    const [red, green, blue, alpha = 1] = (colour.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
    return ((Math.round(255 * alpha * opacity) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  }

  /** Which shapes of `lines` touch a box of the world, by their place. */
  function touching({ boxes }, count, [west, south, east, north]) {
    const found = [];
    for (let s = 0; s < count; s += 1) {
      const b = 4 * s;
      if (boxes[b] <= east && boxes[b + 2] >= west && boxes[b + 1] <= north && boxes[b + 3] >= south) found.push(s);
    }
    return found;
  }

  /** Points of the arcs around `shapes` on the canvas, thinned; `from` and `to` say where each arc's are. */
  function onScreen(lines, shapes, { world, left, top, least }) {
    const { x, y, arcStart, ringStart, ringArcs, shapeStart } = lines;
    const arcs = arcStart.length - 1;
    const made = { shapes, from: new Int32Array(arcs).fill(-1), to: new Int32Array(arcs), px: [], py: [], arcs: [] };
    let count = 0;
    for (const s of shapes) {
      for (let k = ringStart[shapeStart[s]]; k < ringStart[shapeStart[s + 1]]; k += 1) {
        const arc = ringArcs[k] < 0 ? ~ringArcs[k] : ringArcs[k];
        if (made.from[arc] >= 0) continue;
        made.from[arc] = count;
        made.arcs.push(arc);
        const last = arcStart[arc + 1] - 1;
        for (let i = arcStart[arc]; i <= last; i += 1) {
          const px = x[i] * world - left;
          const py = y[i] * world - top;
          const far = i === arcStart[arc] || i === last || Math.abs(px - made.px[count - 1]) + Math.abs(py - made.py[count - 1]) > least;
          if (!far) continue;
          made.px[count] = px;
          made.py[count] = py;
          count += 1;
        }
        made.to[arc] = count - 1;
      }
    }
    return made;
  }

  /** Stroke arcs, each once. */
  function stroke(context, arcs, { from, to, px, py }, { colour, width, opacity }) {
    Object.assign(context, { strokeStyle: colour, lineWidth: width, globalAlpha: opacity, lineJoin: 'round' });
    const drawn = arcs.filter((arc) => from[arc] >= 0);
    for (let first = 0; first < drawn.length; first += AT_ONCE) {
      context.beginPath();
      for (const arc of drawn.slice(first, first + AT_ONCE)) {
        context.moveTo(px[from[arc]], py[from[arc]]);
        for (let i = from[arc] + 1; i <= to[arc]; i += 1) context.lineTo(px[i], py[i]);
      }
      context.stroke();
    }
  }

  const arcsOf = ({ ringStart, ringArcs, shapeStart }, first, end) => [
    ...new Set(Array.from(ringArcs.subarray(ringStart[shapeStart[first]], ringStart[shapeStart[end]]), (arc) => (arc < 0 ? ~arc : arc))),
  ];

  const LAYER = {
    initialize(view, boundaries) {
      L.Renderer.prototype.initialize.call(this, { pane: 'areas', padding: AROUND });
      const { lines, codes } = boundaries;
      Object.assign(this, { view, lines: projected(lines), areas: codes.length, wards: boundaries.wards.features.length, kinds: [], home: boundaries.home });
      this.wardArcs = arcsOf(lines, codes.length, lines.shapeStart.length - 1);
    },

    _initContainer() {
      this._container = Object.assign(document.createElement('div'), { className: 'map-areas' });
      [this.colours, this.outlines] = [0, 1].map(() => this._container.appendChild(document.createElement('canvas')).getContext('2d'));
      this.inks = addInks(this.view.host);
      this.gone = new AbortController();
      const again = () => this.redraw();
      for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)'])
        window.matchMedia(query).addEventListener('change', again, { signal: this.gone.signal });
      window.addEventListener('beforeprint', () => this.redraw(ON_PAPER, true), { signal: this.gone.signal });
      window.addEventListener('afterprint', again, { signal: this.gone.signal });
      this.theme = new MutationObserver(again);
      this.theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    },

    _destroyContainer() {
      this.gone.abort();
      this.theme.disconnect();
      this.inks.remove();
      this._container.remove();
      delete this._container;
    },

    getEvents() {
      return { ...L.Renderer.prototype.getEvents.call(this), move: this._moved };
    },

    /** While a drag goes on: once more of the map comes into view than is drawn, draw again with the next frame. */
    _moved() {
      if (this.waiting || this._map._animatingZoom || !this._bounds) return;
      const size = this._map.getSize();
      const seen = L.bounds(this._map.containerPointToLayerPoint([0, 0]), this._map.containerPointToLayerPoint(size));
      if (this._bounds.contains(seen) || this._map.getZoom() !== this._zoom) return;
      this.waiting = requestAnimationFrame(() => {
        this.waiting = 0;
        if (this._map) this._update();
      });
    },

    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      this.redraw();
    },

    /** Draw all that is in view, for the screen or with more pixels for paper. */
    redraw(ratio = Math.min(window.devicePixelRatio || 1, 3), paper = false) {
      if (!this._map || !this._bounds) return;
      this.inks.classList.toggle('on-paper', paper);
      this.styled = null;
      const { min } = this._bounds;
      const size = this._bounds.getSize();
      L.DomUtil.setPosition(this._container, min);
      this.ratio = ratio;
      this.raster = null;
      if (!size.x || !size.y) return; // not laid out yet: drawn when it is
      for (const { canvas } of [this.colours, this.outlines]) {
        if (canvas.width !== Math.round(size.x * ratio)) canvas.width = Math.round(size.x * ratio);
        if (canvas.height !== Math.round(size.y * ratio)) canvas.height = Math.round(size.y * ratio);
        canvas.style.width = `${size.x}px`;
        canvas.style.height = `${size.y}px`;
      }
      const { x: left, y: top } = this._map.getPixelOrigin().add(min);
      const world = 256 * 2 ** this._zoom;
      const corner = (x, y) => this._map.unproject([left + x, top + y], this._zoom);
      const [northWest, southEast] = [corner(0, 0), corner(size.x, size.y)];
      const box = [northWest.lng, southEast.lat, southEast.lng, northWest.lat];
      // In pixels of the canvas.
      const view = { world: world * ratio, left: left * ratio, top: top * ratio, least: LEAST_STEP };
      this.points = onScreen(this.lines, touching(this.lines, this.areas, box), view);
      const { width, height } = this.colours.canvas;
      this.raster = swp.rasterOf(this.lines, this.points.shapes, this.points, width, height, ratio < 2 ? SMOOTH : 1);
      this.colour();
      this.outline();
    },

    /** The colours and lines of now, asked for again when all is redrawn or the map has other classes: asking has the page styled. */
    inksNow() {
      const { className } = this.view.host;
      if (!this.styled || this.styled.className !== className) this.styled = { ...readInks(this.inks), className };
      return this.styled;
    },

    /** Give each area in view the colour of its class; `kinds` is the class of each. */
    colour(kinds = this.kinds) {
      this.kinds = kinds;
      if (!this._map || !this.raster) return;
      const { fills, opacity } = this.inksNow();
      const inks = Object.fromEntries(Object.entries(fills).map(([kind, fill]) => [kind, whole(fill, opacity)]));
      inks.held = inks.withheld = inks.ground;
      const colours = Uint32Array.from([0, ...kinds], (kind) => inks[kind] || 0);
      const inked = (wanted) =>
        kinds.includes(wanted) ? colours.map((ink, place) => (kinds[place - 1] === wanted ? inks.stripe : ink)) : null;
      const patterns = { stripes: inked('held'), dots: inked('withheld') };
      this.colours.putImageData(swp.pictureOf(this.raster, colours, patterns, this.ratio), 0, 0);
    },

    /** The lines between areas, finer where areas are small, and those of the wards or authorities over them. */
    outline() {
      const { outlines: context, ratio } = this;
      const { area, ward } = this.inksNow();
      context.clearRect(0, 0, context.canvas.width, context.canvas.height);
      const shown = this.clear(this.areas, FINE);
      if (shown) stroke(context, this.points.arcs, this.points, { ...area, width: area.width * shown * ratio });
      stroke(context, this.wardArcs, this.points, { ...ward, width: ward.width * Math.max(0.3, this.clear(this.wards, BOLD)) * ratio });
    },

    /** How much of a line shows around `number` shapes: from 0 where a typical one is small to 1, by its width in px. */
    clear(number, [from, to]) {
      const [[west, south], [east, north]] = this.home;
      const [a, b] = [[south, west], [north, east]].map((at) => this._map.project(at, this._zoom));
      const typical = Math.sqrt((Math.abs(a.x - b.x) * Math.abs(a.y - b.y)) / (2 * number || 1)); // half of a box is land
      return Math.min(1, Math.max(0, (typical - from) / (to - from)));
    },
  };

  /** A layer that draws all areas of the boundaries on a map; Leaflet is loaded by the time it is asked for. */
  swp.areasOnCanvas = (view, boundaries) => {
    swp.AreasOnCanvas = swp.AreasOnCanvas || L.Renderer.extend(LAYER);
    return new swp.AreasOnCanvas(view, boundaries);
  };
})();
