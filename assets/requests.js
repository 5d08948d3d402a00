'use strict';
/**
 * What Dash asks of the server. Things it does not do by itself: a request that a later one overtakes (the same output,
 * asked for again while one types or drags) is given up, so that its answer is neither waited for nor sent; a machine
 * that has not got the release yet that this page has seen is asked again, and so is one that drops the connection; and
 * what the server cannot do is said on the page.
 */
(() => {
  const swp = (window.swp = window.swp || {});
  const SEEN = 'X-Swp-Release';
  const BEHIND = 'X-Swp-Behind';
  const KEPT = 'swp-release'; // in this tab: the newest release seen, also by the page before
  const PAGES = '_pages_content'; // Dash's own: the page stands in it
  const AGAIN_MS = 400; // after which a dropped connection is tried once more: another worker has taken over
  const UNREACHABLE = 'The server cannot be reached. What is shown here stays as it was; try again in a minute.';
  const TRIES = 12; // five seconds together; then an older release is better than none
  const ours = /^\/(?:_dash-update-component|_dash-layout|boundaries\/|beside\/)/;
  const plain = window.fetch.bind(window);
  const underWay = new Map(); // by output
  const wait = (milliseconds) => new Promise((go) => setTimeout(go, milliseconds));

  function seen() {
    try {
      return sessionStorage.getItem(KEPT);
    } catch {
      return null; // storage may be forbidden
    }
  }

  function keep(release) {
    if (release) swp.releaseSeen(release);
    try {
      if (release) sessionStorage.setItem(KEPT, release);
    } catch {
      /* then the next page starts anew */
    }
  }

  /** On the page, where it is read out; the next answer takes it away. */
  function say(text) {
    const dash = window.dash_clientside;
    if (dash && dash.set_props) dash.set_props('notice', { children: text });
  }

  /** Ask; once more where the connection was dropped, which questions bear: they change nothing. */
  async function reach(address, options) {
    const givenUp = (error) => (options.signal && options.signal.aborted) || error.name === 'AbortError';
    try {
      return await plain(address, options);
    } catch (error) {
      if (givenUp(error)) throw error;
    }
    await wait(AGAIN_MS);
    try {
      return await plain(address, options);
    } catch (error) {
      if (!givenUp(error)) say(UNREACHABLE);
      throw error;
    }
  }

  /** Ask, and again where the machine is behind; the last time whatever it has is welcome. */
  async function ask(address, options) {
    for (let tries = 0; ; tries += 1) {
      const headers = new Headers(options.headers);
      const release = seen();
      if (release && tries < TRIES && address.startsWith('/_dash')) headers.set(SEEN, release);
      const answer = await reach(address, { ...options, headers });
      if (answer.status >= 500 && address.startsWith('/_dash')) say(await answer.clone().text());
      if (!answer.headers.has(BEHIND) || tries > TRIES) {
        keep(answer.headers.get(SEEN));
        return answer;
      }
      await wait(tries ? 70 * tries : 0); // the next request may well meet another machine
    }
  }

  /** Whether an output stands in the frame around the pages, which stays when a page goes: the menu. */
  function ofTheFrame(output) {
    const first = document.getElementById(/^"(?:\.\.)?([^.]*)/.exec(output)[1]);
    return first !== null && !first.closest(`#${PAGES}`);
  }

  /** The page is being built anew: answers to its predecessor would tell the new one that it has what only that had. */
  function giveUpThePageBefore(own) {
    for (const [output, control] of underWay) if (output !== own && !ofTheFrame(output)) control.abort();
    swp.dropAhead();
  }

  /** The whole answer, so that nothing is given up once Dash has it; what follows from it at once is begun. */
  async function taken(address, options) {
    const answer = await ask(address, options);
    const content = await answer.arrayBuffer();
    const text = new TextDecoder().decode(content);
    await swp.cameAhead(options.body, text, (body, signal) => taken(address, { ...options, body, signal }));
    return { answer, content };
  }

  /** One request of Dash for an output; given up, it is answered as "nothing changes". */
  async function askOnce(address, options) {
    const [, output] = /^\{"output":("(?:[^"\\]|\\.)*")/.exec(options.body) || [];
    if (!output) return ask(address, options);
    const overtaken = underWay.get(output);
    if (overtaken) overtaken.abort();
    const early = swp.askedAhead(options.body);
    const control = early ? early.control : new AbortController();
    underWay.set(output, control);
    try {
      const { answer, content } = await (early ? early.answer : taken(address, { ...options, signal: control.signal }));
      if (output.includes(`${PAGES}.children`) && answer.status === 200) giveUpThePageBefore(output);
      return new Response(content.byteLength ? content : null, answer);
    } catch (error) {
      if (control.signal.aborted) return new Response(null, { status: 204 });
      throw error;
    } finally {
      if (underWay.get(output) === control) underWay.delete(output);
    }
  }

  window.fetch = (address, options = {}) => {
    const path = typeof address === 'string' ? address : '';
    if (!ours.test(path)) return plain(address, options);
    return options.method === 'POST' && typeof options.body === 'string' ? askOnce(path, options) : ask(path, options);
  };
})();
