/**
 * What the elements of a form hold. An *entry* is what Slack keeps in state.values[block_id][action_id]; a *value* is
 * what the playground's `act` takes (see ../../playground/README.md). Pure.
 */

const ids = {users: 'user', conversations: 'conversation', channels: 'channel'};

/** "users", "conversations" or "channels" for the selects of these; null for others. */
export function idsOf(type) {
  return /^(?:multi_)?(users|conversations|channels)_select$/.exec(type)?.[1] ?? null;
}

/** Whether an element holds something that a form can send. */
export function isField(type) {
  return /_select$|input$|^(checkboxes|radio_buttons|datepicker|timepicker|datetimepicker)$/.test(type);
}

/** What an element holds before anybody touches it. */
export function initialEntry(given) {
  const {type} = given;
  const kind = idsOf(type);
  if (kind) {
    if (type.startsWith('multi_')) return {type, [`selected_${kind}`]: given[`initial_${kind}`] ?? []};
    return {type, [`selected_${ids[kind]}`]: given[`initial_${ids[kind]}`] ?? null};
  }
  switch (type) {
    case 'static_select': case 'external_select': case 'radio_buttons': return {type, selected_option: given.initial_option ?? null};
    case 'multi_static_select': case 'multi_external_select': case 'checkboxes': return {type, selected_options: given.initial_options ?? []};
    case 'datepicker': return {type, selected_date: given.initial_date ?? null};
    case 'timepicker': return {type, selected_time: given.initial_time ?? null};
    case 'datetimepicker': return {type, selected_date_time: given.initial_date_time ?? null};
    case 'rich_text_input': return {type, rich_text_value: given.initial_value ?? null};
    case 'file_input': return {type, files: []};
    default: return {type, value: given.initial_value ?? null};
  }
}

/** The value of an entry, as `act` takes it. */
export function valueOf(entry) {
  const kind = idsOf(entry.type);
  if (kind) return entry[`selected_${kind}`] ?? entry[`selected_${ids[kind]}`] ?? null;
  if (entry.selected_options) return entry.selected_options.map((option) => option.value);
  if ('selected_option' in entry) return entry.selected_option?.value ?? null;
  if ('files' in entry) return entry.files;
  return entry.value ?? entry.selected_date ?? entry.selected_time ?? entry.selected_date_time ?? entry.rich_text_value ?? null;
}

/** Whether nothing is entered. */
export function isEmpty(entry) {
  const value = valueOf(entry);
  if (entry.type === 'rich_text_input') return value === null || !JSON.stringify(value).includes('"text":"');
  return value === null || value === '' || (Array.isArray(value) && value.length === 0) || (typeof value === 'string' && value.trim() === '');
}

/** What is the state entry of one element, out of what the server said of the view. */
export function entryIn(values, block_id, action_id) {
  return values?.[block_id]?.[action_id] ?? null;
}

/** Length as Slack counts it: code points. */
export function lengthOf(text) {
  return [...text].length;
}

function numberProblem(given, text) {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text.trim())) return 'Enter a number.';
  if (given.is_decimal_allowed === false && !/^[+-]?\d+$/.test(text.trim())) return 'Enter a whole number.';
  const number = Number(text);
  if (given.min_value !== undefined && number < Number(given.min_value)) return `Enter ${given.min_value} or more.`;
  if (given.max_value !== undefined && number > Number(given.max_value)) return `Enter ${given.max_value} or less.`;
  return null;
}

function textProblem(given, text) {
  const length = lengthOf(text);
  if (given.min_length && length < given.min_length) return `Enter at least ${given.min_length} characters (there are ${length}).`;
  if (given.max_length && length > given.max_length) return `Shorten it to ${given.max_length} characters (there are ${length}).`;
  return null;
}

function isWebAddress(text) {
  try {
    return /^https?:$/.test(new URL(text.trim()).protocol);
  } catch {
    return false;
  }
}

/**
 * What Slack's client would say before it sends the form.
 * @param {object} given  the element
 * @param {object} entry  what it holds
 * @param {{optional?: boolean}} block  the input block
 * @returns {string|null} a sentence for under the field
 */
export function problemWith(given, entry, block) {
  if (isEmpty(entry)) return block.optional ? null : 'This field is required.';
  const value = valueOf(entry);
  switch (given.type) {
    case 'number_input': return numberProblem(given, value);
    case 'email_text_input': return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(value.trim()) ? null : 'Enter an email address, like ann@example.com.';
    case 'url_text_input': return isWebAddress(value) ? null : 'Enter a web address, starting with https:// or http://.';
    case 'plain_text_input': return textProblem(given, value);
    default: return null;
  }
}

/**
 * The values of a form as `submit` takes them.
 * @param {Array<{block_id: string, action_id: string, entry: object}>} fields
 */
export function formValues(fields) {
  const values = {};
  for (const {block_id, action_id, entry} of fields) (values[block_id] ??= {})[action_id] = valueOf(entry);
  return values;
}

/** All options of a select, without their groups. */
export function optionsOf({options, option_groups: groups}) {
  return options ?? (groups ?? []).flatMap((group) => group.options ?? []);
}

/** Whether an option fits what was typed: every word begins somewhere in its text or description. */
export function fits(option, typed) {
  const text = `${option.text?.text ?? ''} ${option.description?.text ?? ''}`.toLocaleLowerCase();
  return typed.toLocaleLowerCase().split(/\s+/).every((word) => text.includes(word));
}

/**
 * The conversations that a select offers.
 * @param {Iterable<object>} channels
 * @param {string} type  of the select
 * @param {{include?: string[], exclude_external_shared_channels?: boolean, exclude_bot_users?: boolean}} [filter]
 * @param {Map<string, object>} [people]
 */
export function offeredChannels(channels, type, filter = {}, people = new Map()) {
  const kinds = /channels_select$/.test(type) ? ['public'] : filter.include ?? ['public', 'private', 'im', 'mpim'];
  return [...channels].filter((channel) => {
    if (channel.archived || !kinds.includes(channel.kind)) return false;
    if (filter.exclude_external_shared_channels && channel.external) return false;
    return !(filter.exclude_bot_users && channel.kind === 'im' && people.get(channel.partner)?.bot);
  });
}
