/** The menu behind three dots. */

import {renderText} from '../../text/mrkdwn.js';
import {press} from '../action.js';
import {element, follow, safeAddress} from '../dom.js';
import {makePopup} from './popup.js';
import {markControl, nameControl} from './place.js';

const moves = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (at, count) => count - 1,
};

export function drawOverflow(given, place) {
  const options = given.options ?? [];
  const control = element('button', {type: 'button', class: 'block-button block-overflow', 'aria-haspopup': 'menu', 'aria-expanded': 'false'},
    element('span', {'aria-hidden': 'true'}, '⋯'));
  const menu = element('div', {class: 'block-popup block-menu', role: 'menu', 'aria-label': 'More actions'});
  const popup = makePopup(menu, control, {onClose: () => control.setAttribute('aria-expanded', 'false')});
  const closeToButton = () => {
    popup.close();
    control.focus();
  };
  const choose = async (option) => {
    closeToButton();
    const address = safeAddress(option.url);
    if (address && !given.confirm) follow(address, control);
    const told = await press(control, given, place.block.block_id, place.context, option.value);
    if (told && address && given.confirm) follow(address, control);
  };
  const drawItems = () => options.map((option) => element('button', {
    type: 'button', role: 'menuitem', tabindex: '-1', class: 'block-menu-item', onclick: () => choose(option),
  }, element('span', {}, renderText(option.text, place.context)),
    option.description && element('span', {class: 'block-menu-description'}, renderText(option.description, place.context))));
  const items = () => [...menu.children];
  const open = (at) => {
    // Only now: a long channel has hundreds of such menus that nobody opens.
    menu.replaceChildren(...drawItems());
    popup.open();
    control.setAttribute('aria-expanded', 'true');
    items().at(at)?.focus();
  };
  control.addEventListener('click', () => (popup.isOpen() ? popup.close() : open(0)));
  control.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    open(event.key === 'ArrowDown' ? 0 : -1);
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Tab') popup.close();
    if (event.key === 'Escape') closeToButton();
    const move = moves[event.key];
    if (!move && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (move) items()[move(items().indexOf(document.activeElement), items().length)]?.focus();
  });
  nameControl(control, {...given, placeholder: undefined}, {...place, labelId: null});
  markControl(control, given, place);
  return element('span', {class: 'block-overflow-holder'}, control, menu);
}
