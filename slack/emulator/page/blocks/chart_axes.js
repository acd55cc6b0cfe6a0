/** Bars, lines and areas between two axes. */

import {along, axisFor, cut, labelFit, shortNumber, shownNumber} from './chart_scales.js';
import {svgElement} from './dom.js';

const width = 600;
const top = 12;
const right = 14;
const plotHeight = 210;
const slant = (40 * Math.PI) / 180;
const dashes = [null, '7 4', '2 4', '9 4 2 4', '12 5', '4 3'];

/** Marks of different shapes, so that colour is not all that tells lines apart. */
export function mark(shape, x, y) {
  const at = `translate(${x.toFixed(1)} ${y.toFixed(1)})`;
  const forms = [
    () => svgElement('circle', {r: 4}),
    () => svgElement('rect', {x: -3.7, y: -3.7, width: 7.4, height: 7.4}),
    () => svgElement('path', {d: 'M 0 -5 L 4.8 3.8 L -4.8 3.8 Z'}),
    () => svgElement('path', {d: 'M 0 -5.2 L 5.2 0 L 0 5.2 L -5.2 0 Z'}),
    () => svgElement('path', {d: 'M 0 5 L 4.8 -3.8 L -4.8 -3.8 Z'}),
    () => svgElement('path', {d: 'M -1.6 -4.8 h 3.2 v 3.2 h 3.2 v 3.2 h -3.2 v 3.2 h -3.2 v -3.2 h -3.2 v -3.2 h 3.2 Z'}),
  ];
  return svgElement('g', {transform: at, class: 'chart-mark'}, forms[shape % forms.length]());
}

/** How a line looks, for beside its name. */
export function lineKey(number, filled) {
  return svgElement('svg', {viewBox: '0 0 30 12', width: 30, height: 12, class: 'chart-line-key'},
    svgElement('path', {d: 'M 1 6 H 29', class: 'chart-line', 'stroke-dasharray': filled ? null : dashes[number % 6]}), mark(number, 15, 6));
}

/** Sizes of everything, out of the axis and its labels. */
function layOut(axis, categories, config) {
  const longest = Math.max(...axis.ticks.map((tick) => shortNumber(tick).length));
  const count = Math.max(1, categories.length);
  const narrow = 14 + longest * 7 + (config.y_label ? 18 : 0);
  const fit = labelFit(categories, (width - narrow - right) / count);
  // A slanted label reaches to the left of its category: the first one needs room there.
  const reach = Math.min(170, labelFit(categories.slice(0, 1), 0).widest * Math.cos(slant));
  const left = fit.slanted ? Math.max(narrow, reach - (width - reach) / count / 2) : narrow;
  const step = (width - left - right) / count;
  const deepest = fit.slanted ? fit.widest * Math.sin(slant) + 18 : 20;
  const bottom = top + plotHeight;
  return {
    left, step, fit, bottom, height: bottom + deepest + (config.x_label ? 22 : 4),
    x: (index) => left + step * (index + 0.5), y: (value) => along(axis, value, bottom, top),
  };
}

function drawFrame(axis, categories, config, at) {
  const lines = axis.ticks.map((tick) => [
    svgElement('line', {x1: at.left, x2: width - right, y1: at.y(tick), y2: at.y(tick), class: tick === 0 ? 'chart-zero' : 'chart-grid'}),
    svgElement('text', {x: at.left - 7, y: at.y(tick) + 4, class: 'chart-label', 'text-anchor': 'end'}, shortNumber(tick)),
  ]);
  const labels = categories.map((category, index) => {
    const x = at.x(index);
    const y = at.bottom + 16;
    const how = at.fit.slanted ? {transform: `rotate(-40 ${x} ${y})`, 'text-anchor': 'end', x: x + 4, y: y - 2} : {x, y, 'text-anchor': 'middle'};
    return svgElement('text', {...how, class: 'chart-label'}, cut(category, 20));
  });
  const middle = top + plotHeight / 2;
  return [lines, labels,
    config.x_label && svgElement('text', {x: (at.left + width - right) / 2, y: at.height - 4, class: 'chart-axis', 'text-anchor': 'middle'}, config.x_label),
    config.y_label && svgElement('text', {x: 12, y: middle, transform: `rotate(-90 12 ${middle})`, class: 'chart-axis', 'text-anchor': 'middle'}, config.y_label)];
}

/** One bar, from zero up or down to its value; with the value beside it where there is room. */
function drawBar(value, x, wide, at, withValue) {
  const y = at.y(Math.max(0, value));
  const tall = Math.abs(at.y(value) - at.y(0));
  const height = value === 0 ? 0 : Math.max(tall, 1);
  const inner = Math.max(1, wide - Math.min(2, wide * 0.2));
  const said = {x: (x + inner / 2).toFixed(1), y: (value > 0 ? y - 4 : y + tall + 13).toFixed(1), 'text-anchor': 'middle'};
  return [
    svgElement('rect', {x: x.toFixed(1), y: y.toFixed(1), width: inner.toFixed(1), height: height.toFixed(1), rx: Math.min(2, inner / 4), class: 'chart-fill'}),
    withValue && value !== 0 && svgElement('text', {...said, class: 'chart-label chart-value'}, shortNumber(value)),
  ];
}

function drawBars({series, categories}, at) {
  const room = Math.min(at.step * 0.76, 44 * series.length);
  const wide = room / series.length;
  const withValue = series.length === 1 && wide >= 22;
  return series.map((each, number) => svgElement('g', {class: `chart-colour-${number % 6}`}, categories.map((_, index) => (
    each.values[index] === null ? null : drawBar(each.values[index], at.x(index) - room / 2 + number * wide, wide, at, withValue)))));
}

/** Runs of neighbouring points; a missing value breaks the line. */
function runs(values) {
  const found = [];
  values.forEach((value, index) => {
    if (value === null) return;
    if (found.at(-1)?.at(-1)?.index === index - 1) found.at(-1).push({index, value});
    else found.push([{index, value}]);
  });
  return found;
}

function drawLines({series}, at, filled) {
  return series.map((each, number) => svgElement('g', {class: `chart-colour-${number % 6}`}, runs(each.values).map((run) => {
    const points = run.map(({index, value}) => `${at.x(index).toFixed(1)} ${at.y(value).toFixed(1)}`);
    const base = at.y(0).toFixed(1);
    const area = `M ${at.x(run[0].index).toFixed(1)} ${base} L ${points.join(' L ')} L ${at.x(run.at(-1).index).toFixed(1)} ${base} Z`;
    return [filled && svgElement('path', {d: area, class: 'chart-area'}),
      svgElement('path', {d: `M ${points.join(' L ')}`, class: 'chart-line', 'stroke-dasharray': filled ? null : dashes[number % 6]}),
      run.map(({index, value}) => mark(number, at.x(index), at.y(value)))];
  })));
}

/** Shows all values of the category under the pointer, or of the one that the arrow keys lead to. */
function follow(svg, {series, categories}, at, tip) {
  const guide = svgElement('rect', {y: top, height: plotHeight, width: at.step.toFixed(1), class: 'chart-guide', visibility: 'hidden'});
  svg.prepend(guide);
  let current = -1;
  const shown = (value) => (value === null ? '–' : shownNumber(value));
  const hide = () => {
    current = -1;
    guide.setAttribute('visibility', 'hidden');
    tip.hide();
  };
  const show = (index, place) => {
    if (index < 0 || index >= categories.length) {
      hide();
      return;
    }
    current = index;
    guide.setAttribute('x', (at.left + index * at.step).toFixed(1));
    guide.setAttribute('visibility', 'visible');
    tip.show(categories[index], series.map((each, colour) => ({name: each.name || 'Value', value: shown(each.values[index]), colour})), place);
  };
  svg.addEventListener('pointermove', (event) => {
    const box = svg.getBoundingClientRect();
    const index = Math.floor((((event.clientX - box.left) / box.width) * width - at.left) / at.step);
    show(index, {x: event.clientX - box.left, y: event.clientY - box.top});
  });
  svg.addEventListener('keydown', (event) => {
    const by = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (!by) return;
    event.preventDefault();
    const from = current < 0 && by < 0 ? 0 : current;
    const index = (from + by + categories.length) % categories.length;
    show(index, {x: (at.x(index) / width) * svg.getBoundingClientRect().width, y: plotHeight / 3});
  });
  svg.addEventListener('pointerleave', hide);
  svg.addEventListener('blur', hide);
}

export function drawAxes(chart, data, tip, name) {
  const config = chart.axis_config ?? {};
  const axis = axisFor(data.series.flatMap((each) => each.values.filter((value) => value !== null)));
  const at = layOut(axis, data.categories, config);
  const shapes = chart.type === 'bar' ? drawBars(data, at) : drawLines(data, at, chart.type === 'area');
  const svg = svgElement('svg', {viewBox: `0 0 ${width} ${Math.ceil(at.height)}`, role: 'img', 'aria-label': name, tabindex: '0', class: 'chart-axes'},
    drawFrame(axis, data.categories, config, at), shapes);
  follow(svg, data, at, tip);
  return svg;
}
