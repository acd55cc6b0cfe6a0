/** JSON to look at: coloured, folded by the browser's own <details>, built only as far as it is opened. */

import {element} from './dom.js';

function leaf(value) {
  const kind = value === null ? 'null' : typeof value;
  return element('span', {class: `json-${kind}`}, JSON.stringify(value));
}

function key(name) {
  return name === null ? null : [element('span', {class: 'json-key'}, JSON.stringify(name)), ': '];
}

function summaryOf(value) {
  if (Array.isArray(value)) return `[ ${value.length} ]`;
  const names = Object.keys(value);
  const hint = typeof value.type === 'string' ? value.type : names.slice(0, 3).join(', ');
  return `{ ${hint}${names.length > 3 && hint !== value.type ? ', …' : ''} }`;
}

function drawValue(name, value, depth, last) {
  const comma = last ? '' : ',';
  if (value === null || typeof value !== 'object') return element('div', {class: 'json-line'}, key(name), leaf(value), comma);
  const entries = Array.isArray(value) ? value.map((each) => [null, each]) : Object.entries(value);
  if (entries.length === 0) return element('div', {class: 'json-line'}, key(name), Array.isArray(value) ? '[]' : '{}', comma);
  const inside = element('div', {class: 'json-inside'});
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const details = element('details', {class: 'json-fold', open: depth > 0},
    element('summary', {}, key(name), element('span', {class: 'json-open'}, open), element('span', {class: 'json-folded'}, summaryOf(value), comma)),
    inside, element('div', {class: 'json-close'}, close, comma));
  const build = () => {
    if (inside.childElementCount > 0) return;
    inside.append(...entries.map(([inner, each], index) => drawValue(inner, each, depth - 1, index === entries.length - 1)));
  };
  if (depth > 0) build();
  details.addEventListener('toggle', () => details.open && build());
  return details;
}

/**
 * @param {*} value
 * @param {{depth?: number}} [how]  so many levels are open at first
 * @returns {HTMLElement}
 */
export function jsonView(value, {depth = 3} = {}) {
  return element('div', {class: 'json'}, drawValue(null, value, depth, true));
}
