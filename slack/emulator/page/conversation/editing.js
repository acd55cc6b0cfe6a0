/** Changing what one wrote, in its place. */

import {element} from '../blocks/dom.js';
import {keptText, typedText} from '../composer/outgoing.js';
import {attempt} from '../interactions.js';

/**
 * @param {object} page
 * @param {string} channel
 * @param {HTMLElement} row
 * @param {object} message
 */
export function editInRow(page, channel, row, message) {
  if (row.querySelector('.edit')) return;
  const before = typedText(message.text, page.session);
  const field = element('textarea', {
    class: 'field edit-field',
    'aria-label': 'Edit the message',
    rows: String(Math.min(10, before.split('\n').length + 1)),
    value: before,
  });
  const words = row.querySelector('.message-words');
  // The row may have been drawn anew meanwhile, and have taken the form along.
  const end = () => {
    const here = form.closest('.row') ?? row;
    form.remove();
    here.querySelector('.message-words').hidden = false;
    here.focus({preventScroll: true});
  };
  const save = async () => {
    const text = field.value.trim();
    if (!text || text === before) return end();
    if (await attempt(page, {do: 'edit', channel, ts: message.ts, text: keptText(text, page.session)})) end();
  };
  const form = element(
    'form',
    {
      class: 'edit',
      onsubmit: (event) => {
        event.preventDefault();
        save();
      },
    },
    field,
    element(
      'div',
      {class: 'edit-buttons'},
      element('button', {type: 'button', class: 'button', onclick: end}, 'Cancel'),
      element('button', {type: 'submit', class: 'button button-primary'}, 'Save'),
    ),
  );
  field.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Escape') end();
    else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      save();
    }
  });
  words.hidden = true;
  words.after(form);
  field.focus();
  field.setSelectionRange(before.length, before.length);
}
