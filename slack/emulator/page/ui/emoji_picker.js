/** Choosing an emoji: groups to look through, a field to search in. */

import {element} from '../blocks/dom.js';
import {emojiCharacter, emojiGroups, searchEmoji} from '../emoji.js';
import {openPopup} from './popup.js';

const perRow = 9;

function moveInGrid(event, buttons) {
  const step = {ArrowRight: 1, ArrowLeft: -1, ArrowDown: perRow, ArrowUp: -perRow}[event.key];
  if (!step) return;
  const at = buttons.indexOf(document.activeElement);
  const to = buttons[at + step];
  if (at < 0) return;
  event.preventDefault();
  if (to) to.focus();
  else if (step < 0) buttons[0].closest('.emoji-picker').querySelector('input').focus();
}

/**
 * @param {HTMLElement} anchor
 * @param {(name: string) => void} onChoose
 */
export function openEmojiPicker(anchor, onChoose, onClose = () => {}) {
  const shown = element('div', {class: 'emoji-picker-name', 'aria-hidden': 'true'}, 'Choose one');
  const grid = element('div', {class: 'emoji-picker-groups'});
  const search = element('input', {
    type: 'search',
    class: 'field',
    placeholder: 'Search',
    'aria-label': 'Search emoji',
    autocomplete: 'off',
  });
  const box = element('div', {class: 'emoji-picker', role: 'dialog', 'aria-label': 'Emoji'}, search, grid, shown);
  let popup = null;

  const choice = (name) =>
    element(
      'button',
      {type: 'button', class: 'emoji-choice', title: `:${name}:`, 'aria-label': name.replace(/[_-]/g, ' '), 'data-name': name},
      emojiCharacter(name),
    );
  const group = (title, names) =>
    element('section', {'aria-label': title}, element('h3', {}, title), element('div', {class: 'emoji-grid'}, names.map(choice)));
  const draw = () => {
    const typed = search.value.trim();
    const found = typed ? searchEmoji(typed) : null;
    if (!found) grid.replaceChildren(...emojiGroups().map(({title, names}) => group(title, names)));
    else
      grid.replaceChildren(found.length ? group('Found', found) : element('p', {class: 'empty-note'}, 'No emoji of that name.'));
  };
  const choose = (name) => {
    popup.close();
    onChoose(name);
  };

  search.addEventListener('input', draw);
  search.addEventListener('keydown', (event) => {
    const first = grid.querySelector('.emoji-choice');
    if (event.key === 'Enter' && first) {
      event.preventDefault();
      choose(first.dataset.name);
    } else if (event.key === 'ArrowDown' && first) {
      event.preventDefault();
      first.focus();
    }
  });
  grid.addEventListener('click', (event) => {
    const chosen = event.target.closest('.emoji-choice');
    if (chosen) choose(chosen.dataset.name);
  });
  grid.addEventListener('keydown', (event) => moveInGrid(event, [...grid.querySelectorAll('.emoji-choice')]));
  const tell = (event) => {
    const over = event.target.closest('.emoji-choice');
    if (over) shown.textContent = `${emojiCharacter(over.dataset.name)}  :${over.dataset.name}:`;
  };
  grid.addEventListener('pointerover', tell);
  grid.addEventListener('focusin', tell);

  draw();
  popup = openPopup(anchor, box, {prefer: 'above', onClose});
  search.focus();
  return popup;
}
