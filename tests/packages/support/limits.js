// Slack's numbers for Block Kit, views and messages (docs.slack.dev/reference/block-kit), checked over what was sent.
// A second reading of them, written apart from the emulator's.
import { blocksOf } from './records.js';

const lengthOf = (text) => [...text].length;
const isText = (value) => value !== null && typeof value === 'object' && typeof value.text === 'string';

/** Collects complaints about one record. */
class Inspection {
  complaints = [];

  constructor(what) {
    this.what = what;
  }

  say(sentence) {
    this.complaints.push(`${this.what}: ${sentence}`);
  }

  /** Text, or a text object, of so many characters; absent is fine. */
  text(value, most, name, least = 1) {
    if (value === undefined || value === null) return;
    const text = isText(value) ? value.text : value;
    const length = lengthOf(text);
    if (length < least || length > most) this.say(`${name} has ${length} characters, not ${least} to ${most}`);
  }

  count(list, least, most, name) {
    if (list === undefined) return;
    if (list.length < least || list.length > most) this.say(`${name} has ${list.length} items, not ${least} to ${most}`);
  }

  unique(names, what) {
    const twice = names.filter((name, at) => name !== undefined && names.indexOf(name) !== at);
    if (twice.length > 0) this.say(`${what} ${twice[0]} twice`);
  }
}

const optionsOf = { checkboxes: 10, radio_buttons: 10, overflow: 5, static_select: 100, multi_static_select: 100 };

const elements = {
  button(it, { text, value, url, accessibility_label }) {
    it.text(text, 75, 'a button');
    it.text(value, 2000, "a button's value", 0);
    it.text(url, 3000, "a button's url");
    it.text(accessibility_label, 75, "a button's accessibility_label");
  },
  plain_text_input(it, { min_length = 0, max_length = 3000, initial_value }) {
    if (min_length < 0 || min_length > 3000) it.say(`min_length is ${min_length}`);
    if (max_length < 1 || max_length > 3000) it.say(`max_length is ${max_length}`);
    it.text(initial_value, max_length, 'an initial_value', 0);
  },
  file_input(it, { max_files = 10 }) {
    if (max_files < 1 || max_files > 10) it.say(`max_files is ${max_files}`);
  },
  image(it, { alt_text, image_url }) {
    it.text(alt_text, 2000, 'an alt_text');
    it.text(image_url, 3000, 'an image_url');
  },
};

function checkOption(it, { text, value, description, url }) {
  it.text(text, 75, 'an option');
  it.text(value, 150, "an option's value");
  it.text(description, 75, "an option's description");
  it.text(url, 3000, "an option's url");
}

/** @param groups  of an element, or of an answer to block_suggestion */
function checkOptions(it, { options, option_groups: groups }, most) {
  it.count(options, 1, most, 'options');
  it.count(groups, 1, 100, 'option_groups');
  for (const { label, options: inside } of groups ?? []) {
    it.text(label, 75, "a group's label");
    it.count(inside, 1, 100, "a group's options");
  }
  for (const option of [...(options ?? []), ...(groups ?? []).flatMap((group) => group.options)]) checkOption(it, option);
}

function checkInitial(it, { options, option_groups: groups, initial_option, initial_options }) {
  const known = new Set([...(options ?? []), ...(groups ?? []).flatMap((group) => group.options)].map((each) => JSON.stringify(each)));
  if (known.size === 0) return; // external: whatever the app says
  for (const chosen of [initial_option, ...(initial_options ?? [])])
    if (chosen && !known.has(JSON.stringify(chosen))) it.say(`an initial option that is none: ${chosen.value}`);
}

function checkElement(it, element) {
  it.text(element.action_id, 255, 'an action_id');
  it.text(element.placeholder, 150, 'a placeholder');
  if (element.confirm) {
    it.text(element.confirm.title, 100, "a confirm's title");
    it.text(element.confirm.text, 300, "a confirm's text");
    it.text(element.confirm.confirm, 30, "a confirm's confirm");
    it.text(element.confirm.deny, 30, "a confirm's deny");
  }
  if (element.options || element.option_groups) checkOptions(it, element, optionsOf[element.type] ?? 100);
  checkInitial(it, element);
  if (element.max_selected_items !== undefined && element.max_selected_items < 1) it.say('max_selected_items below 1');
  elements[element.type]?.(it, element);
}

function checkChart(it, { type, segments, series, axis_config: axis }) {
  if (type === 'pie') {
    it.count(segments, 1, 6, 'segments');
    for (const { label, value } of segments) {
      it.text(label, 20, "a segment's label");
      if (!(value > 0)) it.say(`a segment of ${value}`);
    }
    return;
  }
  it.count(series, 1, 6, 'series');
  it.unique(series.map(({ name }) => name), 'series');
  for (const { name, data } of series) {
    it.text(name, 20, "a series' name");
    it.count(data, 1, 20, "a series' data");
    if (data.length !== axis.categories.length) it.say(`${data.length} points for ${axis.categories.length} categories`);
  }
  for (const category of axis.categories) it.text(category, 20, 'a category');
  it.text(axis.x_label, 50, 'x_label');
  it.text(axis.y_label, 50, 'y_label');
}

const blocks = {
  section(it, { text, fields, accessory }) {
    if (text === undefined && fields === undefined) it.say('a section without text or fields');
    it.text(text, 3000, 'a section');
    it.count(fields, 1, 10, 'fields');
    for (const field of fields ?? []) it.text(field, 2000, 'a field');
    if (accessory) checkElement(it, accessory);
  },
  header: (it, { text }) => it.text(text, 150, 'a header'),
  context(it, { elements: inside }) {
    it.count(inside, 1, 10, 'a context');
    for (const each of inside) if (isText(each)) it.text(each, 3000, "a context's text");
  },
  actions(it, { elements: inside }) {
    it.count(inside, 1, 25, 'actions');
    it.unique(inside.map((each) => each.action_id), 'action_id');
    for (const each of inside) checkElement(it, each);
  },
  input(it, { label, hint, element }) {
    it.text(label, 2000, 'a label');
    it.text(hint, 2000, 'a hint');
    checkElement(it, element);
  },
  image(it, { alt_text, image_url, title }) {
    it.text(title, 2000, "an image's title");
    elements.image(it, { alt_text, image_url });
  },
  alert: (it, { text }) => it.text(text, 200, 'an alert'),
  markdown: (it, { text }) => it.text(text, 12000, 'a markdown block'),
  table(it, { rows, column_settings }) {
    it.count(rows, 1, 100, 'rows');
    it.count(column_settings, 0, 20, 'column_settings');
    for (const row of rows) it.count(row, 1, 20, 'a row');
  },
  data_table(it, { caption, rows, page_size = 5 }) {
    it.text(caption, 3000, 'a caption');
    if (page_size < 1 || page_size > 100) it.say(`page_size is ${page_size}`);
    if (rows[0].some(({ type }) => type !== 'raw_text')) it.say('a header cell that is no raw_text');
    it.unique(rows.map((row) => row.length).filter((width, _, all) => width !== all[0]), 'another width');
  },
  data_visualization(it, { title, chart }) {
    it.text(title, 50, "a chart's title");
    checkChart(it, chart);
  },
};

const onlyInModals = ['alert', 'file_input'];
const onlyInMessages = ['table', 'markdown', 'container', 'data_table', 'data_visualization', 'context_actions'];

function checkBlocks(it, list, surface) {
  it.count(list, 0, surface === 'message' ? 50 : 100, 'blocks');
  it.unique(list.map((block) => block.block_id), 'block_id');
  for (const block of list) {
    it.text(block.block_id, 255, 'a block_id');
    blocks[block.type]?.(it, block);
    const types = [block.type, block.element?.type];
    for (const type of onlyInModals) if (types.includes(type) && surface !== 'modal') it.say(`${type} in a ${surface}`);
    for (const type of onlyInMessages) if (types.includes(type) && surface !== 'message') it.say(`${type} in a ${surface}`);
  }
  const focused = JSON.stringify(list).split('"focus_on_load":true').length - 1;
  if (focused > 1) it.say('focus_on_load twice');
  it.count(list.filter(({ type }) => type === 'table'), 0, 1, 'tables');
  it.count(list.filter(({ type }) => type === 'data_visualization'), 0, 2, 'charts');
}

function checkView(it, view) {
  for (const name of ['title', 'submit', 'close']) it.text(view[name], 24, name);
  it.text(view.callback_id, 255, 'callback_id', 0);
  it.text(view.private_metadata, 3000, 'private_metadata', 0);
  it.text(view.external_id, 255, 'external_id', 0);
  if (JSON.stringify(view).length > 250_000) it.say('a view of more than 250 kB');
  if (view.type === 'modal' && view.title === undefined) it.say('a modal without a title');
  const inputs = view.blocks.some(({ type }) => type === 'input');
  if (view.type === 'modal' && inputs && view.submit === undefined) it.say('inputs without submit');
  checkBlocks(it, view.blocks, view.type);
}

/** No text at all is invalid wherever a text object stands. */
function checkTexts(it, value) {
  if (value === null || typeof value !== 'object') return;
  if (['plain_text', 'mrkdwn'].includes(value.type)) it.text(value, 3000, `a ${value.type}`);
  for (const member of Object.values(value)) checkTexts(it, member);
}

/** What of a record Slack's numbers do not allow. @returns {string[]} */
export function checkLimits({ what, arguments: sent }) {
  const it = new Inspection(what);
  if (sent.view) checkView(it, sent.view);
  if (sent.blocks) checkBlocks(it, sent.blocks, 'message');
  for (const { blocks: inside } of sent.attachments ?? []) if (inside) checkBlocks(it, inside, 'message');
  it.count(sent.attachments, 0, 100, 'attachments');
  if (sent.options || sent.option_groups) checkOptions(it, sent, 100);
  it.text(sent.text, what === 'chat.update' ? 4000 : 40000, 'text', 0);
  it.text(sent.markdown_text, 12000, 'markdown_text');
  checkTexts(it, sent);
  const together = blocksOf({ arguments: { blocks: sent.blocks } }).reduce((sum, block) => sum + textLength(block), 0);
  if (together > 12_000) it.say(`blocks of ${together} characters together`);
  return it.complaints;
}

function textLength(value) {
  if (value === null || typeof value !== 'object') return 0;
  return Object.entries(value).reduce(
    (sum, [name, member]) => sum + (name === 'text' && typeof member === 'string' ? lengthOf(member) : textLength(member)),
    0,
  );
}
