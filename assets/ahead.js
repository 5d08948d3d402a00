'use strict';
/**
 * The answer ahead of Dash. Between a choice and its picture Dash renders twice: it takes the new link in, asks, and takes
 * two dozen parts in before the first colour changes. Here the page's question goes out as soon as its link is known, and the
 * picture is drawn as soon as it has come; Dash finds the answer waiting, and the picture drawn.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const AT_MOST_MS = 100; // that Dash is kept waiting
  const pages = new Map(); // by id of an address: the question a page asks of it, and the setting of its pictures
  let early = null; // the question that went out ahead, until Dash asks it
  let newest = ''; // the last that did

  const parsed = (text) => {
    try {
      return JSON.parse(text);
    } catch {
      return {};
    }
  };
  const isPicture = ({ id, property }) => property === 'data' && /(^|-)picture$/.test(id);

  /** The page whose question this is: it reads one address and writes a picture; null for any other request. */
  function pageOf(question) {
    const address = [question.inputs].flat().find((input) => input && input.property === 'search');
    const picture = [question.outputs].flat().find((output) => output && isPicture(output));
    if (!picture || !address) return null;
    return { address: address.id, picture: picture.id, setting: picture.id.replace(/picture$/, 'setting') };
  }

  /** What went ahead no longer counts. */
  swp.dropAhead = () => {
    if (early) early.control.abort();
    early = null;
    swp.forgetAhead();
  };

  /** What Dash asks: the same question that is on its way already, or null. */
  swp.askedAhead = (body) => {
    const question = parsed(body);
    const page = pageOf(question);
    if (!page) return null;
    const found = early && early.body === body ? early : null;
    if (!found) swp.dropAhead(); // Dash asks something else
    early = null;
    const before = pages.get(page.address) || {};
    pages.set(page.address, { ...before, ...page, question, told: found ? before.told : {} });
    return found;
  };

  /** What the answer says of the question's own state: Dash will ask the next one with it. */
  function keep(page, response) {
    for (const { id, property } of page.question.state || [])
      if (response[id] && property in response[id]) page.told[`${id}.${property}`] = response[id][property];
    if (response[page.setting]) page.settings = response[page.setting].data;
  }

  const brought = (told) => (state) => {
    const key = `${state.id}.${state.property}`;
    return key in told ? { ...state, value: told[key] } : state;
  };

  function askAhead(page, search, ask) {
    const { question } = page;
    const changed = `${page.address}.search`;
    const body = JSON.stringify({
      ...question,
      inputs: question.inputs.map((input) => (input.property === 'search' ? { ...input, value: search } : input)),
      state: (question.state || []).map(brought(page.told)),
      changedPropIds: [changed],
      parsedChangedPropsIds: [changed],
    });
    if (early) early.control.abort();
    const control = new AbortController();
    const answer = ask(body, control.signal);
    answer.catch(() => {}); // Dash, where it waits for it, is told
    newest = body;
    early = { body, control, answer };
  }

  /** Until the next frame has been shown; not for ever, for a hidden tab shows none. */
  const shown = () =>
    Promise.race([
      new Promise((go) => requestAnimationFrame(() => setTimeout(go))),
      new Promise((go) => setTimeout(go, AT_MOST_MS)),
    ]);

  /**
   * An answer has come: draw its picture, or ask for the page of the new link it brings. Resolves when Dash may have it,
   * for its work would keep the picture from being shown.
   */
  swp.cameAhead = async (body, text, ask) => {
    const { response } = parsed(text);
    if (!response) return;
    const own = pageOf(parsed(body));
    const page = own && pages.get(own.address);
    if (page) {
      keep(page, response);
      const picture = response[page.picture];
      if (!picture || !page.settings || newest !== body) return;
      await swp.paintAhead(picture.data, page.settings);
      await shown();
      return;
    }
    for (const [address, read] of pages)
      if (response[address] && typeof response[address].search === 'string') askAhead(read, response[address].search, ask);
    if (early) await Promise.race([early.answer.catch(() => {}), new Promise((go) => setTimeout(go, AT_MOST_MS))]);
  };
})();
