/** What this page does not know how to draw: a box with its name and its JSON. */

import {element} from './dom.js';
import {jsonView} from './json_view.js';

export function drawUnknown(given) {
  const type = given?.type ? String(given.type) : 'without a type';
  return element('details', {class: 'block-unknown'},
    element('summary', {}, element('span', {class: 'block-unknown-name'}, type), ' is not drawn here'),
    jsonView(given ?? null, {depth: 2}));
}
