'use strict';
/**
 * Where people sign in. A session ends by itself: what the page then asks for is refused (401), and the page goes to the
 * sign-in, which leads back to the same link. Loaded before requests.js, which asks through this one. The link in the head
 * that signs out sends a form, which no other site can do for the reader; without scripts it leads to a page with that form.
 */
(() => {
  const plain = window.fetch.bind(window);
  let leaving = false;

  window.fetch = async (address, options) => {
    const answer = await plain(address, options);
    if (answer.status !== 401 || new URL(answer.url).origin !== window.location.origin) return answer;
    if (!leaving) {
      leaving = true;
      const { pathname, search, hash } = window.location;
      window.location.assign(`/sign-in?next=${encodeURIComponent(pathname + search + hash)}`);
    }
    return new Response(null, { status: 204 }); // nothing changes on a page that is being left
  };

  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href="/sign-out"], a[href="/sign-in"]') : null;
    if (!link) return;
    event.preventDefault();
    if (link.pathname === '/sign-in') {
      window.location.assign(`/sign-in?next=${encodeURIComponent(window.location.pathname + window.location.search)}`);
      return;
    }
    const form = Object.assign(document.createElement('form'), { method: 'post', action: '/sign-out' });
    document.body.append(form);
    form.submit();
  });
})();
