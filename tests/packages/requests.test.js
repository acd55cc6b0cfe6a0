// What Docket sends in the journeys is what Slack's own types and numbers allow.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkLimits } from './support/limits.js';
import { blocksOf, recordsOfJourneys } from './support/records.js';
import { checkTypes, notInTypes } from './support/types.js';

/** What journeys make Docket send wrong on purpose, to see what it does when Slack refuses it: types of blocks. */
const onPurpose = ['nonsense'];

let records;
let wrong;

before(async () => {
  const all = await recordsOfJourneys();
  const isWrong = (record) => blocksOf(record).some(({ type }) => onPurpose.includes(type));
  records = all.filter((record) => !isWrong(record));
  wrong = all.filter(isWrong);
});

test('what journeys send wrong on purpose is refused', () => {
  for (const type of onPurpose) assert.ok(wrong.some((record) => blocksOf(record)[0].type === type), type);
  const { refused } = checkTypes(wrong);
  assert.equal(refused.size, wrong.length);
});

test('the journeys send what there is to check', () => {
  const kinds = new Set(records.map(({ what }) => what));
  const wanted = ['chat.postMessage', 'chat.update', 'chat.postEphemeral', 'views.open', 'views.update', 'auth.test'];
  for (const what of [...wanted, 'response_url', 'answer command', 'answer interaction'])
    assert.ok(kinds.has(what), `no ${what} among ${[...kinds].join(', ')}`);
  assert.ok(records.length > 200, `${records.length} records`);
});

test("every request and answer satisfies Slack's type of it, and every block that of its kind", () => {
  const { checked, complaints } = checkTypes(records);
  assert.deepEqual(complaints, []);
  assert.ok(checked > 200, `${checked} statements`);
});

test("every request and answer keeps to Slack's numbers", () => {
  assert.deepEqual(records.flatMap(checkLimits), []);
});

const plain = (text) => ({ type: 'plain_text', text });
const section = (text) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const post = (block, more = {}) => ({ what: 'chat.postMessage', arguments: { channel: 'C1', text: 'x', blocks: [block], ...more } });
const modal = (more) => ({ type: 'modal', title: plain('Ticket'), blocks: [section('x')], ...more });
const open = (more) => ({ what: 'views.open', arguments: { trigger_id: '1', view: modal(more) } });

test('a record with a type that Slack does not have is refused', () => {
  const right = [post(section('fine')), open({}), { what: 'auth.test', arguments: {} }];
  const wrong = [
    post({ ...section('x'), colour: 'red' }),
    post({ type: 'section', text: { type: 'markdown', text: 'x' } }),
    post({ type: 'actions', elements: [{ type: 'button', action_id: 'a', text: { type: 'mrkdwn', text: 'x' } }] }),
    post({ type: 'actions', elements: [{ type: 'button', action_id: 'a', text: plain('x'), colour: 'red' }] }),
    post({ type: 'poster' }),
    post(section('x'), { chanel: 'C1' }),
    post(section('x'), { metadata: { event_type: 'a', payload: {} } }),
    { what: 'chat.postMessage', arguments: { text: 'to nobody' } },
    open({ title: 'Ticket' }),
    open({ colour: 'red' }),
    { what: 'chat.shout', arguments: {} },
    { what: 'answer interaction', arguments: { response_action: 'explode' } },
    { what: 'answer options', arguments: { options: [{ text: plain('x'), value: 1 }] } },
    { what: 'response_url', arguments: { text: 'x', replace_orginal: true } },
  ];
  const { refused } = checkTypes([...right, ...wrong]);
  assert.deepEqual(right.filter((record) => refused.has(record)), []);
  assert.deepEqual(wrong.filter((record) => !refused.has(record)), []);
});

test('a record beyond a number of Slack is refused', () => {
  assert.deepEqual([post(section('fine')), open({})].flatMap(checkLimits), []);
  const buttons = Array.from({ length: 26 }, (_, n) => ({ type: 'button', action_id: `${n}`, text: plain('x') }));
  const pie = (segments) => ({ type: 'data_visualization', title: 'x', chart: { type: 'pie', segments } });
  const menu = { type: 'static_select', action_id: 'a', options: [{ text: plain('x'), value: 'x' }] };
  const wrong = [
    post(section('x'.repeat(3001))),
    post(section('')),
    post({ type: 'header', text: plain('x'.repeat(151)) }),
    post({ type: 'actions', elements: buttons }),
    post({ type: 'actions', elements: [buttons[0], buttons[0]] }),
    post({ type: 'actions', elements: [{ ...buttons[0], text: plain('x'.repeat(76)) }] }),
    post({ type: 'actions', elements: [{ ...menu, options: [{ text: plain('x'), value: 'x'.repeat(151) }] }] }),
    post({ type: 'actions', elements: [{ ...menu, initial_option: { text: plain('y'), value: 'y' } }] }),
    post({ type: 'alert', text: plain('x') }),
    post(pie([{ label: 'none', value: 0 }])),
    post(pie(Array.from({ length: 7 }, (_, n) => ({ label: `${n}`, value: 1 })))),
    post(section('x'), { blocks: Array.from({ length: 51 }, () => section('x')) }),
    post(section('x'), { blocks: Array.from({ length: 5 }, () => section('x'.repeat(2900))) }),
    { what: 'chat.update', arguments: { channel: 'C1', ts: '1', text: 'x'.repeat(4001) } },
    open({ title: plain('x'.repeat(25)) }),
    open({ private_metadata: 'x'.repeat(3001) }),
    open({ blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }] }),
    open({ blocks: [{ ...section('x'), block_id: 'a' }, { ...section('y'), block_id: 'a' }] }),
    open({ blocks: [{ type: 'input', label: plain('x'), element: { type: 'plain_text_input', action_id: 'a' } }] }),
    { what: 'answer options', arguments: { options: Array.from({ length: 101 }, () => menu.options[0]) } },
  ];
  for (const record of wrong) assert.notDeepEqual(checkLimits(record), [], JSON.stringify(record).slice(0, 200));
});

test("what Slack's types lack is still what the table says", () => {
  const folder = fileURLToPath(new URL('node_modules/@slack/types/dist/block-kit', import.meta.url));
  const declared = readdirSync(folder)
    .filter((name) => name.endsWith('.d.ts'))
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
    .join('\n');
  for (const type of Object.keys(notInTypes))
    assert.ok(!declared.includes(`'${type}'`), `@slack/types has ${type} now: check it, and take it off the table`);
});
