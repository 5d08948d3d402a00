'use strict';
/**
 * Words upon the map: badges of the top areas, ward names, landmarks. Those that would overlap a more important one are left out.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const LANDMARKS_FROM = 13.25; // the zoom at which streets are far enough apart for their names
  const STREETS_FROM = 15; // the zoom at which a street has room for its own
  const SPILL = 6; // px by which the ends of a label may leave its area
  const DARK = new Set(['s3', 's4', 's5', 'd0', 'd6']); // styles upon which words are light
  const PHONE = 480; // px of map width under which only badges and ward names have room

  const marker = (lngLat, className, content, order) =>
    L.marker([lngLat[1], lngLat[0]], {
      interactive: false,
      keyboard: false,
      zIndexOffset: order,
      icon: L.divIcon({ className: `label ${className}`, html: content, iconSize: null }),
    });

  swp.escaped = (text) => Object.assign(document.createElement('span'), { textContent: text }).innerHTML;

  /** Every label of a reading, the most important first. */
  swp.buildLabels = (view) => {
    const { reading, boundaries, labels } = view;
    labels.clearLayers();
    view.words = [];
    const add = (point, className, content, order, { from = 0, once = null, within = null } = {}) => {
      const layer = marker(point, className, content, order).addTo(labels);
      view.words.push({ layer, from, own: className.startsWith('badge'), once, within });
    };
    if (reading.picture.label_values) swp.addValueLabels(view, add);
    else {
      reading.top.forEach((i, place) => add(boundaries.point(i), 'badge', `<b>${place + 1}</b>`, 1000 - place));
      if (!view.compact) addWards(add, view);
    }
    for (const feature of boundaries.orientation ? boundaries.orientation.features : [])
      addQuiet(add, feature, view.compact);
  };

  function addWards(add, { reading, boundaries, flat }) {
    const strong = new Set(reading.picture.page_wards || []);
    const byImportance = boundaries.wards.features
      .map((ward) => ({ ward, strong: strong.has(ward.properties.code) || strong.has(ward.properties.name) }))
      .sort((a, b) => b.strong - a.strong);
    for (const { ward, strong: heavy } of byImportance) {
      const point = ward.properties.label;
      const { name } = ward.properties;
      const places = [...(point ? [point] : []), ...(heavy || flat ? swp.pointsInside(ward.geometry) : [])];
      for (const place of places) add(place, heavy ? 'name strong' : 'name', `<span>${swp.escaped(name)}</span>`, 200, { once: name });
    }
  }

  /** Words on a dark class are light: the area beneath the middle of the word decides, looked up once for each zoom. */
  function tone(view, word, box, frame) {
    const zoom = view.map.getZoom();
    if (word.zoom !== zoom) {
      const middle = view.map.containerPointToLatLng([
        (box.left + box.right) / 2 - frame.left,
        (box.top + box.bottom) / 2 - frame.top,
      ]);
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

  function addQuiet(add, feature, compact) {
    const { kind, name } = feature.properties;
    const content = `<span>${swp.escaped(name || '')}</span>`;
    if (compact && kind !== 'park' && kind !== 'river') return;
    if (kind === 'landmark' && name)
      add(feature.geometry.coordinates, 'landmark', `<i></i>${content}`, 0, { from: LANDMARKS_FROM });
    else if (kind === 'place' && name) add(feature.geometry.coordinates, 'landmark place', content, 0);
    else if (kind === 'street')
      for (const point of middles(feature.geometry.coordinates)) add(point, 'street', content, 0, { from: STREETS_FROM, once: name });
    else if (name) {
      const within = compact && kind === 'park' ? feature.geometry : null;
      const from = kind === 'river' || compact ? 0 : LANDMARKS_FROM;
      for (const point of swp.pointsInside(feature.geometry)) add(point, kind, content, 0, { from, once: name, within });
    }
  }

  /** Whether a label lies in its own shape: both ends of its middle line do. */
  function liesWithin(view, shape, box, frame) {
    const y = (box.top + box.bottom) / 2 - frame.top;
    return [box.left + SPILL, box.right - SPILL].every((x) => {
      const { lng, lat } = view.map.containerPointToLatLng([x - frame.left, y]);
      return swp.covers(shape, [lng, lat]);
    });
  }

  const overlaps = (a, b) => a.left < b.right + 2 && b.left < a.right + 2 && a.top < b.bottom && b.top < a.bottom;

  /** Show the labels that fit at this zoom. All sizes are read before anything is written, so the page is laid out once. */
  swp.placeLabels = (view) => {
    if (!view.words) return;
    const zoom = view.map.getZoom();
    const phone = view.element.clientWidth < PHONE;
    const elements = view.words.map(({ layer }) => layer.getElement());
    elements.forEach((element) => element.classList.remove('out'));
    const frame = view.element.getBoundingClientRect();
    const boxes = elements.map((element) => (element.querySelector('span, b') || element).getBoundingClientRect());
    const taken = [];
    const written = new Set(); // a river or park has several places for its name, one of them is used
    view.words.forEach(({ from, own, once, within: shape }, i) => {
      const box = boxes[i];
      const inside =
        box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
      const fits =
        own ||
        (inside &&
          !written.has(once) &&
          zoom >= from + (phone && from ? 2 : 0) && !taken.some((other) => overlaps(box, other)) &&
          (!shape || liesWithin(view, shape, box, frame)));
      if (!fits) {
        elements[i].classList.add('out');
        return;
      }
      taken.push(box);
      if (once) written.add(once);
      if (!own) elements[i].classList.toggle('on', tone(view, view.words[i], box, frame));
    });
  };
})();
