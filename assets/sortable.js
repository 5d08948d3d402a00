'use strict';
/**
 * Tables written by the server, sorted here: table.sortable with a button in each heading that sorts.
 *
 * A cell's data-value is what is compared, a number where it reads as one; without it the cell's words. Empty cells and dashes
 * come last both ways. th[data-first="ascending"] turns the first order of a column round; names always begin with A.
 */
(() => {
  const collator = new Intl.Collator('en-GB', { numeric: true });
  const watched = new WeakSet();

  /** The column a heading stands over, counting the columns that headings before it span. */
  const columnOf = (head) =>
    [...head.parentElement.cells].slice(0, head.cellIndex).reduce((column, cell) => column + cell.colSpan, 0);

  /** What a row is sorted by in a column: a number, words, or null where there is nothing. */
  function valueOf(row, column) {
    let place = 0;
    const cell = [...row.cells].find((one) => (place += one.colSpan) > column);
    if (!cell) return null;
    const said = (cell.dataset.value ?? cell.textContent).trim();
    if (said === '' || said === '–') return null;
    return Number.isFinite(Number(said)) ? Number(said) : said;
  }

  const compare = (a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(a, b));

  function sortBody(body, column, down) {
    const rows = [...body.rows].map((row) => ({ row, value: valueOf(row, column) }));
    const sorted = [...rows].sort((a, b) => {
      if (a.value === null || b.value === null) return (a.value === null) - (b.value === null);
      return compare(a.value, b.value) * (down ? -1 : 1);
    });
    if (sorted.every(({ row }, i) => row === rows[i].row)) return;
    const at = document.activeElement; // a row that is moved would lose it
    body.append(...sorted.map(({ row }) => row));
    if (body.contains(at)) at.focus({ preventScroll: true });
  }

  /** Sort as the headings say; a table nobody has sorted keeps the order of the server. */
  function apply(table) {
    const head = table.tHead && table.tHead.querySelector('th[aria-sort]');
    if (!head) return;
    const down = head.getAttribute('aria-sort') === 'descending';
    for (const body of table.tBodies) sortBody(body, columnOf(head), down);
  }

  /** A new answer in a sorted table is sorted again. */
  function watch(table) {
    if (watched.has(table)) return;
    watched.add(table);
    const settings = { subtree: true, childList: true, characterData: true, attributeFilter: ['data-value'] };
    const watcher = new MutationObserver(() => {
      apply(table);
      watcher.takeRecords(); // its own moves are no news
    });
    watcher.observe(table, settings);
  }

  /** Whether a column begins with its largest: numbers do, names and ranks do not. */
  function beginsDown(table, head) {
    if (head.dataset.first) return head.dataset.first !== 'ascending';
    const values = [...table.tBodies].flatMap((body) => [...body.rows].map((row) => valueOf(row, columnOf(head))));
    return values.some((value) => typeof value === 'number') && !values.some((value) => typeof value === 'string');
  }

  document.addEventListener('click', (event) => {
    const head = event.target.closest('table.sortable thead th');
    if (!head || !event.target.closest('button')) return;
    const table = head.closest('table');
    const before = head.getAttribute('aria-sort');
    const down = before ? before === 'ascending' : beginsDown(table, head);
    for (const other of table.tHead.querySelectorAll('th[aria-sort]')) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    watch(table);
    apply(table);
  });
})();
