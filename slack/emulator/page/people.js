/** Who the page is: the menu to become somebody else, and a card about somebody. */

import {element} from './blocks/dom.js';
import {detailOf, nameOf, playableGroups} from './state/people.js';
import {timeText, zoneText} from './state/times.js';
import {avatar} from './ui/avatar.js';
import {icon} from './ui/icons.js';
import {openMenu} from './ui/menu.js';
import {openPopup} from './ui/popup.js';

/** The page's address as somebody else. */
export const addressAs = (id) => `/?${new URLSearchParams({as: id})}`;

function openMenuOfPeople(page, anchor) {
  const {session} = page;
  const entries = playableGroups(session.people).flatMap(({title, people}) => [
    {heading: title},
    ...people.map((person) => ({
      before: avatar(person, 'small'),
      label: nameOf(person),
      description: detailOf(person),
      checked: person.id === session.me,
      beside: element(
        'a',
        {
          class: 'icon-button',
          role: 'menuitem',
          tabindex: '-1',
          href: addressAs(person.id),
          target: '_blank',
          'aria-label': `${nameOf(person)} in a new tab`,
          title: 'Open in a new tab',
        },
        icon('tab', 16),
      ),
      onChoose: () => person.id !== session.me && page.switchPerson(person.id),
    })),
  ]);
  openMenu(anchor, entries, {label: 'Be somebody else'});
}

/** The button that says who one is and opens the menu. */
export function createPersonSwitch(page) {
  const {person} = page.session;
  const button = element(
    'button',
    {
      type: 'button',
      class: 'person-switch',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'data-tour': 'people',
      'aria-label': `You are ${nameOf(person)}, ${person?.title ?? ''}. Be somebody else`,
      onclick: () => openMenuOfPeople(page, button),
    },
    avatar(person),
    element(
      'span',
      {class: 'person-switch-words'},
      element('span', {class: 'person-switch-name'}, nameOf(person)),
      element('span', {class: 'person-switch-title'}, person?.title ?? ''),
    ),
    icon('down', 16),
  );
  return button;
}

/** A card about somebody, beside what was pressed. */
export function openPersonCard(page, id, anchor) {
  const {session} = page;
  const person = session.people.get(id);
  if (!person) return;
  const now = session.now();
  const facts = [
    person.title || (person.bot ? session.app.description : ''),
    person.foreign ? 'From another organisation' : '',
    person.guest ? 'Guest' : '',
    person.deleted ? 'Deactivated' : '',
  ].filter(Boolean);
  const local = !person.bot && person.tz ? `${timeText(now, person.tz)} local time (${zoneText(now, person.tz)})` : null;
  let popup = null;
  const button = (label, onclick, kind = '') =>
    element(
      'button',
      {
        type: 'button',
        class: `button ${kind}`,
        onclick: () => {
          popup.close();
          onclick();
        },
      },
      label,
    );
  const card = element(
    'div',
    {class: 'person-card', role: 'dialog', 'aria-label': nameOf(person)},
    element(
      'div',
      {class: 'person-card-head'},
      avatar(person, 'large'),
      element(
        'div',
        {},
        element('strong', {}, nameOf(person)),
        facts.map((fact) => element('p', {}, fact)),
      ),
    ),
    local && element('p', {class: 'person-card-time'}, icon('clock', 16), local),
    element(
      'div',
      {class: 'person-card-buttons'},
      person.bot && person.id === session.app.bot_user ? button('Message', () => page.openApp('messages')) : null,
      person.playable && id !== session.me
        ? button(`Be ${nameOf(person).split(' ')[0]}`, () => page.switchPerson(id), 'button-primary')
        : null,
      person.playable && id !== session.me
        ? element('a', {class: 'button', href: addressAs(id), target: '_blank'}, 'In a new tab')
        : null,
    ),
  );
  popup = openPopup(anchor, card);
  card.querySelector('button, a')?.focus();
}
