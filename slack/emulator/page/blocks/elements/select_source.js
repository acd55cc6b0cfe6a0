/** Where the options of a select come from. Each source answers what was typed with groups of options. */

import {fits, idsOf, offeredChannels} from '../form.js';

const most = 100;

function optionOf(value, text, description) {
  return {text: {type: 'plain_text', text}, value, ...(description ? {description: {type: 'plain_text', text: description}} : {})};
}

function personOption(person) {
  const name = person.real_name || person.name;
  const marks = [person.bot && 'app', person.guest && 'guest', person.foreign && 'other organisation'].filter(Boolean);
  return optionOf(person.id, name, [person.name !== name && `@${person.name}`, ...marks].filter(Boolean).join(' · '));
}

/** The words for an id, whether or not it is on offer. */
export function optionOfId(id, kind, context) {
  const person = context.people?.get(id);
  if (kind === 'users') return person ? personOption(person) : optionOf(id, id);
  const channel = context.channels?.get(id);
  if (!channel) return person ? personOption(person) : optionOf(id, id);
  if (channel.kind !== 'im') return optionOf(id, `${channel.kind === 'private' ? '🔒 ' : '#'}${channel.name}`);
  const partner = context.people?.get(channel.partner);
  return optionOf(id, partner?.real_name || partner?.name || channel.name || id, 'direct message');
}

function filtered(groups, typed) {
  const matching = groups.map((group) => ({...group, options: group.options.filter((option) => fits(option, typed))}));
  return matching.filter((group) => group.options.length > 0);
}

function ownOptions(given, kind, context) {
  if (kind === 'users') {
    return [...(context.people?.values() ?? [])].filter((person) => !person.deleted).map(personOption)
      .sort((one, other) => one.text.text.localeCompare(other.text.text));
  }
  return offeredChannels(context.channels?.values() ?? [], given.type, given.filter, context.people)
    .map((channel) => optionOfId(channel.id, kind, context));
}

function groupsOf({options, option_groups: groups}) {
  if (groups?.length) return groups.map((group) => ({label: group.label?.text ?? '', options: group.options ?? []}));
  return [{label: null, options: options ?? []}];
}

/**
 * @param {object} given  the select
 * @param {string} block_id
 * @param {object} context
 * @returns {{find: function(string): Promise<Array<{label: string|null, options: Array<object>}>>, least: number, remote: boolean}}
 * `least`: so many characters before it answers
 */
export function optionSource(given, block_id, context) {
  if (/external_select$/.test(given.type)) {
    return {
      remote: true, least: given.min_query_length ?? 3,
      async find(typed) {
        const found = await context.options({block_id, action_id: given.action_id, typed});
        return groupsOf(found ?? {});
      },
    };
  }
  const kind = idsOf(given.type);
  return {
    remote: false, least: 0,
    async find(typed) {
      const groups = kind ? [{label: null, options: ownOptions(given, kind, context)}] : groupsOf(given);
      let room = most * most;
      return filtered(groups, typed).map((group) => {
        const options = group.options.slice(0, room);
        room -= options.length;
        return {...group, options};
      });
    },
  };
}
