'use strict';
/**
 * What Dash calls: one picture or a list of them in, maps, heatmaps and tables drawn. An older picture never follows a newer one.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const newest = new Map(); // by id of an element: the call that is to fill it
  let calls = 0;
  let ahead = null; // what was drawn before Dash had it

  const isNewest = (picture, call) => swp.hostIds(picture).every((id) => newest.get(id) === call);

  function drawHours(picture) {
    swp.paintHeatmap(picture);
    swp.paintHoursStrip(picture);
  }

  function drawAreas(picture, boundaries) {
    const reading = swp.read(picture, swp.shapesOf(picture, boundaries));
    swp.expect(reading);
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

  /** Pictures with what of each seldom changes, which comes apart from them. */
  function whole(given, setting) {
    const settings = [setting].flat();
    return [given].flat().map((picture, i) => picture && { ...settings[i], ...picture }).filter(Boolean);
  }

  /** Draw all that the page has room for; gives the seq drawn, for an output such as data-painted, or no_update. */
  async function paintAll(pictures) {
    const call = (calls += 1);
    for (const picture of pictures) for (const id of swp.hostIds(picture)) newest.set(id, call);
    if (pictures.some((picture) => picture.into)) await swp.whenThere(pictures);
    pictures.filter((picture) => isNewest(picture, call)).forEach(drawHours);
    await draw(pictures.filter((picture) => picture.boundaries), call);
    return [...new Set(pictures.map((picture) => String(picture.seq)))].join(' ');
  }

  const hosts = (pictures) => pictures.flatMap(swp.hostIds).map((id) => document.getElementById(id)).filter(Boolean);

  /** Draw pictures before Dash hands them over (ahead.js); until it has, no other picture is drawn over them. */
  swp.paintAhead = (given, setting) => {
    const pictures = whole(given, setting).map(swp.opened);
    const text = JSON.stringify([given, setting]);
    ahead = { text, drawn: paintAll(pictures), hosts: hosts(pictures) };
    return ahead.drawn.catch(() => {}); // Dash draws it again, and tells of it
  };

  swp.forgetAhead = () => {
    ahead = null;
  };

  /** What Dash hands over to be drawn: nothing more to do where it was drawn ahead and still stands. */
  swp.paint = async (given, setting) => {
    const { no_update: none } = window.dash_clientside;
    const pictures = whole(given, setting).map(swp.opened);
    if (!pictures.length) return none;
    if (ahead) {
      if (ahead.text !== JSON.stringify([given, setting])) return none; // of a question that was overtaken
      const { drawn, hosts: drawnIn } = ahead;
      ahead = null;
      if (drawnIn.length && drawnIn.every((host) => host.isConnected)) return drawn.catch(() => paintAll(pictures));
    }
    return paintAll(pictures);
  };

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    swp: {
      paint: (given, setting) => swp.paint(given, setting),
      paintClaims: (register) => swp.paintClaims(register),
      focusPage: (...all) => swp.focusPage(...all),
    },
  });
})();
