/** Emoji by Slack's short names: characters, groups for a picker, search. */

import {emojiTable} from './emoji_table.js';

const groups = Object.entries(emojiTable).map(([title, words]) => {
  const pieces = words.trim().split(/\s+/);
  const names = pieces.filter((_, at) => at % 2 === 0);
  return {title, names, characters: pieces.filter((_, at) => at % 2 === 1)};
});

const characters = new Map(groups.flatMap((group) => group.names.map((name, at) => [name, group.characters[at]])));

// Slack knows these by more than one name.
const otherNames = {
  thumbsup: '+1',
  thumbsdown: '-1',
  satisfied: 'laughing',
  red_car: 'car',
  heavy_tick: 'heavy_check_mark',
  telephone: 'phone',
  punch: 'facepunch',
  hankey: 'poop',
  shit: 'poop',
  envelope: 'email',
  lightning: 'zap',
  collision: 'boom',
  thinking: 'thinking_face',
  tick: 'white_check_mark',
};

const namesOfCharacters = new Map();
for (const [name, character] of characters) if (!namesOfCharacters.has(character)) namesOfCharacters.set(character, name);

const tones = {2: '🏻', 3: '🏼', 4: '🏽', 5: '🏾', 6: '🏿'};

/**
 * The character of a short name, with or without a skin tone.
 * @param {string} name  without colons: "ticket", "+1::skin-tone-3"
 * @returns {string|null} null where it is not known: show `:name:`
 */
export function emojiCharacter(name) {
  const [base, tone] = String(name).split('::skin-tone-');
  const character = characters.get(base) ?? characters.get(Object.hasOwn(otherNames, base) ? otherNames[base] : '');
  if (!character) return null;
  return tone && tones[tone] ? character.replace('\uFE0F', '') + tones[tone] : character;
}

/** All short names, those often used first. */
export function emojiNames() {
  return [...characters.keys()];
}

/** The groups of a picker: [{title, names}]. */
export function emojiGroups() {
  return groups;
}

/**
 * Short names that fit what was typed: those that begin with it first, then those with a word that does, then those that contain it.
 * @param {string} typed
 * @param {number} [limit]
 */
export function searchEmoji(typed, limit = 60) {
  const wanted = typed.toLowerCase().replace(/^:|:$/g, '').replace(/\s+/g, '_');
  if (!wanted) return emojiNames().slice(0, limit);
  const rank = (name) => {
    if (name === wanted) return 0;
    if (name.startsWith(wanted)) return 1;
    if (name.split(/[_-]/).some((word) => word.startsWith(wanted))) return 2;
    return name.includes(wanted) ? 3 : 4;
  };
  const candidates = [...characters.keys(), ...Object.keys(otherNames)];
  const ranked = candidates.map((name, at) => ({name, at, rank: rank(name)})).filter((each) => each.rank < 4);
  ranked.sort((a, b) => a.rank - b.rank || a.at - b.at);
  const found = new Map(ranked.map(({name}) => [emojiCharacter(name), name]).reverse());
  return ranked
    .filter(({name}) => found.get(emojiCharacter(name)) === name)
    .slice(0, limit)
    .map(({name}) => otherNames[name] ?? name);
}

/** Text as it is kept: emoji characters that have a short name become `:name:`, as in Slack. */
export function withShortNames(text) {
  return text.replace(
    /\p{RI}\p{RI}|[#*\d]\uFE0F\u20E3|\p{Extended_Pictographic}\uFE0F?(?:\p{EMod})?(?:\u200D\p{Extended_Pictographic}\uFE0F?)*/gu,
    (found) => {
      const name = namesOfCharacters.get(found) ?? namesOfCharacters.get(`${found}\uFE0F`);
      return name ? `:${name}:` : found;
    },
  );
}
