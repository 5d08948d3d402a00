'use strict';
/** The 24 hours as bars from 06:00 to 06:00, night in night ink, the share at night said at the right; a text stands for the picture. */
(() => {
  const swp = (window.swp = window.swp || {});
  const FEW = 10; // under so many records no share is given
  const FIRST = 6;
  const NIGHT = 12; // the bar of 18:00
  const AXIS = '<span>06:00</span><span>12:00</span><span>18:00</span><span>midnight</span><span>06:00</span>';
  const BARS = Array.from({ length: 24 }, (_, column) => `<i${column < NIGHT ? '' : ' class="night"'}></i>`).join('');
  const SKELETON = `<p class="cap"><span></span><span><b></b> at night</span></p><div class="cols" role="img">${BARS}</div>
    <div class="ax" aria-hidden="true">${AXIS}</div>`;

  const sum = (numbers) => numbers.reduce((total, number) => total + (number || 0), 0);

  /** What the bars show in words, where the server gives none: the fullest hour and the share at night. */
  function inWords(title, byHour, share) {
    const fullest = byHour.indexOf(Math.max(...byHour));
    const hour = swp.numbers.hour((fullest + FIRST) % 24);
    return `${title}: most from ${hour}${share ? `, ${share} at night, 18:00 to 06:00` : ''}.`;
  }

  /** Write a picture's hours into its strip; does nothing where it names none. */
  swp.paintHoursStrip = (picture) => {
    const host = swp.host(picture, 'hours_strip');
    if (!host) return;
    if (picture.hours_unsaid) {
      host.replaceChildren(); // the page says once why there are none
      return;
    }
    if (!picture.hours && picture.hours_withheld) {
      const textContent = `The hours are withheld. ${picture.hours_note || ''}`.trim();
      host.replaceChildren(Object.assign(document.createElement('p'), { className: 'base', textContent }));
      return;
    }
    if (!picture.hours) {
      swp.standIn(host, 'The hours are not known.', picture.hours_note, 'hrs-void');
      return;
    }
    if (!host.querySelector('.cols')) host.innerHTML = SKELETON;
    host.classList.add('hrs');
    const byHour = Array.from({ length: 24 }, (_, column) => sum(picture.hours.map((day) => day[(column + FIRST) % 24])));
    const total = sum(byHour);
    const isTold = picture.hours.flat().every((value) => value !== null);
    const share = isTold && total >= FEW && (picture.hours_records || total) >= FEW ? `${Math.round((100 * sum(byHour.slice(NIGHT))) / total)}%` : '';
    const title = picture.strip_title || `${swp.numbers.capital(picture.hours_of || picture.unit)} by hour`;
    const highest = Math.max(...byHour, 1);
    const [said, night] = host.querySelectorAll('.cap > span');
    said.textContent = title;
    night.firstElementChild.textContent = share;
    night.hidden = !share;
    host.querySelectorAll('.cols i').forEach((bar, column) => {
      bar.style.setProperty('--h', ((100 * byHour[column]) / highest).toFixed(1));
    });
    host.querySelector('.cols').setAttribute('aria-label', picture.strip_says || inWords(title, byHour, share));
  };
})();
