'use strict';
/**
 * What Dash calls: one picture in, map, heatmap and table drawn. An older picture never follows a newer one.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  let calls = 0;

  /** The reading of the newest picture only: while boundaries are fetched a later call may overtake this one. */
  async function draw(picture) {
    const call = (calls += 1);
    try {
      const boundaries = await swp.boundaries(picture.boundaries);
      if (call !== calls) return;
      const reading = swp.read(picture, boundaries);
      swp.paintLegend(reading);
      swp.drawMap(reading);
      swp.drawRanking(reading);
    } catch (error) {
      if (call !== calls) return;
      swp.mapFailed();
      throw error;
    }
  }

  /** Draw all that the page has room for; returns the picture's seq for an output such as data-painted, or no_update. */
  swp.paint = (picture) => {
    const { no_update: none } = window.dash_clientside;
    if (!picture) return none;
    swp.paintHeatmap(picture);
    return draw(picture).then(() => String(picture.seq));
  };

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    swp: { paint: (picture) => swp.paint(picture), focusPage: (...all) => swp.focusPage(...all) },
  });
})();
