'use strict';
/**
 * The legend of the map: title with measure and unit, touching blocks, bounds under them; withheld only when there is one.
 */
(() => {
  const swp = (window.swp = window.swp || {});

  /** One list of blocks; styles are the class names of the scale, labels the words under them. */
  swp.key = (host, title, styles, labels, held) => {
    const said = JSON.stringify([title, styles, labels, held]);
    if (!host || (host.dataset.said === said && host.childElementCount)) return;
    host.dataset.said = said;
    const list = document.createElement('ol');
    styles.forEach((style, i) => {
      const item = list.appendChild(document.createElement('li'));
      item.appendChild(document.createElement('i')).className = style;
      item.append(labels[i]);
    });
    const heading = Object.assign(document.createElement('p'), { className: 'title', textContent: title });
    host.replaceChildren(heading, list);
    if (!held) return;
    const line = Object.assign(document.createElement('p'), { className: 'held' });
    line.append(document.createElement('i'), held);
    host.append(line);
  };

  swp.paintLegend = (reading) => {
    const { picture, labels, style, held } = reading;
    const area = `a ${picture.level_name || (picture.level === 'ward' ? 'ward' : 'small area')}`;
    const title = picture.legend_title || `${swp.numbers.capital(picture.unit)} in ${area}, ${picture.period}`;
    swp.key(
      swp.host(picture, 'legend'),
      title,
      labels.map((_, i) => style(i)),
      labels,
      held ? picture.held_note || (picture.values_note ? 'Not known' : 'Withheld or not known') : '',
    );
  };
})();
