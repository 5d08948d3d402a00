'use strict';
/** Where Dash's graphs get their library from: the small one we ship, at the address that the page names, and only when one is drawn. */
(() => {
  Object.defineProperty(window, '_dashPlotlyJSURL', {
    get: () => document.documentElement.dataset.charts,
    set: () => {}, // Dash would name the whole library, five times as large
  });
})();
