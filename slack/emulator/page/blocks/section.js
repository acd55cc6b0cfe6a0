/** Sections: text, fields in two columns, something at the right. */

import {renderText, textBox} from '../text/mrkdwn.js';
import {element} from './dom.js';
import {drawElement} from './elements/draw.js';
import {makePlace} from './elements/place.js';
import {recall, remember} from './memory.js';

const longText = 700;

/** Slack folds a long text behind "See more" unless the section asks for all of it. */
function fold(block, box, context) {
  const long = block.text.text.length > longText || block.text.text.split('\n').length > 14;
  if (block.expand || !long || context.surface !== 'message') return [box];
  const name = `expanded ${block.block_id}`;
  const more = element('button', {type: 'button', class: 'block-more', onclick: () => show(!recall(context, name))});
  const show = (open) => {
    remember(context, name, open);
    box.classList.toggle('text-folded', !open);
    more.textContent = open ? 'See less' : 'See more';
    more.setAttribute('aria-expanded', String(open));
  };
  show(recall(context, name) ?? false);
  return [box, more];
}

export function drawSection(block, context) {
  const words = element('div', {class: 'block-section-words'});
  if (block.text) words.append(...fold(block, textBox(block.text, context), context));
  if (block.fields?.length) {
    words.append(element('div', {class: 'block-fields'}, block.fields.map((field) => element('div', {class: 'text block-field'}, renderText(field, context)))));
  }
  const wide = /select$|picker$|^(checkboxes|radio_buttons)$/.test(block.accessory?.type ?? '');
  const accessory = block.accessory && element('div', {class: `block-accessory${wide ? ' block-accessory-wide' : ''}`},
    drawElement(block.accessory, makePlace(block, context)).node);
  return element('div', {class: 'block-section'}, words, accessory);
}
