'use strict';
/** Lists of numbers as short text (layouts/packed.py), and pictures whose lists travel so. */
(() => {
  const swp = (window.swp = window.swp || {});
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const MISSING = '.';
  const SIGNED = '~';
  const BASE = 32;
  const DAY = 24;
  const digits = new Int16Array(128).fill(-1);
  [...ALPHABET].forEach((letter, digit) => {
    digits[letter.charCodeAt(0)] = digit;
  });

  /** The whole numbers of a text, null where one is missing; and their decimals. */
  function wholes(text) {
    const signed = text[1] === SIGNED;
    const found = [];
    let value = 0;
    let scale = 1;
    for (let at = signed ? 2 : 1; at < text.length; at += 1) {
      if (text[at] === MISSING) {
        found.push(null);
        continue;
      }
      const digit = digits[text.charCodeAt(at)];
      value += (digit % BASE) * scale;
      scale *= BASE;
      if (digit >= BASE) continue;
      found.push(!signed ? value : value % 2 ? -(value + 1) / 2 : value / 2);
      value = 0;
      scale = 1;
    }
    return found;
  }

  const stepsOf = (text) => 10 ** Number(text[0]);
  const known = (value, make) => (value === null ? null : make(value));

  /** The numbers of a text; a list that was never packed is given back. */
  function unpacked(given) {
    if (typeof given !== 'string') return given;
    const steps = stepsOf(given);
    return wholes(given).map((value) => known(value, (whole) => whole / steps));
  }

  /** Numbers that were sent as differences to others. */
  function beside(given, others) {
    const steps = stepsOf(given);
    return wholes(given).map((value, i) => known(value, (whole) => (whole + Math.round((others[i] || 0) * steps)) / steps));
  }

  /** Rising places, sent as the gaps between them. */
  function places(given) {
    if (typeof given !== 'string') return given;
    let at = -1;
    return wholes(given).map((gap) => (at += gap + 1));
  }

  /** A week of hours, each day sent as what it differs from the day before. */
  function hours(given) {
    if (typeof given !== 'string') return given;
    const flat = wholes(given);
    const steps = stepsOf(given);
    flat.forEach((value, i) => {
      if (i >= DAY) flat[i] += flat[i - DAY];
    });
    return Array.from({ length: flat.length / DAY }, (_, day) => flat.slice(day * DAY, (day + 1) * DAY).map((value) => value / steps));
  }

  const LISTS = ['values', 'records', 'verdicts', 'classes'];
  const BESIDE = { previous: 'values', records_before: 'records' };
  const PLACES = ['outside', 'scope'];

  /** A picture as the painters read it, of one whose lists are packed; what is not packed stays. */
  swp.opened = (picture) => {
    const made = { ...picture };
    for (const key of LISTS) if (key in made) made[key] = unpacked(made[key]);
    for (const [key, other] of Object.entries(BESIDE))
      if (Array.isArray(made[key]) && made[key].length === 1) made[key] = beside(made[key][0], made[other]);
      else if (key in made) made[key] = unpacked(made[key]);
    for (const key of PLACES) if (key in made) made[key] = places(made[key]);
    if ('hours' in made) made.hours = hours(made.hours);
    return swp.withFirst(made);
  };
  swp.packed = { unpacked, beside, places, hours };
})();
