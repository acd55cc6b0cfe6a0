/** Reactions under a message: who, how many, and mine to give and take back. */

import {element} from '../blocks/dom.js';
import {emojiCharacter} from '../emoji.js';
import {attempt} from '../interactions.js';
import {nameOf} from '../state/people.js';
import {openEmojiPicker} from '../ui/emoji_picker.js';
import {icon} from '../ui/icons.js';

const spoken = (name) => name.replace(/::skin-tone-\d/, '').replace(/[_-]/g, ' ');

function listed(names) {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function whoReacted(reaction, session) {
  const others = (reaction.users ?? []).filter((id) => id !== session.me).map((id) => nameOf(session.people.get(id)));
  const names = reaction.users?.includes(session.me) ? ['You', ...others] : others;
  return `${listed(names)} reacted with :${reaction.name}:`;
}

/** Gives the reaction, or takes it back. */
export function toggleReaction(page, channel, message, name) {
  const given = message.reactions?.find((reaction) => reaction.name === name)?.users?.includes(page.session.me);
  return attempt(page, {do: given ? 'unreact' : 'react', channel, ts: message.ts, name});
}

/** Gives it; once given, it stays. */
export function addReaction(page, channel, message, name) {
  const given = message.reactions?.find((reaction) => reaction.name === name)?.users?.includes(page.session.me);
  return given ? null : attempt(page, {do: 'react', channel, ts: message.ts, name});
}

/** @returns {HTMLElement|null} */
export function drawReactions(page, channel, message) {
  const {session} = page;
  if (!message.reactions?.length) return null;
  const buttons = message.reactions.map((reaction) => {
    const mine = reaction.users?.includes(session.me) ?? false;
    const who = whoReacted(reaction, session);
    const count = reaction.count ?? reaction.users?.length ?? 0;
    return element(
      'button',
      {
        type: 'button',
        class: 'reaction',
        'aria-pressed': String(mine),
        title: who,
        'data-focus': `reaction ${reaction.name}`,
        'aria-label': `${spoken(reaction.name)}, ${count}. ${who}`,
        onclick: () => toggleReaction(page, channel, message, reaction.name),
      },
      element('span', {class: 'reaction-emoji'}, emojiCharacter(reaction.name) ?? `:${reaction.name}:`),
      element('span', {class: 'reaction-count'}, String(count)),
    );
  });
  const add = element(
    'button',
    {
      type: 'button',
      class: 'reaction reaction-add',
      'aria-label': 'Add a reaction',
      title: 'Add a reaction',
      'data-focus': 'reaction-add',
      onclick: (event) => openEmojiPicker(event.currentTarget, (name) => addReaction(page, channel, message, name)),
    },
    icon('smile', 16),
  );
  return element('div', {class: 'reactions'}, buttons, add);
}
