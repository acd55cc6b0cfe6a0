/** Between what people type and what Slack keeps: mentions, channels, emoji. Pure. */

import {emojiCharacter, withShortNames} from '../emoji.js';
import {nameOf} from '../state/people.js';

const broadcasts = new Set(['here', 'channel', 'everyone']);
const boundary = /[\s([{"'.,;:!?/*_~-]/;

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const unescaped = (text) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

/** Every name that may stand after an @, longest first, so that "Eva Novak" is not taken for "Eva". */
function knownNames(people) {
  const all = [...people.values()].flatMap((person) =>
    [nameOf(person), person.name].filter(Boolean).map((name) => ({name, person})),
  );
  return all.sort((a, b) => b.name.length - a.name.length);
}

/** The longest of `names` that stands at `from`; of several, the one that is written so. */
function nameAt(text, from, names) {
  const fits = names.filter(({name}) => {
    const end = from + name.length;
    return text.slice(from, end).toLowerCase() === name.toLowerCase() && !/[\p{L}\p{N}_]/u.test(text[end] ?? ' ');
  });
  const longest = fits.filter(({name}) => name.length === fits[0].name.length);
  return longest.find(({name}) => text.startsWith(name, from)) ?? longest[0];
}

function replaceNames(text, mark, names, write) {
  let out = '';
  for (let at = 0; at < text.length;) {
    const begins = text[at] === mark && (at === 0 || boundary.test(text[at - 1]));
    const found = begins && nameAt(text, at + 1, names);
    if (found) {
      out += write(found);
      at += 1 + found.name.length;
    } else {
      out += text[at];
      at += 1;
    }
  }
  return out;
}

/** What is kept of a typed message: `<@U…>`, `<#C…|name>`, `:ticket:`, and & < > escaped. */
export function keptText(typed, {people, channels}) {
  const withPeople = replaceNames(
    escaped(withShortNames(typed)),
    '@',
    [...knownNames(people), ...[...broadcasts].map((name) => ({name}))],
    ({name, person}) => (person ? `<@${person.id}>` : `<!${name}>`),
  );
  const rooms = [...channels.values()]
    .filter((channel) => channel.kind !== 'im' && channel.name)
    .sort((a, b) => b.name.length - a.name.length);
  return replaceNames(
    withPeople,
    '#',
    rooms.map((channel) => ({name: channel.name, channel})),
    ({channel}) => `<#${channel.id}|${channel.name}>`,
  );
}

/** The line of a slash command as it is typed: Slack itself turns @name into ids there. */
export function commandLine(typed, {people}) {
  return replaceNames(withShortNames(typed), '@', knownNames(people), ({person}) => `@${person.name}`);
}

/** The other way round, for editing: what somebody would have typed. */
export function typedText(kept, {people, channels}) {
  const withoutEntities = String(kept ?? '').replace(/<([^<>]+)>/g, (whole, inner) => {
    const [target, label] = inner.split('|');
    if (target.startsWith('@')) return `@${nameOf(people.get(target.slice(1)) ?? {name: label ?? target.slice(1)})}`;
    if (target.startsWith('#')) return `#${label || channels.get(target.slice(1))?.name || target.slice(1)}`;
    if (target.startsWith('!')) return `@${label ?? target.slice(1)}`;
    return target;
  });
  return unescaped(withoutEntities).replace(/:([a-z0-9_+-]+):/g, (whole, name) => emojiCharacter(name) ?? whole);
}
