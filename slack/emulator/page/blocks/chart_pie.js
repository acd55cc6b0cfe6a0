/** A pie, as a ring with its total in the middle. */

import {shownNumber, slicePath} from './chart_scales.js';
import {svgElement} from './dom.js';

const centre = {x: 110, y: 110};
const outer = 104;
const inner = 58;

/** Where the words of a slice stand. */
function middle({from, to}) {
  const angle = ((from + to) / 2 - 0.25) * 2 * Math.PI;
  const radius = (outer + inner) / 2;
  return {x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle)};
}

function drawSlice(part, index, words) {
  const place = middle(part);
  const whole = part.share > 0.9999;
  const said = {x: place.x.toFixed(1), y: (place.y + 4).toFixed(1), 'text-anchor': 'middle'};
  return svgElement('g', {class: `chart-slice chart-colour-${index % 6}`},
    svgElement('path', {d: slicePath(centre, outer, inner, part.from, part.to), class: whole ? 'chart-fill' : 'chart-fill chart-gap'}),
    part.share >= 0.06 && !whole && svgElement('text', {...said, class: 'chart-on-fill'}, words));
}

export function drawPie(parts, tip, name, percent) {
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  const svg = svgElement('svg', {viewBox: '0 0 220 220', role: 'img', 'aria-label': name, class: 'chart-pie'});
  parts.forEach((part, index) => {
    if (part.share <= 0) return;
    const slice = drawSlice(part, index, `${Math.round(part.share * 100)} %`);
    slice.addEventListener('pointermove', (event) => {
      const box = svg.getBoundingClientRect();
      const row = {name: percent(part.share), value: shownNumber(part.value), colour: index};
      tip.show(part.label, [row], {x: event.clientX - box.left, y: event.clientY - box.top});
    });
    slice.addEventListener('pointerleave', () => tip.hide());
    svg.append(slice);
  });
  svg.append(svgElement('text', {x: centre.x, y: centre.y + 2, class: 'chart-total', 'text-anchor': 'middle'}, shownNumber(total)),
    svgElement('text', {x: centre.x, y: centre.y + 20, class: 'chart-label', 'text-anchor': 'middle'}, 'total'));
  return svg;
}
