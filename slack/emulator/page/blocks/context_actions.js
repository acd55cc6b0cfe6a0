/** Small actions under an answer: thumbs up or down, and icons. */

import {renderText} from '../text/mrkdwn.js';
import {press} from './action.js';
import {element} from './dom.js';
import {drawElement} from './elements/draw.js';
import {makePlace, markControl} from './elements/place.js';
import {iconSign} from './icons.js';

function small(given, place, sign, words, {value, label}) {
  const tell = () => press(control, given, place.block.block_id, place.context, value);
  const control = element('button', {type: 'button', class: 'block-small-action', 'aria-label': label, onclick: tell},
    element('span', {'aria-hidden': 'true'}, sign), ' ', renderText(words, place.context));
  markControl(control, given, place);
  return control;
}

function drawPart(part, block, context) {
  const place = makePlace(block, context);
  if (part.type === 'icon_button') {
    const isFor = part.visible_to_user_ids;
    if (isFor?.length && !isFor.includes(context.me)) return null;
    return small(part, place, iconSign(part.icon), part.text, {value: part.value, label: part.accessibility_label});
  }
  if (part.type !== 'feedback_buttons') return drawElement(part, place).node;
  const choice = (given, sign) => given && small(part, place, sign, given.text, {value: given.value, label: given.accessibility_label});
  return element('span', {class: 'block-feedback', role: 'group', 'aria-label': 'Feedback'},
    choice(part.positive_button, '👍'), choice(part.negative_button, '👎'));
}

export function drawContextActions(block, context) {
  return element('div', {class: 'block-context-actions'}, (block.elements ?? []).map((part) => drawPart(part, block, context)));
}
