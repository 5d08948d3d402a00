'use strict';
/**
 * One area pointed at, in the map or in the table: each tells the other, and a choice goes to the server.
 */
(() => {
  const swp = (window.swp = window.swp || {});

  /** Point at an area (its place in the boundaries), or at none with null; `how` is pointer, keys or row. */
  swp.mark = (index, how) => document.dispatchEvent(new CustomEvent('swp:mark', { detail: { index, how } }));

  /** Choose an area, or give it up when it was chosen: the server decides and writes the link. */
  swp.choose = (code) => window.dash_clientside.set_props('map-choice', { data: { code, at: Date.now() } });
})();
