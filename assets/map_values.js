'use strict';
/**
 * Areas that carry their value as a label: a share in per cent, a signed change, or the mark of their class. With the name where both fit into the area.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const PLACES = 5; // points of an area at which a label is tried

  /** What an area's label says: 41.2 (per cent, the base under the figure says so), +34%, or a signed difference. */
  function valueOf({ picture, values, previous, classes, outside }, i) {
    const { share, change, signed, count } = swp.numbers;
    if (picture.label_values === 'class') return outside.has(i) ? '' : picture.marks[classes[i]] || '';
    if (values[i] === null) return '';
    const before = picture.records_before || previous;
    if (picture.label_values === 'change') return previous ? change(values[i], previous[i], before[i], picture.decimals) : '';
    if (swp.isSigned(picture)) return signed(values[i]);
    if (!picture.shares_base) return count(values[i], picture.decimals);
    return share(values[i], picture.shares_base, (picture.records || values)[i]).replace('%', '');
  }

  /** The points at which an area's label is tried: the file's own point of its ward first. */
  function pointsOf({ boundaries }, i) {
    const ward = boundaries.wards.features.find(({ properties }) => properties.code === boundaries.codes[i]);
    const own = ward && ward.properties.label ? [ward.properties.label] : [];
    const inside = swp.pointsInside(boundaries.areas.features[i].geometry);
    return [...own, ...(inside.length ? inside : [boundaries.point(i)])].slice(0, PLACES);
  }

  /** Add the labels, most first; of an area's several places the first that fits is used, or none. */
  swp.addValueLabels = (view, add) => {
    const { reading, boundaries, compact } = view;
    const strong = new Set(reading.picture.page_wards || []);
    for (const i of reading.order) {
      const said = valueOf(reading, i);
      if (!said) continue;
      const name = boundaries.names[i];
      const heavy = strong.has(boundaries.codes[i]) || strong.has(name);
      const value = `<b>${swp.escaped(said)}</b>`;
      const points = pointsOf(reading, i);
      const within = boundaries.areas.features[i].geometry;
      const style = `value${heavy ? ' strong' : ''}`;
      const settings = { once: `value ${boundaries.codes[i]}` };
      if (!compact || heavy)
        for (const point of points)
          add(point, style, `<span>${swp.escaped(name)}<br>${value}</span>`, 200, { ...settings, within });
      for (const point of points) add(point, style, `<span>${value}</span>`, 200, { ...settings, within });
      add(points[0], style, `<span>${value}</span>`, 200, settings);
    }
  };
})();
