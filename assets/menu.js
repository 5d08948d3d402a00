'use strict';
/**
 * The menu carries the question of the address as it is now: the server wrote its links when the page was opened, and the
 * question bar has changed the address since. What the landing page asks of one view alone goes to that view's page. Where it
 * scrolls, the current page is in view.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const VIEWS = { '/west-end': 'we', '/serious-youth-violence': 'syv', '/neighbourhoods': 'nb' };

  const written = window.location.search; // what the server's links say

  /** The query for a page: all keys, or for a view's page the shared ones with the view's own in their place. */
  function queryFor(path, search) {
    const asked = new URLSearchParams(search);
    const own = [...asked].filter(([key]) => key.includes('.'));
    const view = VIEWS[path];
    if (!own.length || !view) return search;
    for (const [key] of own) asked.delete(key);
    for (const [key, value] of own) if (key.startsWith(`${view}.`)) asked.set(key.slice(view.length + 1), value);
    const told = [...asked].map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll('%2C', ',')}`).join('&');
    return told && `?${told}`;
  }

  const freshen = ({ target }) => {
    const menu = target instanceof Element && target.closest('#navigation');
    if (!menu || window.location.search === written) return;
    for (const link of menu.querySelectorAll('a')) {
      const path = link.getAttribute('href').split('?')[0];
      const href = path + queryFor(path, window.location.search);
      if (link.getAttribute('href') !== href) link.setAttribute('href', href);
    }
  };
  for (const kind of ['pointerover', 'focusin', 'click']) document.addEventListener(kind, freshen, true);

  /** On a phone the menu scrolls sideways: the page one is on is in view there. */
  function showCurrent(menu) {
    const here = menu.querySelector('[aria-current]');
    if (!here || menu.scrollWidth <= menu.clientWidth) return;
    const [all, own] = [menu.getBoundingClientRect(), here.getBoundingClientRect()];
    if (own.left < all.left || own.right > all.right) menu.scrollLeft += own.left - all.left - (all.width - own.width) / 2;
  }

  const watched = new WeakSet();

  /** Keep it so: the server writes the menu anew for each page. */
  swp.watchMenu = () => {
    const menu = document.getElementById('navigation');
    if (!menu || watched.has(menu)) return;
    watched.add(menu);
    showCurrent(menu);
    new MutationObserver(() => showCurrent(menu)).observe(menu, { childList: true, subtree: true, attributeFilter: ['aria-current'] });
  };
})();
