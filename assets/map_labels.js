'use strict';
/**
 * Words upon the map: badges of the top areas, ward names, landmarks. Those that would overlap a more important one are left out.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const LANDMARKS_FROM = 13.25; // the zoom at which streets are far enough apart for their names
  const STREETS_FROM = 15; // the zoom at which a street has room for its own
  const WIDE = ['authority', 'region']; // levels whose areas carry their names where these fit in
  const CROWD = 100; // names beyond which each stays in its own area
  const ENDS = 0.25; // of a name that may lie outside at either end
  const SPILL = 6; // px by which the ends of a label may leave its area
  const LIGHT_SPILL = 1; // the same of light words, which beyond a dark area are hard to read
  const DARK = new Set(['s3', 's4', 's5', 'd0', 'd6']); // styles upon which words are light
  const ASIDE = [[0, 0], [1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [-1, -1], [1, 1], [-1, 1], [2, 0], [-2, 0]]; // in sizes of a badge
  const PHONE = 480; // px of map width under which only badges and ward names have room

  const marker = (lngLat, className, content, order) =>
    L.marker([lngLat[1], lngLat[0]], {
      interactive: false,
      keyboard: false,
      zIndexOffset: order,
      icon: L.divIcon({ className: `label ${className}`, html: content, iconSize: null }),
    });

  swp.escaped = (text) => Object.assign(document.createElement('span'), { textContent: text }).innerHTML;

  /** A group of words: each with its marker, and how it may stand. */
  function group(view) {
    const words = [];
    const layers = L.layerGroup().addTo(view.labels);
    const add = (point, className, content, order, { from = 0, once = null, within = null, owner = null, tight = false, keeps = null } = {}) => {
      const layer = marker(point, className, content, order).addTo(layers);
      const said = `${className} ${content}`;
      words.push({ layer, element: layer.getElement(), said, point, from, own: className.startsWith('badge'), once, within, owner, tight, keeps });
    };
    return { words, layers, add };
  }

  /** Badges and values: they change with every answer. */
  function buildOwn(view) {
    const { reading, boundaries, own } = view;
    const said = JSON.stringify([reading.top, reading.picture.label_values && [reading.picture, 0]]);
    if (own && own.said === said && own.boundaries === boundaries) return;
    if (own) view.labels.removeLayer(own.layers);
    view.own = { ...group(view), said, boundaries };
    if (reading.picture.label_values) swp.addValueLabels(view, view.own.add);
    else reading.top.forEach((i, place) => view.own.add(boundaries.point(i), 'badge', `<b>${place + 1}</b>`, 1000 - place));
  }

  /** Names of wards and of places: they stay while the boundaries and the wards of the page do. */
  function buildNames(view) {
    const { reading, boundaries, names } = view;
    const said = JSON.stringify([reading.picture.page_wards, Boolean(reading.picture.label_values)]);
    if (names && names.said === said && names.boundaries === boundaries) return;
    if (names) view.labels.removeLayer(names.layers);
    view.names = { ...group(view), said, boundaries };
    if (!reading.picture.label_values && !view.compact) addWards(view.names.add, view);
    for (const feature of boundaries.orientation ? boundaries.orientation.features : [])
      addQuiet(view.names.add, feature, view);
  }

  /** Every label of a reading, the most important first; only what changed is made anew. */
  swp.buildLabels = (view) => {
    buildOwn(view);
    buildNames(view);
    view.words = [...view.own.words, ...view.names.words];
  };

  function addWards(add, { reading, boundaries, flat, canvas }) {
    const strong = new Set(reading.picture.page_wards || []);
    const tight = WIDE.includes(reading.picture.level) || boundaries.wards.features.length > CROWD;
    const byImportance = boundaries.wards.features
      .map((ward) => ({ ward, strong: strong.has(ward.properties.code) || strong.has(ward.properties.name) }))
      .sort((a, b) => b.strong - a.strong);
    for (const { ward, strong: heavy } of byImportance) {
      const point = ward.properties.label;
      const { name } = ward.properties;
      const places = [...(point ? [point] : []), ...(heavy || flat ? swp.pointsInside(ward.geometry) : [])];
      const settings = { once: name, owner: canvas || tight ? ward.geometry : null, tight };
      for (const keeps of heavy ? [swp.isUnbroken, null] : [swp.isUnbroken]) // the page's own wards are named in any case
        for (const place of places) add(place, heavy ? 'name strong' : 'name', `<span>${swp.escaped(name)}</span>`, 200, { ...settings, keeps });
    }
  }

  /** Words on a dark class are light: the area beneath the middle of the word decides, looked up once for each zoom. */
  function tone(view, word, box) {
    const zoom = view.map.getZoom();
    if (word.zoom !== zoom) {
      const middle = view.map.containerPointToLatLng([(box.left + box.right) / 2, (box.top + box.bottom) / 2]);
      word.zoom = zoom;
      word.beneath = view.boundaries.areaAt([middle.lng, middle.lat]);
    }
    const found = view.reading.classes[word.beneath];
    if (found === undefined || found === null || view.reading.outside.has(word.beneath)) return false;
    return DARK.has(view.reading.style(found));
  }

  /** The middle of each piece of a line, the longest first. */
  function middles(places) {
    const pieces = places.slice(1).map(([x, y], i) => ({
      length: Math.hypot((x - places[i][0]) * 0.62, y - places[i][1]),
      middle: [(x + places[i][0]) / 2, (y + places[i][1]) / 2],
    }));
    return pieces.sort((a, b) => b.length - a.length).map(({ middle }) => middle);
  }

  function addQuiet(add, feature, { compact, canvas }) {
    const { kind, name } = feature.properties;
    const least = canvas ? swp.STREETS : 0;
    const content = `<span>${swp.escaped(name || '')}</span>`;
    if (compact && kind !== 'park' && kind !== 'river') return;
    if (kind === 'landmark' && name)
      for (const side of ['', ' before'])
        add(feature.geometry.coordinates, `landmark${side}`, `<i></i>${content}`, 0, { from: LANDMARKS_FROM, once: name, keeps: swp.isUnbroken });
    else if (kind === 'place' && name) add(feature.geometry.coordinates, 'landmark place', content, 0, { from: least });
    else if (kind === 'street')
      for (const point of middles(feature.geometry.coordinates)) add(point, 'street', content, 0, { from: STREETS_FROM, once: name });
    else if (name) {
      const within = compact && kind === 'park' ? feature.geometry : null;
      const from = kind === 'river' || compact ? least : LANDMARKS_FROM;
      const water = kind === 'river';
      const keeps = water ? swp.isOffLand : swp.isUnbroken;
      for (const side of water ? ['', ' beside'] : [''])
        for (const point of swp.pointsInside(feature.geometry)) add(point, `${kind}${side}`, content, 0, { from, once: name, within, keeps });
    }
  }

  /** Whether a label lies in its own shape: both ends of its middle line do, less what may spill. */
  function liesWithin(view, shape, box, spill) {
    const y = (box.top + box.bottom) / 2;
    return [box.left + spill, box.right - spill].every((x) => {
      const { lng, lat } = view.map.containerPointToLatLng([x, y]);
      return swp.covers(shape, [lng, lat]);
    });
  }

  /** A value keeps within its area, a light one wholly; a name does where there is little room, but for its ends. */
  function fitsOwn(view, word, box, phone) {
    if (word.keeps && !word.keeps(view, word, box)) return false;
    if (word.within) return liesWithin(view, word.within, box, tone(view, word, box) ? LIGHT_SPILL : SPILL);
    if (!word.owner || !(phone || word.tight)) return true;
    return liesWithin(view, word.owner, box, (box.right - box.left) * ENDS);
  }

  const overlaps = (a, b) => a.left < b.right + 2 && b.left < a.right + 2 && a.top < b.bottom && b.top < a.bottom;

  /** How far new words reach from their points, read in one go: later the map's scale alone decides where they stand. */
  function measure(view) {
    for (const word of view.words) word.reach = word.reach || view.reaches.get(word.said);
    const fresh = view.words.filter((word) => !word.reach);
    if (!fresh.length || !view.element.clientWidth) return;
    for (const { element } of fresh) element.firstChild.style.translate = ''; // those set aside stand where they belong
    const shown = fresh.map(({ element }) => element.querySelector('span, b') || element);
    const boxes = shown.map((part) => part.getBoundingClientRect());
    const anchors = fresh.map(({ element }) => element.getBoundingClientRect());
    fresh.forEach((word, i) => {
      const [box, { left, top }] = [boxes[i], anchors[i]];
      word.reach = { left: box.left - left, right: box.right - left, top: box.top - top, bottom: box.bottom - top };
      view.reaches.set(word.said, word.reach); // other words of the same letters need no measuring
    });
  }

  /** Where a word would stand on the map. */
  function boxOf(view, { point: [lon, lat], reach }) {
    const { x, y } = view.map.latLngToContainerPoint([lat, lon]);
    return { left: x + reach.left, right: x + reach.right, top: y + reach.top, bottom: y + reach.bottom };
  }

  /** The nearest place for a badge where it hides no more important one: on a map of many areas the first few may be one speck. */
  function aside(box, taken) {
    const [width, height] = [box.right - box.left + 3, box.bottom - box.top + 3];
    for (const [across, down] of ASIDE) {
      const [dx, dy] = [across * width, down * height];
      const moved = { left: box.left + dx, right: box.right + dx, top: box.top + dy, bottom: box.bottom + dy };
      if (!taken.some((other) => overlaps(moved, other))) return { dx, dy, box: moved };
    }
    return { dx: 0, dy: 0, box };
  }

  /** Set or take away a class, where it is not so already. */
  function mark(word, className, wanted) {
    if (word[className] === wanted) return;
    word[className] = wanted;
    word.element.classList.toggle(className, wanted);
  }

  /** Show the labels that fit at this zoom. */
  swp.placeLabels = (view) => {
    if (!view.words) return;
    measure(view);
    const zoom = view.map.getZoom();
    const { x: width, y: height } = view.map.getSize(); // kept by the map: asking the page would lay it out
    const phone = width < PHONE;
    const taken = [];
    const written = new Set(); // a river or park has several places for its name, one of them is used
    for (const word of view.words) {
      const { from, own, once } = word;
      if (!word.reach) continue; // the map is not laid out yet
      let box = boxOf(view, word);
      if (own && view.canvas) {
        const found = aside(box, taken);
        box = found.box;
        word.element.firstChild.style.translate = `${found.dx}px ${found.dy}px`;
      }
      const inside = box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height;
      const fits =
        own ||
        (inside &&
          !written.has(once) &&
          zoom >= from + (phone && from ? 2 : 0) && !taken.some((other) => overlaps(box, other)) &&
          fitsOwn(view, word, box, phone));
      mark(word, 'out', !fits);
      if (!fits) continue;
      taken.push(box);
      if (once) written.add(once);
      if (!own) mark(word, 'on', tone(view, word, box));
    }
  };

  /** Fonts have come, or the sheet is printed: words have another size. */
  swp.measureLabels = (view) => {
    view.reaches.clear();
    for (const word of view.words || []) Object.assign(word, { reach: null, under: null });
    swp.placeLabels(view);
  };
})();
