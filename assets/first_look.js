'use strict';
/**
 * A first look for new visitors of the landing page: five steps, each told in a strip that stands in the page right before
 * what it is about and covers nothing. Left at any time (Escape, or its button) and then not shown again; "/#first-look" brings it back.
 */
(() => {
  const KEPT = 'swp-first-look';
  const AGAIN = '#first-look';
  const INVITATION = 'First time here? Five short steps show what is where; they take a minute.';
  // What is told, what it points at, before which element the strip stands.
  const STEPS = [
    ['The finding.', 'One sentence, worked out from the newest records. The bar under it is the proof: each piece is one small area.', 'main h1', 'main .head'],
    ['The maps.', 'Colours run from few to many, as the key above them says. Point at an area to read its figures, choose it to mark it everywhere; the rows under each map say the same.', '#all-views .map', '#all-views'],
    ['The question.', 'Every underlined part can be changed: what, when, where. The address follows, so a link always brings the same view back.', '.ask .sentences', '.ask'],
    ['Evidence.', 'Is it more than chance? Do published figures come out again? This page answers with its methods.', '.top nav a[href*="/evidence"]', '.ask'],
    ['Take it along.', 'Copy the link, download figures and pictures, or make a board pack of this view.', '.ask .actions', '.ask'],
  ];
  let strip = null;

  /** A browser may forbid storage: then the strip comes again, and can be left again. */
  function kept(value) {
    try {
      if (value) localStorage.setItem(KEPT, value);
      return localStorage.getItem(KEPT);
    } catch {
      return null;
    }
  }

  function unmark() {
    for (const marked of document.querySelectorAll('[data-looked-at]')) marked.removeAttribute('data-looked-at');
  }

  function leave() {
    unmark();
    kept('left');
    if (strip) strip.remove();
    strip = null;
    if (window.location.hash === AGAIN) history.replaceState(history.state, '', window.location.pathname + window.location.search);
    const headline = document.querySelector('main h1');
    if (headline) headline.focus({ preventScroll: true });
  }

  function button(text, onClick, style = '') {
    const made = Object.assign(document.createElement('button'), { type: 'button', textContent: text, className: style });
    made.addEventListener('click', onClick);
    return made;
  }

  /** Put words and buttons into the strip and the strip before an element. */
  function tell(lead, text, before, buttons) {
    if (!strip) {
      strip = Object.assign(document.createElement('div'), { className: 'first-look', id: AGAIN.slice(1) });
      strip.setAttribute('role', 'region');
      strip.setAttribute('aria-label', 'A first look');
      strip.addEventListener('keydown', (event) => event.key === 'Escape' && leave());
    }
    const said = Object.assign(document.createElement('p'), { id: 'first-look-says' });
    if (lead) said.append(Object.assign(document.createElement('b'), { textContent: `${lead} ` }));
    said.append(text);
    const row = Object.assign(document.createElement('p'), { className: 'ways-on' });
    row.append(...buttons);
    strip.replaceChildren(said, row);
    before.before(strip);
  }

  function step(number) {
    const [lead, text, target, before] = STEPS[number];
    const [shown, place] = [document.querySelector(target), document.querySelector(before)];
    if (!shown || !place) return leave();
    const last = number === STEPS.length - 1;
    kept('begun'); // who goes to another page meanwhile has seen it
    const on = button(last ? 'Done' : 'Next', () => (last ? leave() : step(number + 1)), 'on');
    on.setAttribute('aria-describedby', 'first-look-says');
    const ways = [on];
    if (number) ways.push(button('Back', () => step(number - 1)));
    if (!last) ways.push(button('Leave', leave));
    const count = Object.assign(document.createElement('span'), { textContent: `${number + 1} of ${STEPS.length}` });
    tell(lead, text, place, [...ways, count]);
    unmark();
    shown.setAttribute('data-looked-at', '');
    const top = Math.min(strip.getBoundingClientRect().top, shown.getBoundingClientRect().top) + window.scrollY;
    window.scrollTo(0, Math.max(0, top - 16));
    shown.scrollIntoView({ block: 'nearest', inline: 'center' });
    on.focus({ preventScroll: true });
    return null;
  }

  function invite() {
    const place = document.querySelector('.ask');
    tell('', INVITATION, place, [button('Show me', () => step(0), 'on'), button('No, thank you', leave)]);
  }

  /** The landing page is there, was asked for anew or never left: invite once. */
  function look() {
    if (strip && !strip.isConnected) strip = null;
    if (strip || window.location.pathname !== '/' || !document.querySelector('.ask ~ .head') || !document.getElementById('all-views')) return;
    if (window.location.hash === AGAIN) step(0);
    else if (!kept()) invite();
  }

  const watcher = new MutationObserver(look);
  document.addEventListener('DOMContentLoaded', () => watcher.observe(document.body, { childList: true, subtree: true }));
  if (document.body) watcher.observe(document.body, { childList: true, subtree: true });
  window.addEventListener('hashchange', look);
})();
