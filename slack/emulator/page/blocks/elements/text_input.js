/** Everything that is typed: plain and rich text, numbers, mail and web addresses. */

import {richTextOf, textOfRichText} from '../../text/rich_text_tree.js';
import {element} from '../dom.js';
import {Field} from '../field.js';
import {lengthOf} from '../form.js';
import {nameControl} from './place.js';

const keyboards = {number_input: 'decimal', email_text_input: 'email', url_text_input: 'url'};

function shownText(entry) {
  return entry.type === 'rich_text_input' ? textOfRichText(entry.rich_text_value) : entry.value ?? '';
}

function entryOf(type, text) {
  if (type === 'rich_text_input') return {rich_text_value: text === '' ? null : richTextOf(text)};
  const value = type === 'plain_text_input' ? text : text.trim();
  return {value: value === '' ? null : value};
}

/** How much may still be written, said when the end is near or passed. */
function counterFor(control, given, field) {
  if (!given.max_length && !given.min_length) return null;
  const counter = element('span', {class: 'field-counter', 'aria-live': 'polite'});
  const show = () => {
    const length = lengthOf(control.value);
    const missing = (given.min_length ?? 0) - length;
    const left = given.max_length ? given.max_length - length : Infinity;
    counter.classList.toggle('field-counter-over', left < 0);
    if (left < 0) counter.textContent = `${-left} too many`;
    else if (missing > 0 && length > 0) counter.textContent = `${missing} more needed`;
    else if (left <= Math.max(20, given.max_length * 0.2)) counter.textContent = `${left} left`;
    else counter.textContent = '';
  };
  field.listeners.push(show);
  show();
  return counter;
}

/** Enter or every character (after a pause), as dispatch_action_config says; Enter by default. */
function dispatch(control, given, field, multiline) {
  const when = given.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  let pause = 0;
  if (when.includes('on_character_entered')) {
    control.addEventListener('input', () => {
      clearTimeout(pause);
      pause = setTimeout(() => field.tell(control), 300);
    });
  }
  if (when.includes('on_enter_pressed')) {
    control.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing || (multiline && event.shiftKey)) return;
      event.preventDefault();
      clearTimeout(pause);
      field.tell(control);
    });
  }
}

export function drawTextInput(given, place) {
  const field = new Field(given, place.block, place.context);
  const multiline = given.multiline === true || given.type === 'rich_text_input';
  const control = element(multiline ? 'textarea' : 'input', {
    class: 'field-input', type: multiline ? null : 'text', inputmode: keyboards[given.type], autocomplete: 'off',
    rows: multiline ? given.min_lines ?? 4 : null, placeholder: given.placeholder?.text, value: shownText(field.entry),
    oninput: () => field.set(entryOf(given.type, control.value)),
  });
  nameControl(control, given, place);
  if (field.tells) dispatch(control, given, field, multiline);
  return {node: element('div', {class: 'field-text'}, control, counterFor(control, given, field)), field, control, focus: () => control.focus()};
}
