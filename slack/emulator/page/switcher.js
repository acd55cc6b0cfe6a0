/** Ctrl+K: to any channel, or into anybody's place, by a few letters. */

import {element, freshId} from './blocks/dom.js';
import {channelSections, groupOf, nameOf, playableGroups} from './state/people.js';
import {avatar} from './ui/avatar.js';
import {icon} from './ui/icons.js';

const atMost = 12;

function destinations(page) {
  const {session} = page;
  const {joined, joinable, withPeople} = channelSections(session.channels, session.app.bot_user);
  const rooms = [...joined, ...joinable].map((channel) => ({
    before: icon(channel.kind === 'private' ? 'lock' : 'hash'),
    label: channel.name,
    detail: channel.member ? channel.topic : 'to join',
    unread: channel.unread,
    go: () => page.openChannel(channel.id),
  }));
  const direct = withPeople.map((channel) => ({
    before: avatar(session.people.get(channel.partner), 'small'),
    label: nameOf(session.people.get(channel.partner)),
    detail: 'Direct messages',
    unread: channel.unread,
    go: () => page.openChannel(channel.id),
  }));
  const app = [
    {before: avatar({bot: true}, 'small'), label: session.app.name, detail: 'Messages', go: () => page.openApp('messages')},
    ...(session.app.home_tab === false
      ? []
      : [
          {
            before: avatar({bot: true}, 'small'),
            label: `${session.app.name} Home`,
            detail: 'Home',
            go: () => page.openApp('home'),
          },
        ]),
  ];
  const people = playableGroups(session.people)
    .flatMap((group) => group.people)
    .filter((person) => person.id !== session.me)
    .map((person) => ({
      before: avatar(person, 'small'),
      label: `Be ${nameOf(person)}`,
      words: nameOf(person),
      detail: person.title || groupOf(person),
      go: () => page.switchPerson(person.id),
    }));
  return [...rooms, ...direct, ...app, ...people];
}

function fitting(all, typed) {
  const wanted = typed
    .trim()
    .toLowerCase()
    .replace(/^(be\s+|[#@])/, '');
  if (!wanted) return [...all].sort((a, b) => Number(b.unread > 0) - Number(a.unread > 0)).slice(0, atMost);
  const rank = ({label, words = label, detail = ''}) => {
    const name = words.toLowerCase();
    if (name.startsWith(wanted)) return 0;
    if (name.split(/[\s-]+/).some((word) => word.startsWith(wanted))) return 1;
    return `${name} ${detail}`.toLowerCase().includes(wanted) ? 2 : null;
  };
  return all
    .map((each) => ({each, rank: rank(each)}))
    .filter(({rank: found}) => found !== null)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, atMost)
    .map(({each}) => each);
}

/** Opens the dialog; it is gone after a choice or Escape. */
export function openSwitcher(page) {
  if (document.querySelector('dialog[open]')) return;
  const all = destinations(page);
  const id = freshId('switcher');
  let shown = [];
  let chosen = 0;
  const list = element('div', {class: 'switcher-list', role: 'listbox', id, 'aria-label': 'Where to'});
  const field = element('input', {
    type: 'text',
    class: 'switcher-field',
    role: 'combobox',
    placeholder: 'Jump to a channel, or be somebody else',
    'aria-label': 'Jump to',
    'aria-controls': id,
    'aria-expanded': 'true',
    autocomplete: 'off',
  });
  const dialog = element(
    'dialog',
    {class: 'switcher', 'aria-label': 'Jump to'},
    element('div', {class: 'switcher-top'}, icon('search'), field),
    list,
  );
  const before = document.activeElement;

  const mark = (at) => {
    chosen = shown.length > 0 ? (at + shown.length) % shown.length : 0;
    [...list.children].forEach((option, index) => option.setAttribute('aria-selected', String(index === chosen)));
    field.setAttribute('aria-activedescendant', `${id}-${chosen}`);
    list.children[chosen]?.scrollIntoView({block: 'nearest'});
  };
  const go = (destination) => {
    dialog.close();
    destination?.go();
  };
  const draw = () => {
    shown = fitting(all, field.value);
    list.replaceChildren(
      ...(shown.length > 0
        ? shown.map((each, at) =>
            element(
              'div',
              {
                class: `switcher-item${each.unread > 0 ? ' switcher-item-unread' : ''}`,
                role: 'option',
                id: `${id}-${at}`,
                onclick: () => go(each),
              },
              each.before,
              element('span', {class: 'switcher-label'}, each.label),
              element('span', {class: 'switcher-detail'}, each.detail ?? ''),
            ),
          )
        : [element('p', {class: 'empty-note'}, 'Nothing of that name.')]),
    );
    mark(0);
  };
  field.addEventListener('input', draw);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') mark(chosen + 1);
    else if (event.key === 'ArrowUp') mark(chosen - 1);
    else if (event.key === 'Enter') go(shown[chosen]);
    else return;
    event.preventDefault();
  });
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (before?.isConnected && document.activeElement === document.body) before.focus({preventScroll: true});
  });
  draw();
  document.body.append(dialog);
  dialog.showModal();
  field.focus();
}
