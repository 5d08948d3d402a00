'use strict';
/**
 * The bar of all areas, from the most to the fewest (layouts/bar_of_areas.py): segments as wide as their part, drawn where an
 * element holds their values in data-parts. Areas of a hair's breadth have no line between them, so one block stands for all
 * that follow each other in one style: thousands of areas are a few hundred elements.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const HOSTS = '[data-parts]';
  const drawn = new WeakMap(); // by host: the text drawn

  function segment(part, style, said) {
    const made = document.createElement('div');
    made.className = style;
    made.style.setProperty('--part', String(Math.round(part * 1000) / 1000));
    if (said) made.append(Object.assign(document.createElement('span'), { textContent: said }));
    return made;
  }

  /** The style of a place: the first whose places reach so far. */
  function styleOf({ upto, rest = '' }, place) {
    const found = Object.entries(upto).find(([, end]) => place < end);
    return found ? found[0] : rest;
  }

  function blocks(told) {
    const made = [];
    swp.packed.unpacked(told.parts).forEach((part, place) => {
      const isHair = place >= told.hair;
      const style = `${styleOf(told, place)}${isHair ? ' hair' : ''}`.trim();
      const last = made[made.length - 1];
      if (isHair && last && last.style === style) last.part += part;
      else made.push({ part, style, said: (told.said || [])[place] });
    });
    if (told.withheld) made.push({ part: told.withheld, style: 'withheld' }); // of the areas that are not told
    return made.map(({ part, style, said }) => segment(part, style, said));
  }

  function paint(host) {
    if (drawn.get(host) === host.dataset.parts && host.firstChild) return;
    drawn.set(host, host.dataset.parts);
    host.replaceChildren(...blocks(JSON.parse(host.dataset.parts)));
  }

  const brings = (node) => node.nodeType === 1 && (node.matches(HOSTS) || node.querySelector(HOSTS));
  new MutationObserver((records) => {
    if (records.some(({ attributeName, addedNodes }) => attributeName || [...addedNodes].some(brings)))
      document.querySelectorAll(HOSTS).forEach(paint);
  }).observe(document.documentElement, { subtree: true, childList: true, attributeFilter: ['data-parts'] });
})();
