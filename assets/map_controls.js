'use strict';
/**
 * The map by keyboard: one tab stop, arrow keys go to the neighbour in that direction, Enter chooses, Escape leaves.
 * The ranking table is the other way in; everything the map says stands there too.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const AREAS = { authority: 'local authority', region: 'region' };
  const NAMED = 5; // leading areas in the map's name
  const HINT = 'Arrow keys go from area to area, Enter chooses, plus and minus zoom, Escape leaves.';
  const HINT_STILL = 'Arrow keys go from area to area, Enter chooses, Escape leaves.';

  function button(group, text, label, act) {
    const made = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
    made.setAttribute('aria-label', label);
    made.title = label;
    made.addEventListener('click', act);
    group.append(made);
  }

  function addZoom(view, zoom, home) {
    const group = view.host.appendChild(document.createElement('div'));
    group.className = 'map-zoom';
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', 'Zoom');
    button(group, '+', 'Zoom in', () => zoom(0.5));
    button(group, '−', 'Zoom out', () => zoom(-0.5));
    button(group, '⌂', 'Back to the first view', home);
    button(group, '⤢', 'Show all areas', () => swp.showAll(view));
  }

  /** Zoom buttons beside the map, unless it stands still, and keys upon it. */
  swp.addMapControls = (view) => {
    const home = () => swp.showHome(view);
    const zoom = (by) => {
      view.moved = true;
      view.map.setZoom(view.map.getZoom() + by);
    };
    if (!view.still) addZoom(view, zoom, home);
    view.element.tabIndex = 0;
    view.element.setAttribute('role', 'application');
    view.element.setAttribute('aria-roledescription', 'map');
    view.element.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !view.reading) return;
      if (press(view, event.key, zoom, home)) event.preventDefault();
    });
    view.element.addEventListener('blur', () => {
      if (view.byKeys) {
        view.byKeys = false;
        swp.mark(view.reading, null, 'keys');
      }
    });
  };

  function press(view, key, zoom, home) {
    if (ARROWS[key]) step(view, ARROWS[key]);
    else if ((key === 'Enter' || key === ' ') && view.pointed !== null) swp.choose(view.reading, view.pointed, view.host.id);
    else if (key === 'Escape') {
      swp.mark(view.reading, null, 'keys');
      view.element.blur();
    } else if (view.still) return false;
    else if (key === '+' || key === '=') zoom(0.5);
    else if (key === '-' || key === '_') zoom(-0.5);
    else if (key === 'Home' || key === '0') home();
    else return false;
    return true;
  }

  /** To the nearest area whose middle lies that way, within half a right angle; the first step goes to the choice or the top area. */
  function step(view, [dx, dy]) {
    const { boundaries, reading, map } = view;
    view.byKeys = true;
    if (view.pointed === null) {
      const first = reading.selected.length ? reading.selected[0] : reading.order[0];
      swp.mark(reading, first, 'keys');
      return;
    }
    const beside = view.flat ? swp.nextHexagon(boundaries, view.pointed, [dx, dy]) : undefined;
    if (beside !== undefined && !reading.outside.has(beside)) {
      swp.mark(reading, beside, 'keys');
      return;
    }
    const at = (i) => map.latLngToLayerPoint(view.canvas ? swp.boundsOf(view, i).getCenter() : [...boundaries.point(i)].reverse());
    const here = at(view.pointed);
    let best = { i: null, far: Infinity };
    for (let i = 0; i < boundaries.codes.length; i += 1) {
      if (reading.outside.has(i)) continue;
      const there = at(i);
      const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
      const across = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
      const far = along + 2 * across;
      if (along > 0 && across <= along && far < best.far) best = { i, far };
    }
    if (best.i !== null) swp.mark(reading, best.i, 'keys');
  }

  /** What a screen reader calls the map: the measure, the period and the leading areas. */
  swp.nameMap = (view) => {
    const { reading } = view;
    const leading = reading.top.slice(0, NAMED).map((i) => reading.facts(i).name).join(', ');
    const { title, unit, period, level } = reading.picture;
    const kind = view.flat ? 'hexagon map' : 'map';
    const by = AREAS[level] || (level === 'ward' && title ? 'ward' : 'area');
    const what = `${title ? `${title}: ${kind}` : swp.numbers.capital(kind)} of ${unit} by ${by}, ${period}.`;
    const text = `${what}${leading ? ` Most in ${leading}.` : ''} ${view.still ? HINT_STILL : HINT}`;
    if (view.element.getAttribute('aria-label') !== text) view.element.setAttribute('aria-label', text);
  };
})();
