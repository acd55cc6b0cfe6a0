/** The list above a composer that completes what is being typed. The focus stays in the text field. */

import {element, freshId} from '../blocks/dom.js';
import {suggestionsFor} from './suggestions.js';
import {triggerAt} from './triggers.js';

const titles = {command: 'Commands', person: 'People', channel: 'Channels', emoji: 'Emoji'};

/**
 * @param {{field: HTMLTextAreaElement, session: object, commands: () => object[], onChange: () => void}} how
 * @returns {{element: HTMLElement, update: () => void, key: (event: KeyboardEvent) => boolean, close: () => void}} key: whether the key was for it
 */
export function createCompletion({field, session, commands, onChange}) {
  const id = freshId('suggestions');
  const box = element('div', {class: 'suggestions', id, role: 'listbox', hidden: true});
  let trigger = null;
  let items = [];
  let chosen = 0;
  let dismissed = '';

  field.setAttribute('aria-autocomplete', 'list');
  field.setAttribute('aria-haspopup', 'listbox');
  field.setAttribute('aria-controls', id);

  function mark(at) {
    chosen = (at + items.length) % items.length;
    const options = [...box.querySelectorAll('[role=option]')];
    options.forEach((option, index) => option.setAttribute('aria-selected', String(index === chosen)));
    field.setAttribute('aria-activedescendant', options[chosen]?.id ?? '');
    options[chosen]?.scrollIntoView({block: 'nearest'});
  }

  function close() {
    trigger = null;
    box.hidden = true;
    field.removeAttribute('aria-activedescendant');
  }

  function insert(item) {
    const caret = field.selectionStart;
    field.setRangeText(item.insert, trigger.from, caret, 'end');
    close();
    field.focus();
    onChange();
    update();
  }

  function draw() {
    box.setAttribute('aria-label', titles[trigger.kind]);
    box.replaceChildren(
      element('div', {class: 'suggestions-title', role: 'presentation'}, titles[trigger.kind]),
      ...items.map((item, at) =>
        element(
          'div',
          {
            class: 'suggestion',
            role: 'option',
            id: `${id}-${at}`,
            'aria-selected': 'false',
            onpointerdown: (event) => {
              event.preventDefault();
              insert(item);
            },
            onpointermove: () => chosen !== at && mark(at),
          },
          item.before,
          element(
            'span',
            {class: 'suggestion-label'},
            item.label,
            item.hint ? element('span', {class: 'suggestion-hint'}, ` ${item.hint}`) : null,
          ),
          element('span', {class: 'suggestion-detail'}, item.detail ?? ''),
        ),
      ),
    );
    box.hidden = false;
    mark(0);
  }

  function update() {
    const found = field.selectionStart === field.selectionEnd ? triggerAt(field.value, field.selectionStart) : null;
    const key = found ? `${found.kind} ${found.from}` : '';
    if (!found || key === dismissed) {
      if (!found) dismissed = '';
      close();
      return;
    }
    const fitting = suggestionsFor(found, session, commands());
    if (fitting.length === 0) {
      close();
      return;
    }
    trigger = found;
    items = fitting;
    draw();
  }

  function key(event) {
    if (!trigger || event.isComposing) return false;
    if (event.key === 'ArrowDown') mark(chosen + 1);
    else if (event.key === 'ArrowUp') mark(chosen - 1);
    else if (event.key === 'Escape') {
      dismissed = `${trigger.kind} ${trigger.from}`;
      close();
      event.stopPropagation();
    } else if (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey)) {
      // A command typed out in full is ready to be sent.
      if (event.key === 'Enter' && items[chosen].isCommand && field.value === items[chosen].label) return false;
      insert(items[chosen]);
    } else return false;
    event.preventDefault();
    return true;
  }

  return {element: box, update, key, close};
}
