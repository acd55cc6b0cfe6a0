import assert from 'node:assert/strict';
import {test} from 'node:test';

import {commandLine, keptText, typedText} from '../../slack/emulator/page/composer/outgoing.js';
import {commandOf, triggerAt} from '../../slack/emulator/page/composer/triggers.js';
import {emojiCharacter, emojiNames, searchEmoji} from '../../slack/emulator/page/emoji.js';
import {messageAt} from '../../slack/emulator/page/permalinks.js';
import {addressOf, placeFrom} from '../../slack/emulator/page/place.js';

const byId = (list) => new Map(list.map((each) => [each.id, each]));
const workspace = {
  people: byId([{id: 'U1', name: 'eva', real_name: 'Eva Novak'}, {id: 'U2', name: 'ev', real_name: 'Eva'}, {id: 'U0', name: 'docket', real_name: 'Docket'}]),
  channels: byId([{id: 'C1', name: 'it'}, {id: 'C2', name: 'it-desk'}, {id: 'D1', kind: 'im', name: ''}]),
};

test('a message is kept as Slack keeps it: ids for names, names for emoji, markup escaped', () => {
  const rows = [
    ['Hello @Eva Novak!', 'Hello <@U1>!'],
    ['@eva @Eva, look', '<@U1> <@U2>, look'],
    ['mail eva@eva.example', 'mail eva@eva.example'],
    ['@Evangeline is somebody else', '@Evangeline is somebody else'],
    ['see #it-desk and #it', 'see <#C2|it-desk> and <#C1|it>'],
    ['ticket #12', 'ticket #12'],
    ['@here 🎫 done ✅', '<!here> :ticket: done :white_check_mark:'],
    ['a < b & <@U1>', 'a &lt; b &amp; &lt;@U1&gt;'],
  ];
  for (const [typed, kept] of rows) assert.equal(keptText(typed, workspace), kept);
});

test('a command keeps what was typed, with the short name after an @', () => {
  assert.equal(commandLine('/ticket assign #12 @Eva Novak <now>', workspace), '/ticket assign #12 @eva <now>');
});

test('for editing, a kept text is what somebody would have typed', () => {
  const typed = 'Hello @Eva Novak, see #it-desk: a < b & 🎫';
  assert.equal(typedText(keptText(typed, workspace), workspace), typed);
  assert.equal(typedText('<https://example.com|here> <!channel> :no_such_emoji:', workspace), 'https://example.com @channel :no_such_emoji:');
});

test('completion begins where a mark begins a word', () => {
  const at = (text) => triggerAt(text, text.length);
  assert.deepEqual(at('/ti'), {kind: 'command', from: 0, typed: 'ti'});
  assert.deepEqual(at('say @Eva N'), {kind: 'person', from: 4, typed: 'Eva N'});
  assert.deepEqual(at('(#it'), {kind: 'channel', from: 1, typed: 'it'});
  assert.deepEqual(at('done :tic'), {kind: 'emoji', from: 5, typed: 'tic'});
  for (const text of ['/ticket new', 'eva@x', 'at 9:30', 'done :t', 'and/or', 'no #12 either, ']) assert.equal(at(text), null, text);
  assert.deepEqual(triggerAt('@ev and more', 3), {kind: 'person', from: 0, typed: 'ev'});
});

test('a command is known once it is typed out', () => {
  const commands = [{command: '/ticket'}];
  assert.equal(commandOf('/ticket', commands), commands[0]);
  assert.equal(commandOf('/Ticket new printer', commands), commands[0]);
  assert.equal(commandOf('/tick', commands), null);
  assert.equal(commandOf('a /ticket', commands), null);
});

test('emoji go by Slack’s names', () => {
  assert.ok(emojiNames().length >= 250);
  for (const name of ['ticket', 'eyes', 'white_check_mark', 'rotating_light', '+1', 'tada', 'hourglass']) assert.ok(emojiCharacter(name), name);
  assert.equal(emojiCharacter('thumbsup'), emojiCharacter('+1'));
  assert.equal(emojiCharacter('+1::skin-tone-3'), '👍🏼');
  assert.equal(emojiCharacter('constructor'), null);
  assert.equal(emojiCharacter('docket-only'), null);
  assert.equal(new Set(emojiNames()).size, emojiNames().length);
  assert.equal(searchEmoji('tic')[0], 'ticket');
  assert.deepEqual(searchEmoji('no such thing'), []);
});

test('an address names the person, the place and the thread', () => {
  const places = [{}, {tab: 'home'}, {channel: 'C1'}, {channel: 'C1', thread: {channel: 'C1', ts: '12.000034'}}, {tab: 'home', thread: {channel: 'C2', ts: '12.000034'}}];
  for (const place of places) assert.deepEqual(placeFrom(new URL(addressOf('U1', place), 'http://localhost')), {as: 'U1', place});
});

test('a link to a message is told from any other', () => {
  assert.deepEqual(messageAt('https://x.slack.com/archives/C1/p1600000000000100?thread_ts=1599.000001&cid=C1'), {channel: 'C1', ts: '1600000000.000100', root: '1599.000001'});
  assert.equal(messageAt('https://x.slack.com/archives/C1'), null);
  assert.equal(messageAt('https://example.com/'), null);
  assert.equal(messageAt('no address'), null);
});
