'use strict';
/** "Copy link" puts the address into the clipboard and answers in place; the answer is also announced. */
(() => {
  const ANSWER_MS = 2500;

  /** Where the clipboard is not allowed (plain http, old browsers) a selected field does the same. */
  function byField(text) {
    const field = Object.assign(document.createElement('textarea'), { value: text, className: 'vh' });
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return byField(text);
    }
  }

  document.addEventListener('click', async (event) => {
    const button = event.target.closest('.copy-link');
    if (!button) return;
    const label = button.dataset.label || button.textContent;
    button.dataset.label = label;
    const done = await copy(window.location.href);
    button.focus();
    button.textContent = done ? 'Link copied' : 'Copy the address bar';
    const said = document.querySelector('#said, [id$="-said"]');
    if (said) said.textContent = button.textContent;
    setTimeout(() => {
      button.textContent = label;
    }, ANSWER_MS);
  });
})();
