'use strict';
/** Links to the same page with another question are followed in place: the map keeps its view, the page is not loaded anew. */
(() => {
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="?"]');
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const page = document.querySelector('[data-url]');
    if (!page) return; // pages without controls are built from their address
    event.preventDefault();
    window.dash_clientside.set_props(page.dataset.url, { search: link.getAttribute('href') });
  });
})();
