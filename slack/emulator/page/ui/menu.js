/** Menus: arrow keys, Home, End, letters, Escape. */

import {element} from '../blocks/dom.js';
import {icon} from './icons.js';
import {openPopup} from './popup.js';

/** Moves the focus among `items` with the arrow keys, and to those that begin with a letter. */
export function moveByKeys(event, items) {
  const at = items.indexOf(document.activeElement);
  const to = {ArrowDown: at + 1, ArrowUp: at < 0 ? items.length - 1 : at - 1, Home: 0, End: items.length - 1}[event.key];
  if (to !== undefined && items.length > 0) {
    event.preventDefault();
    items[(to + items.length) % items.length].focus();
    return true;
  }
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.key === ' ') return false;
  const rotated = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  const found = rotated.find((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()));
  found?.focus();
  return Boolean(found);
}

function drawEntry(entry, choose) {
  if (entry.separator) return element('div', {role: 'separator', class: 'menu-separator'});
  if (entry.heading) return element('div', {class: 'menu-heading', role: 'presentation'}, entry.heading);
  const isChoice = entry.checked !== undefined;
  const item = element(
    'button',
    {
      type: 'button',
      role: isChoice ? 'menuitemradio' : 'menuitem',
      'aria-checked': isChoice ? String(entry.checked) : null,
      tabindex: '-1',
      class: `menu-item${entry.danger ? ' menu-item-danger' : ''}`,
      onclick: () => choose(entry),
    },
    entry.before ?? (entry.icon ? icon(entry.icon) : null),
    element(
      'span',
      {class: 'menu-item-words'},
      element('span', {class: 'menu-item-label'}, entry.label),
      entry.description ? element('span', {class: 'menu-item-description'}, entry.description) : null,
    ),
    entry.keys ? element('kbd', {}, entry.keys) : null,
    isChoice && entry.checked ? icon('check') : null,
  );
  return entry.beside ? element('div', {class: 'menu-row', role: 'presentation'}, item, entry.beside) : item;
}

/**
 * Opens a menu beside `anchor`.
 * @param {HTMLElement} anchor
 * @param {object[]} entries  {label, description, icon, before, beside, keys, danger, checked, onChoose} | {separator} | {heading}
 * @param {{label: string, prefer?: string, onClose?: () => void}} how
 */
export function openMenu(anchor, entries, {label, prefer, onClose}) {
  let popup = null;
  const choose = (entry) => {
    popup.close();
    entry.onChoose?.();
  };
  const box = element(
    'div',
    {role: 'menu', class: 'menu', 'aria-label': label},
    entries.filter(Boolean).map((entry) => drawEntry(entry, choose)),
  );
  const items = [...box.querySelectorAll('.menu-item')];
  box.addEventListener('keydown', (event) => {
    const row = document.activeElement?.closest('.menu-row');
    if (event.key === 'ArrowRight' && row) row.lastElementChild.focus();
    else if (event.key === 'ArrowLeft' && row) row.firstElementChild.focus();
    else if (event.key === 'Tab') popup.close();
    else moveByKeys(event, items);
  });
  popup = openPopup(anchor, box, {prefer, onClose});
  (items.find((item) => item.getAttribute('aria-checked') === 'true') ?? items[0])?.focus();
  return popup;
}
