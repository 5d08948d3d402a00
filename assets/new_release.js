'use strict';
/**
 * A page that stays open while a new release comes out: from then on its answers are of the new one, and it says so.
 * Also keeps which release the figures shown are of, for "Copy fixed link" (assets/copy_link.js).
 */
(() => {
  const swp = (window.swp = window.swp || {});
  let first = null; // the release that this page began with

  function say(release) {
    const place = document.querySelector('.about-data .wrap');
    if (!place) return;
    let line = document.getElementById('newer-release');
    if (!line) {
      line = document.createElement('p');
      line.id = 'newer-release';
      line.className = 'newer';
      line.setAttribute('role', 'status');
      place.append(line);
    }
    const again = Object.assign(document.createElement('a'), { href: window.location.href, textContent: 'Load this page again' });
    line.replaceChildren(
      `Release ${release.split('-')[0]} has come out while this page was open: what is asked from now on is of it. `,
      again,
    );
    again.addEventListener('click', (event) => {
      event.preventDefault();
      window.location.reload();
    });
  }

  /** Called with the release of every answer (assets/requests.js). */
  swp.releaseSeen = (release) => {
    swp.shownRelease = release;
    if (first === null) first = release;
    else if (release !== first) say(release);
  };
})();
