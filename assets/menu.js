'use strict';
/** On a phone the menu scrolls sideways: the page one is on is in view there. */
(() => {
  function show() {
    const list = document.querySelector('.top nav');
    const here = list && list.querySelector('[aria-current]');
    if (!here || list.scrollWidth <= list.clientWidth) return;
    const [left, right] = [here.offsetLeft, here.offsetLeft + here.offsetWidth];
    const start = list.offsetLeft;
    if (left - start < list.scrollLeft || right - start > list.scrollLeft + list.clientWidth)
      list.scrollLeft = left - start - (list.clientWidth - here.offsetWidth) / 2;
  }

  new MutationObserver((changes) => {
    if (changes.some(({ target }) => target.closest && target.closest('.top nav'))) show();
    else if (changes.some(({ addedNodes }) => [...addedNodes].some((node) => node.querySelector && node.querySelector('.top nav')))) show();
  }).observe(document.documentElement, { subtree: true, childList: true, attributeFilter: ['aria-current'] });
})();
