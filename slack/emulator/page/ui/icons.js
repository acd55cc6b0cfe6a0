/** Line icons of our own, 20 by 20. */

import {svgElement} from '../blocks/dom.js';

const paths = {
  hash: 'M7.5 3.5 6 16.5M14 3.5l-1.5 13M3.5 7.5h13M3 12.5h13',
  lock: 'M5.5 9.5h9v7h-9zM7.5 9.5V7a2.5 2.5 0 0 1 5 0v2.5',
  bolt: 'M11 2.5 4.5 11.5h5l-1 6 7-9.5h-5z',
  smile: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM6.8 11.8a3.7 3.7 0 0 0 6.4 0M7.6 8v.4M12.4 8v.4',
  reply: 'M3.5 4.5h13v9h-7l-3.5 3v-3h-2.5zM7 8h6M7 10.5h4',
  dots: 'M5 10h.01M10 10h.01M15 10h.01',
  plus: 'M10 4v12M4 10h12',
  close: 'M5 5l10 10M15 5 5 15',
  send: 'M3.5 10 3 3.8 17 10 3 16.2 3.5 10zM3.5 10H10',
  at: 'M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM13 10v1.2a2.2 2.2 0 0 0 4.4 0V10A7.4 7.4 0 1 0 14 16',
  slash: 'M4 3.5h12v13H4zM11.5 6.5l-3 7',
  clip: 'M14.5 9 9.4 14.2a2.6 2.6 0 0 1-3.7-3.7l6-6a1.7 1.7 0 0 1 2.5 2.5l-5.7 5.6',
  search: 'M8.7 14.2a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4',
  down: 'M5.5 8l4.5 4.5L14.5 8',
  arrow: 'M10 4v11M5.5 10.5 10 15l4.5-4.5',
  people:
    'M7.5 9.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM2.8 16c.4-2.8 2.2-4.2 4.7-4.2s4.3 1.4 4.7 4.2M12.8 4.4a2.5 2.5 0 0 1 0 4.9M14 11.9c1.8.3 3 1.6 3.2 4.1',
  home: 'M3.5 9.5 10 4l6.5 5.5M5.5 8.5v8h3.5v-4h2v4h3.5v-8',
  clock: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 6v4.2l2.8 1.8',
  wire: 'M3 7h11M11 4l3 3-3 3M17 13H6M9 10l-3 3 3 3',
  help: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM7.9 7.9a2.1 2.1 0 1 1 3.2 1.8c-.8.5-1.1.9-1.1 1.7M10 13.9v.1',
  file: 'M5 3h6.5L15 6.5V17H5zM11.5 3v3.5H15',
  check: 'M4.5 10.5 8.5 14.5 15.5 6',
  eye: 'M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5zM12.2 10a2.2 2.2 0 1 1-4.4 0 2.2 2.2 0 0 1 4.4 0z',
  edit: 'M4 16l.8-3.5L13 4.2l2.8 2.8-8.3 8.2z',
  trash: 'M4.5 6h11M8 6V4h4v2M6 6l.7 10.5h6.6L14 6',
  tab: 'M8 4H4v12h12v-4M11 4h5v5M16 4l-7 7',
  copy: 'M7 7h9v9H7zM4 13V4h9',
  app: 'M4 4h5v5H4zM11 4h5v5h-5zM4 11h5v5H4zM11 13.5h5M13.5 11v5',
  ticket: 'M3 6h14v2.6a1.5 1.5 0 0 0 0 2.8V14H3v-2.6a1.5 1.5 0 0 0 0-2.8zM12 6v8',
  door: 'M6 3.5h8v13H6zM11.5 10v.2',
  warning: 'M10 3.5 17.5 16.5h-15zM10 8.5v3.5M10 14.2v.1',
};

/**
 * @param {keyof typeof paths} name
 * @param {number} [size]
 */
export function icon(name, size = 18) {
  return svgElement(
    'svg',
    {
      viewBox: '0 0 20 20',
      width: size,
      height: size,
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': name === 'dots' ? 2.4 : 1.6,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
      'aria-hidden': 'true',
      class: 'icon',
    },
    svgElement('path', {d: paths[name]}),
  );
}
