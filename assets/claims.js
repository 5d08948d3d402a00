'use strict';
/** The register of published figures: rows as data, written into a table at once; hundreds of them are no wait. */
(() => {
  const swp = (window.swp = window.swp || {});
  const HEADS = [['Figure', ''], ['Published', 'r'], ['Ours', 'r'], ['Difference', 'r'], ['So', '']];
  const make = (tag, className, ...children) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };

  /** One figure: its name opens the view that gives it, where the release can answer. */
  function rowOf({ says, href, where, published, ours, difference, state, verdict, why }) {
    const name = href ? Object.assign(make('a', '', says), { href }) : says;
    const head = make('th', '', name, make('span', 'base', where));
    head.scope = 'row';
    const told = make('td', '', make('b', `state ${state}`, verdict));
    if (why) told.append(' ', make('span', 'why', why));
    return make('tr', '', head, ...[published, ours, difference].map((text) => make('td', 'r', text)), told);
  }

  function tableOf(rows) {
    const heads = HEADS.map(([text, style]) => Object.assign(make('th', style, text), { scope: 'col' }));
    const caption = make('caption', 'vh', `${swp.numbers.count(rows.length)} published figures`);
    return make('table', 'claims', caption, make('thead', '', make('tr', '', ...heads)), make('tbody', '', ...rows.map(rowOf)));
  }

  /** Write the rows into the element named; a sentence where there are none. */
  swp.paintClaims = (register) => {
    const host = register && document.getElementById(register.into);
    if (!host) return '';
    host.replaceChildren(register.rows.length ? tableOf(register.rows) : make('p', 'nothing', 'No published figure of this kind.'));
    return String(register.rows.length);
  };
})();
