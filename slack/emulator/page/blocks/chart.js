/** Charts: pie, bar, line and area as SVG, with a legend, the values under the pointer, and a table for those who cannot see it. */

import {drawAxes, lineKey} from './chart_axes.js';
import {drawPie} from './chart_pie.js';
import {chartTable, shownNumber, slices} from './chart_scales.js';
import {element, freshId} from './dom.js';
import {drawUnknown} from './unknown.js';

const kinds = {pie: 'Pie chart', bar: 'Bar chart', line: 'Line chart', area: 'Area chart'};

function hiddenTable(title, head, rows) {
  return element('table', {class: 'for-screen-readers'}, element('caption', {}, `${title}: the values`),
    element('thead', {}, element('tr', {}, head.map((text) => element('th', {scope: 'col'}, text)))),
    element('tbody', {}, rows.map(([first, ...rest]) => element('tr', {}, element('th', {scope: 'row'}, first), rest.map((text) => element('td', {}, text))))));
}

function legend(names, kind) {
  const key = (index) => (kind === 'line' || kind === 'area' ? lineKey(index, kind === 'area') : element('span', {class: 'chart-key'}));
  const row = ({name, note}, index) => element('li', {class: `chart-colour-${index % 6}`}, key(index),
    element('span', {class: 'chart-legend-name'}, name), note && element('span', {class: 'chart-legend-note'}, note));
  return element('ul', {class: 'chart-legend', 'aria-hidden': 'true'}, names.map(row));
}

/** The box that follows the pointer. */
function makeTip() {
  const node = element('div', {class: 'chart-tip', 'aria-hidden': 'true', hidden: true});
  return {
    node,
    show(title, rows, at) {
      node.replaceChildren(element('strong', {}, title), ...rows.map(({name, value, colour}) => element('div', {class: `chart-tip-row chart-colour-${colour % 6}`},
        element('span', {class: 'chart-key'}), element('span', {}, name), element('span', {class: 'chart-tip-value'}, value))));
      node.hidden = false;
      const room = node.parentElement.clientWidth;
      const wide = node.offsetWidth;
      node.style.left = `${Math.max(0, Math.min(at.x + 14, room - wide))}px`;
      node.style.top = `${at.y + 14}px`;
      if (at.x + 14 + wide > room) node.style.left = `${Math.max(0, at.x - wide - 14)}px`;
    },
    hide() {
      node.hidden = true;
    },
  };
}

function pieParts(title, chart, tip, name) {
  const parts = slices(chart.segments ?? []);
  const percent = (share) => `${shownNumber(Math.round(share * 1000) / 10)} %`;
  return {
    picture: drawPie(parts, tip, name, percent),
    legend: legend(parts.map((part) => ({name: part.label, note: `${shownNumber(part.value)} · ${percent(part.share)}`})), 'pie'),
    table: hiddenTable(title, ['Part', 'Value', 'Share'], parts.map((part) => [part.label, shownNumber(part.value), percent(part.share)])),
  };
}

function axesParts(title, chart, tip, name) {
  const {categories, series} = chartTable(chart);
  const words = (value) => (value === null ? 'no value' : shownNumber(value));
  return {
    picture: drawAxes(chart, {categories, series}, tip, name),
    legend: series.length > 1 || series[0]?.name ? legend(series.map((each) => ({name: each.name})), chart.type) : null,
    table: hiddenTable(title, [chart.axis_config?.x_label ?? 'Category', ...series.map((each) => each.name || 'Value')],
      categories.map((category, row) => [category, ...series.map((each) => words(each.values[row]))])),
  };
}

export function drawChart(block) {
  const chart = block.chart ?? {};
  if (!Object.hasOwn(kinds, chart.type)) return drawUnknown(block);
  const title = typeof block.title === 'string' ? block.title : block.title?.text ?? 'Chart';
  const tip = makeTip();
  const titleId = freshId('chart');
  const name = `${kinds[chart.type]}: ${title}. The values follow as a table.`;
  const parts = chart.type === 'pie' ? pieParts(title, chart, tip, name) : axesParts(title, chart, tip, name);
  return element('figure', {class: `block-chart block-chart-${chart.type}`, 'aria-labelledby': titleId},
    element('figcaption', {class: 'chart-title', id: titleId}, title),
    element('div', {class: 'chart-body'},
      element('div', {class: 'chart-picture', onpointerleave: () => tip.hide()}, parts.picture, tip.node), parts.legend),
    parts.table);
}
