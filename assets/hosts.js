'use strict';
/**
 * Where a picture is drawn: the elements it names, so that a page may hold several maps, heatmaps and rankings.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const WAIT_MS = 25;
  const TRIES = 40;
  const ONE_OF_EACH = {
    map: 'map',
    card: 'map-card',
    legend: 'map-legend',
    live: 'map-live',
    heatmap: 'heatmap',
    heatmap_peak: 'heatmap-peak',
    heatmap_legend: 'heatmap-legend',
    ranking: 'ranking',
  };

  const ids = (picture) => picture.into || ONE_OF_EACH;

  /** The element a picture fills in a role (map, card, ...), or null where it names none or the page has none. */
  swp.host = (picture, role) => (ids(picture)[role] ? document.getElementById(ids(picture)[role]) : null);

  /** The ids of all elements a picture fills. */
  swp.hostIds = (picture) => Object.values(ids(picture));

  /** What belongs together: a row pointed at speaks on the card of its own picture's map. */
  swp.group = (picture) => ids(picture).map || ids(picture).ranking || '';

  /** Whether a figure (map, heatmap) is the small one: picture.compact is true, or a list of figures. */
  swp.isCompact = ({ compact }, figure) => (Array.isArray(compact) ? compact.includes(figure) : Boolean(compact));

  /** Elements named by a picture may be built by the same answer: wait for them, a second at most. */
  swp.whenThere = async (pictures) => {
    const named = pictures.filter((picture) => picture.into).flatMap(swp.hostIds);
    const missing = () => named.some((id) => !document.getElementById(id));
    for (let tried = 0; tried < TRIES && missing(); tried += 1)
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  };

  /** Forget what was kept for elements that have left the page. */
  swp.forgetGone = (kept, takeDown = () => {}) => {
    for (const [host, state] of kept) {
      if (host.isConnected) continue;
      takeDown(state);
      kept.delete(host);
    }
  };

  /** A reason without the word that it begins with, where the lead has said it. */
  const goOn = (text) => (text || '').replace(/^Withheld: ./, (begins) => begins.at(-1).toUpperCase());

  /** A reason in words where a figure would stand. */
  swp.standIn = (host, lead, text, style = '') => {
    const panel = Object.assign(document.createElement('div'), { className: `void ${style}`.trim() });
    const said = panel.appendChild(document.createElement('p'));
    said.append(Object.assign(document.createElement('b'), { textContent: `${lead} ` }), goOn(text));
    host.replaceChildren(panel);
  };
})();
