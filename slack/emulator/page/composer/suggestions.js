/** What may be meant by what is being typed: [{label, detail, insert, before}]. */

import {element} from '../blocks/dom.js';
import {emojiCharacter, searchEmoji} from '../emoji.js';
import {nameOf} from '../state/people.js';
import {avatar} from '../ui/avatar.js';
import {icon} from '../ui/icons.js';

const atMost = 8;

function rankOf(typed, ...names) {
  const wanted = typed.toLowerCase();
  const all = names.filter(Boolean).map((name) => name.toLowerCase());
  if (all.some((name) => name.startsWith(wanted))) return 0;
  if (all.some((name) => name.split(/[\s._-]+/).some((word) => word.startsWith(wanted)))) return 1;
  return null;
}

function best(items, rank) {
  return items
    .map((item) => ({item, rank: rank(item)}))
    .filter((each) => each.rank !== null)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, atMost)
    .map((each) => each.item);
}

function people(typed, {people: all, me}) {
  const found = best(
    [...all.values()].filter((person) => !person.deleted),
    (person) => rankOf(typed, nameOf(person), person.name),
  );
  return found.map((person) => ({
    before: avatar(person, 'small'),
    label: nameOf(person),
    detail: person.id === me ? `${person.title || ''} (you)` : person.bot ? 'App' : person.title,
    insert: `@${nameOf(person)} `,
  }));
}

function channels(typed, {channels: all}) {
  const rooms = [...all.values()].filter((channel) => channel.kind !== 'im' && !channel.archived);
  return best(rooms, (channel) => rankOf(typed, channel.name)).map((channel) => ({
    before: icon(channel.kind === 'private' ? 'lock' : 'hash', 16),
    label: channel.name,
    detail: channel.topic,
    insert: `#${channel.name} `,
  }));
}

function emoji(typed) {
  return searchEmoji(typed, atMost).map((name) => ({
    before: element('span', {class: 'suggestion-emoji'}, emojiCharacter(name)),
    label: `:${name}:`,
    detail: '',
    insert: `${emojiCharacter(name)} `,
  }));
}

function commands(typed, known) {
  return known
    .filter(({command}) => command.slice(1).startsWith(typed.toLowerCase()))
    .map(({command, usage_hint: hint, description, of}) => ({
      before: icon(of ? 'ticket' : 'slash', 16),
      label: command,
      hint,
      detail: [description, of].filter(Boolean).join(' · '),
      insert: `${command} `,
      isCommand: true,
    }));
}

/**
 * @param {{kind: string, typed: string}} trigger
 * @param {object} session
 * @param {object[]} known  commands
 */
export function suggestionsFor(trigger, session, known) {
  switch (trigger.kind) {
    case 'person':
      return people(trigger.typed, session);
    case 'channel':
      return channels(trigger.typed, session);
    case 'emoji':
      return emoji(trigger.typed);
    case 'command':
      return commands(trigger.typed, known);
    default:
      return [];
  }
}
