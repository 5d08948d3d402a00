'use strict';
/**
 * What Dash calls: one picture or a list of them in, maps, heatmaps and tables drawn. An older picture never follows a newer one.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const newest = new Map(); // by id of an element: the call that is to fill it
  let calls = 0;

  const isNewest = (picture, call) => swp.hostIds(picture).every((id) => newest.get(id) === call);

  function drawHours(picture) {
    swp.paintHeatmap(picture);
    swp.paintHoursStrip(picture);
  }

  function drawAreas(picture, boundaries) {
    const reading = swp.read(picture, swp.shapesOf(picture, boundaries));
    swp.paintLegend(reading);
    swp.drawMap(reading);
    swp.drawRanking(reading);
  }

  /** Draw one picture whose boundaries have come or failed; gives the error, if any, so that the others are drawn too. */
  function drawOne(picture, fetched) {
    try {
      if (fetched.status === 'rejected') throw fetched.reason;
      drawAreas(picture, fetched.value);
      return null;
    } catch (error) {
      swp.mapFailed(picture);
      return error;
    }
  }

  /** All in one go once every file has come; while they are fetched a later call may overtake this one. */
  async function draw(pictures, call) {
    const fetched = await Promise.allSettled(pictures.map((picture) => swp.boundaries(picture.boundaries)));
    const errors = pictures
      .map((picture, i) => (isNewest(picture, call) ? drawOne(picture, fetched[i]) : null))
      .filter(Boolean);
    if (errors.length) throw errors[0];
  }

  /** Draw all that the page has room for; gives the seq drawn, for an output such as data-painted, or no_update. */
  swp.paint = async (given) => {
    const { no_update: none } = window.dash_clientside;
    const pictures = (Array.isArray(given) ? given : [given]).filter(Boolean);
    if (!pictures.length) return none;
    const call = (calls += 1);
    for (const picture of pictures) for (const id of swp.hostIds(picture)) newest.set(id, call);
    if (pictures.some((picture) => picture.into)) await swp.whenThere(pictures);
    pictures.filter((picture) => isNewest(picture, call)).forEach(drawHours);
    await draw(pictures.filter((picture) => picture.boundaries), call);
    return [...new Set(pictures.map((picture) => String(picture.seq)))].join(' ');
  };

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    swp: {
      paint: (given) => swp.paint(given),
      paintClaims: (register) => swp.paintClaims(register),
      focusPage: (...all) => swp.focusPage(...all),
    },
  });
})();
