import assert from 'node:assert/strict';
import {test} from 'node:test';

import {firstUnread, followsOn, merged, placed, standsInChannel, without} from '../../slack/emulator/page/state/messages.js';

const said = (ts, user = 'U1', more = {}) => ({ts, user, text: ts, ...more});
const times = (list) => list.map((message) => message.ts).join(' ');

test('a new message goes to its place, a changed one stays in its own', () => {
  const list = [said('100.000001'), said('300.000001')];
  const between = placed(list, said('200.000001'));
  assert.equal(times(between.list), '100.000001 200.000001 300.000001');
  assert.deepEqual([between.index, between.isNew], [1, true]);

  const changed = placed(between.list, said('200.000001', 'U1', {text: 'other words'}));
  assert.deepEqual([changed.index, changed.isNew, changed.list[1].text, changed.list.length], [1, false, 'other words', 3]);
  assert.equal(between.list[1].text, '200.000001', 'the list before is left as it was');
});

test('messages of one second keep the order of their fractions', () => {
  const {list} = placed([said('100.000002')], said('100.000010'));
  assert.equal(times(placed(list, said('100.000001')).list), '100.000001 100.000002 100.000010');
});

test('of two accounts of one message the newer counts', () => {
  const both = merged([said('1.0', 'U1', {text: 'old'}), said('2.0')], [said('1.0', 'U1', {text: 'new'}), said('3.0')]);
  assert.equal(times(both), '1.0 2.0 3.0');
  assert.equal(both[0].text, 'new');
  assert.equal(times(without(both, '2.0')), '1.0 3.0');
});

test('a reply stands in the channel only if it was sent there too', () => {
  assert.equal(standsInChannel(said('1.0', 'U1', {thread_ts: '1.0'})), true, 'a parent');
  assert.equal(standsInChannel(said('2.0', 'U1', {thread_ts: '1.0'})), false);
  assert.equal(standsInChannel(said('2.0', 'U1', {thread_ts: '1.0', broadcast: true})), true);
});

test('messages of one person within five minutes stand under one name', () => {
  const first = said('1000.0');
  assert.equal(followsOn(said('1200.0'), first), true);
  assert.equal(followsOn(said('1300.0'), first), false, 'five minutes later');
  assert.equal(followsOn(said('1200.0', 'U2'), first), false, 'somebody else');
  assert.equal(followsOn(said('1200.0', 'U1', {ephemeral: true}), first), false, 'only visible to you');
  assert.equal(followsOn(said('1200.0', 'U1', {subtype: 'channel_join'}), first), false, 'a notice');
  assert.equal(followsOn(first, undefined), false, 'the first of all');
});

test('the line of new messages stands before the first that somebody else wrote', () => {
  const list = [said('1.0', 'U2'), said('2.0', 'ME'), said('3.0', 'U2'), said('4.0', 'U2', {ephemeral: true}), said('5.0', 'U3')];
  assert.equal(firstUnread(list, 2, 'ME'), '3.0');
  assert.equal(firstUnread(list, 9, 'ME'), '1.0', 'more unread than were read in');
  assert.equal(firstUnread(list, 0, 'ME'), null);
});
