'use strict';
/**
 * The legend of the map: title with measure and unit, touching blocks, bounds under them; what is not known (striped) and what
 * is withheld (dotted) only where there is such an area.
 */
(() => {
  const swp = (window.swp = window.swp || {});

  function line(style, text) {
    const made = Object.assign(document.createElement('p'), { className: style });
    made.append(document.createElement('i'), text);
    return made;
  }

  /** One list of blocks; styles are the class names of the scale, labels the words under them, then lines of patterns. */
  swp.key = (host, title, styles, labels, held, withheld) => {
    const said = JSON.stringify([title, styles, labels, held, withheld]);
    if (!host || (host.dataset.said === said && host.childElementCount)) return;
    host.dataset.said = said;
    const list = document.createElement('ol');
    styles.forEach((style, i) => {
      const item = list.appendChild(document.createElement('li'));
      item.appendChild(document.createElement('i')).className = style;
      item.append(labels[i]);
    });
    const heading = Object.assign(document.createElement('p'), { className: 'title', textContent: title });
    host.replaceChildren(heading, ...(styles.length ? [list] : []));
    if (held) host.append(line('held', held));
    if (withheld) host.append(line('held withheld', withheld));
  };

  /** No legend, where there is no figure that it would explain. */
  swp.noKey = (host) => {
    if (!host) return;
    delete host.dataset.said;
    host.replaceChildren();
  };

  swp.paintLegend = (reading) => {
    const { picture, style, held, labels, untold, withheld } = reading;
    if (untold && !picture.legend_of_some) {
      swp.noKey(swp.host(picture, 'legend')); // no scale where all is withheld
      return;
    }
    const area = `a ${picture.level_name || (picture.level === 'ward' ? 'ward' : 'small area')}`;
    const title = picture.legend_title || `${swp.numbers.capital(picture.unit)} in ${area}, ${picture.period}`;
    swp.key(
      swp.host(picture, 'legend'),
      title,
      labels.map((_, i) => style(i)),
      labels,
      held ? picture.held_note || (picture.values_note ? 'Not known' : 'Withheld or not known') : '',
      (withheld.size && !untold) || picture.withheld_somewhere ? picture.withheld_note : '',
    );
  };
})();
