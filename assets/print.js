'use strict';
/** Before a page goes to paper: its address into the foot of the sheets, and Plotly's drawings free to take another size. */
(() => {
  function freeDrawings() {
    for (const box of document.querySelectorAll('.graph .svg-container')) {
      const [width, height] = [box.offsetWidth, box.offsetHeight];
      if (!width || !height) continue;
      box.style.setProperty('--drawn', `${width} / ${height}`);
      for (const drawing of box.querySelectorAll('.main-svg')) {
        const [wide, high] = ['width', 'height'].map((side) => parseFloat(drawing.getAttribute(side)));
        if (wide && high) drawing.setAttribute('viewBox', `0 0 ${wide} ${high}`);
      }
    }
  }

  window.addEventListener('beforeprint', () => {
    for (const place of document.querySelectorAll('.printed')) place.textContent = window.location.href;
    freeDrawings();
  });
})();
