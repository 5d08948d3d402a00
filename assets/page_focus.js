'use strict';
/** After a change of page the new headline takes the focus and is announced; the first page is left alone. */
(() => {
  const swp = (window.swp = window.swp || {});
  let shown = null;

  /** A part of the page named in the address is there only once the page is built. */
  function scrollToPart(tries = 60) {
    if (!window.location.hash) return;
    const part = document.getElementById(window.location.hash.slice(1));
    if (part) part.scrollIntoView();
    else if (tries) requestAnimationFrame(() => scrollToPart(tries - 1));
  }

  /** For a clientside callback on the path: swp.focusPage(pathname). */
  swp.focusPage = (pathname) => {
    const { no_update: none } = window.dash_clientside;
    const first = shown === null;
    const same = shown === pathname;
    shown = pathname;
    swp.watchMenu();
    if (first) scrollToPart();
    if (first || same) return none;
    requestAnimationFrame(() =>
      setTimeout(() => {
        const headline = document.querySelector('h1');
        if (!headline) return;
        headline.tabIndex = -1;
        headline.focus({ preventScroll: true });
        window.scrollTo(0, 0);
        const said = document.querySelector('#said, [id$="-said"]');
        if (said) said.textContent = document.title;
      }, 50),
    );
    return none;
  };
})();
