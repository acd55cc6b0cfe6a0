import assert from 'node:assert/strict';
import {test} from 'node:test';

import {fits, formValues, initialEntry, isEmpty, offeredChannels, optionsOf, problemWith, valueOf} from '../../slack/emulator/page/blocks/form.js';
import {richTextOf} from '../../slack/emulator/page/text/rich_text_tree.js';

const option = (value) => ({text: {type: 'plain_text', text: value.toUpperCase()}, value});

test('what an element holds at first is what it says, and is sent as a plain value', () => {
  const rows = [
    [{type: 'static_select', initial_option: option('a')}, 'a'],
    [{type: 'external_select'}, null],
    [{type: 'multi_static_select', initial_options: [option('a'), option('b')]}, ['a', 'b']],
    [{type: 'checkboxes'}, []],
    [{type: 'radio_buttons', initial_option: option('b')}, 'b'],
    [{type: 'users_select', initial_user: 'U1'}, 'U1'],
    [{type: 'multi_users_select', initial_users: ['U1', 'U2']}, ['U1', 'U2']],
    [{type: 'conversations_select', initial_conversation: 'C1'}, 'C1'],
    [{type: 'multi_channels_select'}, []],
    [{type: 'datepicker', initial_date: '2026-03-02'}, '2026-03-02'],
    [{type: 'timepicker', initial_time: '09:30'}, '09:30'],
    [{type: 'datetimepicker', initial_date_time: 1772614200}, 1772614200],
    [{type: 'plain_text_input', initial_value: 'x'}, 'x'],
    [{type: 'number_input'}, null],
    [{type: 'file_input'}, []],
    [{type: 'rich_text_input', initial_value: richTextOf('x')}, richTextOf('x')],
  ];
  for (const [given, wanted] of rows) assert.deepEqual(valueOf(initialEntry(given)), wanted, given.type);
});

test('a required field wants something; blanks are nothing', () => {
  const blank = {type: 'plain_text_input', value: '  \n'};
  assert.ok(isEmpty(blank));
  assert.equal(problemWith({type: 'plain_text_input'}, blank, {}), 'This field is required.');
  assert.equal(problemWith({type: 'plain_text_input'}, blank, {optional: true}), null);
  assert.ok(problemWith({type: 'checkboxes'}, {type: 'checkboxes', selected_options: []}, {}));
  assert.ok(problemWith({type: 'rich_text_input'}, {type: 'rich_text_input', rich_text_value: richTextOf('')}, {}));
});

test('lengths count characters as people do not split them', () => {
  const problem = (given, value) => problemWith({type: 'plain_text_input', ...given}, {type: 'plain_text_input', value}, {});
  assert.equal(problem({max_length: 3}, '😀😀😀'), null);
  assert.match(problem({max_length: 3}, 'abcd'), /Shorten it to 3 characters \(there are 4\)/);
  assert.match(problem({min_length: 3}, 'ab'), /at least 3/);
});

test('numbers are checked for their form and their bounds', () => {
  const problem = (given, value) => problemWith({type: 'number_input', ...given}, {type: 'number_input', value}, {});
  assert.equal(problem({is_decimal_allowed: false}, '12'), null);
  assert.equal(problem({is_decimal_allowed: true}, '1.5'), null);
  assert.match(problem({is_decimal_allowed: false}, '1.5'), /whole number/);
  assert.match(problem({}, 'twelve'), /Enter a number/);
  assert.match(problem({min_value: '2'}, '1'), /2 or more/);
  assert.match(problem({max_value: '10'}, '11'), /10 or less/);
});

test('mail and web addresses are told from other text', () => {
  const problem = (type, value) => problemWith({type}, {type, value}, {});
  assert.equal(problem('email_text_input', 'ann@example.com'), null);
  assert.match(problem('email_text_input', 'ann@example'), /email address/);
  assert.equal(problem('url_text_input', 'https://example.com/a?b'), null);
  assert.match(problem('url_text_input', 'example.com'), /web address/);
  assert.match(problem('url_text_input', 'javascript:alert(1)'), /web address/);
});

test('a form is sent by block and action', () => {
  assert.deepEqual(formValues([
    {block_id: 'b1', action_id: 'a1', entry: {type: 'plain_text_input', value: 'x'}},
    {block_id: 'b1', action_id: 'a2', entry: {type: 'static_select', selected_option: option('o')}},
    {block_id: 'b2', action_id: 'a1', entry: {type: 'multi_users_select', selected_users: ['U1']}},
  ]), {b1: {a1: 'x', a2: 'o'}, b2: {a1: ['U1']}});
});

test('typing finds options by words of their text or description, in any order', () => {
  const printer = {text: {text: 'Printer on floor 2'}, description: {text: 'Facilities'}, value: 'p'};
  assert.ok(fits(printer, '2 print'));
  assert.ok(fits(printer, 'FACIL'));
  assert.ok(fits(printer, ''));
  assert.ok(!fits(printer, 'printer 3'));
  assert.deepEqual(optionsOf({option_groups: [{options: [1]}, {options: [2, 3]}]}), [1, 2, 3]);
});

test('a select of conversations offers what its filter lets through', () => {
  const channels = [
    {id: 'C1', kind: 'public'}, {id: 'C2', kind: 'private'}, {id: 'C3', kind: 'public', external: true},
    {id: 'C4', kind: 'public', archived: true}, {id: 'D1', kind: 'im', partner: 'U9'}, {id: 'D2', kind: 'im', partner: 'U2'},
  ];
  const people = new Map([['U9', {bot: true}], ['U2', {}]]);
  const offered = (type, filter) => offeredChannels(channels, type, filter, people).map((channel) => channel.id).join(' ');
  assert.equal(offered('channels_select'), 'C1 C3');
  assert.equal(offered('conversations_select'), 'C1 C2 C3 D1 D2');
  assert.equal(offered('conversations_select', {include: ['public', 'private'], exclude_external_shared_channels: true}), 'C1 C2');
  assert.equal(offered('multi_conversations_select', {include: ['im'], exclude_bot_users: true}), 'D2');
});
