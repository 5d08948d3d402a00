'use strict';
/**
 * The card beside the area pointed at: in the corner where it hides neither the area nor the zoom buttons; under the map on a phone.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const SVG = 'http://www.w3.org/2000/svg';
  const DOCKED = 'screen and (max-width: 40rem)'; // where map.css gives the card a place of its own
  const CORNERS = ['top right', 'bottom right', 'top left'];
  const EVERY_CORNER = [...CORNERS, 'bottom left']; // without zoom buttons

  function write(card, reading, i) {
    const told = reading.facts(i);
    const change = swp.changeParts(told);
    const rows = [[swp.numbers.capital(reading.picture.unit), told.value]];
    if (reading.picture.shares_base) rows.push(['Share', told.share]);
    if (told.previous !== null) rows.push([reading.picture.then || 'A year earlier', told.previous], ['Change', change.text, change.style]);
    const title = document.createElement('b');
    title.textContent = [told.name, told.place].filter(Boolean).join(' ');
    const where = Object.assign(document.createElement('span'), { className: 'place' });
    where.textContent = [told.ward, told.rank].filter(Boolean).join(' · ');
    const list = document.createElement('dl');
    for (const [term, text, style] of rows) {
      list.append(
        Object.assign(document.createElement('dt'), { textContent: term }),
        Object.assign(document.createElement('dd'), { textContent: text, className: style || '' }),
      );
    }
    card.replaceChildren(title, where, list);
    for (const said of [told.verdict, told.kind].filter(Boolean))
      card.append(
        Object.assign(document.createElement('span'), {
          className: 'place',
          textContent: swp.numbers.capital(said),
        }),
      );
  }

  /** Extent of an area on screen, relative to the map. */
  function extent(view, i) {
    const box = swp.boundsOf(view, i);
    const a = view.map.latLngToContainerPoint(box.getNorthWest());
    const b = view.map.latLngToContainerPoint(box.getSouthEast());
    return { left: a.x, top: a.y, right: b.x, bottom: b.y };
  }

  /** How much of the area the card would hide in a corner. */
  function hidden(view, card, box, corner) {
    const width = card.offsetWidth + 12;
    const height = card.offsetHeight + 12;
    const left = corner.includes('right') ? view.element.clientWidth - width : 0;
    const top = corner.includes('bottom') ? view.element.clientHeight - height : 0;
    return (
      Math.max(0, Math.min(box.right, left + width) - Math.max(box.left, left)) *
      Math.max(0, Math.min(box.bottom, top + height) - Math.max(box.top, top))
    );
  }

  function place(view, card, i) {
    const box = extent(view, i);
    const [best] = (view.compact ? EVERY_CORNER : CORNERS).map((corner, order) => ({ corner, order, hides: hidden(view, card, box, corner) })).sort(
      (a, b) => a.hides - b.hides || a.order - b.order,
    );
    card.dataset.corner = best.corner;
    return best.corner;
  }

  /** A thin line from the card to the area it speaks of, while the area is in view. */
  function lead(view, card, i, corner) {
    const [lon, lat] = view.boundaries.point(i);
    const { x, y } = view.map.latLngToContainerPoint([lat, lon]);
    const { clientWidth, clientHeight } = view.element;
    if (x < 0 || y < 0 || x > clientWidth || y > clientHeight) return;
    const left = corner.includes('right') ? clientWidth - card.offsetWidth : 0;
    const top = corner.includes('bottom') ? clientHeight - card.offsetHeight : 0;
    const within = (value, from, length) => Math.min(Math.max(value, from), from + length);
    const svg = view.host.appendChild(document.createElementNS(SVG, 'svg'));
    svg.setAttribute('class', 'leader');
    svg.setAttribute('aria-hidden', 'true');
    const line = svg.appendChild(document.createElementNS(SVG, 'line'));
    const ends = { x1: within(x, left, card.offsetWidth), y1: within(y, top, card.offsetHeight), x2: x, y2: y };
    for (const [name, value] of Object.entries(ends)) line.setAttribute(name, value);
  }

  /** Take the line away: the map moves, or nothing is pointed at. */
  swp.dropLead = (view) => view.host.querySelectorAll('.leader').forEach((line) => line.remove());

  /** Show the area pointed at; without one the chosen area (not on a small map), and on a phone, where the card has its own place, the first. */
  swp.showCard = (view, index, how) => {
    const { reading } = view;
    const card = swp.host(reading.picture, 'card');
    const live = swp.host(reading.picture, 'live');
    if (live && how === 'keys') live.textContent = index === null ? '' : reading.sentence(index);
    swp.dropLead(view);
    if (!card) return;
    card.classList.toggle('small', view.compact);
    const docked = !view.compact && window.matchMedia(DOCKED).matches; // asking the page itself would lay it out
    const chosen = view.compact ? [] : reading.selected; // a small map would be covered for as long as the choice stands
    const [i] = [index, ...chosen, docked ? reading.order[0] : null].filter((found) => found !== null);
    card.hidden = i === undefined || i >= view.boundaries.codes.length;
    if (card.hidden) return;
    write(card, reading, i);
    if (docked) return;
    const corner = place(view, card, i);
    if (index !== null) lead(view, card, i, corner);
  };
})();
