'use strict';
/**
 * "Copy link" puts the address into the clipboard and answers in place; the answer is also announced. "Copy link to these
 * figures" adds the release that they are of, so that they stay when a newer one comes.
 */
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

  /** The address with its release; one that names a release already stays as it is. */
  function pinned(address) {
    const release = window.swp.shownRelease;
    if (!release || /[?&]release=[^&]/.test(address.search)) return address.href;
    const query = address.search.replace(/^\?/, '');
    return `${address.origin}${address.pathname}?${query ? `${query}&` : ''}release=${release}`;
  }

  document.addEventListener('click', async (event) => {
    const button = event.target.closest('.copy-link');
    if (!button) return;
    const label = button.dataset.label || button.textContent;
    button.dataset.label = label;
    const done = await copy(button.classList.contains('pinned') ? pinned(window.location) : window.location.href);
    button.focus();
    button.textContent = done ? 'Link copied' : 'Copy the address bar';
    const said = document.querySelector('#said, [id$="-said"]');
    if (said) said.textContent = button.textContent;
    setTimeout(() => {
      button.textContent = label;
    }, ANSWER_MS);
  });
})();
