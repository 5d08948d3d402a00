'use strict';
/** The opened parts of the question close on Escape, on a click elsewhere, and when another opens. */
(() => {
  const open = () => document.querySelectorAll('details.pick[open]');

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const part of open()) {
      part.open = false;
      part.querySelector('summary').focus();
    }
  });
  document.addEventListener(
    'toggle',
    (event) => {
      if (!event.target.matches?.('details.pick') || !event.target.open) return;
      for (const part of open()) if (part !== event.target) part.open = false;
      event.target.querySelector('.panel').scrollIntoView({ block: 'nearest' });
    },
    true,
  );
  document.addEventListener('click', (event) => {
    const close = event.target.closest('.pick .close');
    if (close) {
      const part = close.closest('details');
      part.open = false;
      part.querySelector('summary').focus();
    }
    for (const part of open()) if (!part.contains(event.target)) part.open = false;
  });
})();
