import assert from 'node:assert/strict';
import {test} from 'node:test';

import {isJustTicketed, nothingYet, observe, stepsDone, withReport, withRequest} from '../../slack/emulator/page/tour/story.js';

const start = 1_000_000_000;
const ts = (seconds) => `${(start / 1000) + seconds}.000100`;
const now = (seconds) => start + seconds * 1000;
const request = {ts: ts(-600), user: 'EVA', text: 'My laptop …'};
const buttons = (...labels) => [{type: 'header'}, {type: 'actions', elements: labels.map((text) => ({type: 'button', text: {type: 'plain_text', text}}))}];
const reply = (at, more) => ({channel: 'GENERAL', message: {ts: ts(at), thread_ts: request.ts, ...more}});
const card = (...labels) => ({channel: 'DESK', message: {ts: ts(1), bot_id: 'B1', blocks: buttons(...labels)}});

function story(...happened) {
  return happened.reduce((facts, [at, what]) => observe(facts, what, now(at)), withRequest(nothingYet(now(-60)), 'GENERAL', request, now(0)));
}

const asked = [1, card('Claim', 'Reply', 'Resolve')];
const claimed = [2, card('Reply', 'Resolve')];
const answered = [3, reply(3, {user: 'BEN', text: 'Restart it'})];
const resolved = [5, card('More')];
const prompted = [5, reply(5, {bot_id: 'B1', blocks: buttons('Fixed', 'Not fixed')})];
const fixed = [6, reply(5, {bot_id: 'B1', blocks: []})];

test('the tour notices each step by itself', () => {
  assert.equal(stepsDone(nothingYet(now(0))), 0);
  assert.equal(stepsDone(story()), 1);
  assert.equal(stepsDone(story(asked)), 1);
  assert.equal(stepsDone(story(asked, claimed)), 2);
  assert.equal(stepsDone(story(asked, claimed, answered)), 3);
  assert.equal(stepsDone(story(asked, claimed, answered, resolved, prompted)), 4);
  assert.equal(stepsDone(story(asked, claimed, answered, resolved, prompted, fixed)), 5);
  assert.equal(stepsDone(withReport(story(asked, claimed, answered, resolved, prompted, fixed), now(7))), 6);
});

test('other cards, other threads and the app’s first answer are not taken for a step', () => {
  const older = [1, {channel: 'DESK', message: {ts: ts(-900), bot_id: 'B1', blocks: buttons('Reply', 'Resolve')}}];
  const elsewhere = [3, {channel: 'GENERAL', message: {ts: ts(3), thread_ts: ts(-50), user: 'BEN'}}];
  const acknowledged = [1, reply(1, {bot_id: 'B1', text: '#12 is with IT Help'})];
  assert.equal(stepsDone(story(older)), 1);
  assert.equal(stepsDone(story(acknowledged, asked, claimed, elsewhere, acknowledged)), 2);
});

test('the requester’s own words are an answer only to an answer', () => {
  const own = [2, reply(2, {user: 'EVA'})];
  const later = [4, reply(4, {user: 'EVA'})];
  assert.equal(story(asked, claimed, own).answered, null);
  assert.equal(story(asked, claimed, own, answered).asked, null);
  assert.equal(story(asked, claimed, answered, later).asked, ts(4));
});

test('what the agent sends with Reply counts as well, and a ticket opened again is not resolved', () => {
  assert.equal(stepsDone(story(asked, claimed, [3, reply(3, {bot_id: 'B1', text: 'Ben: restart it'})])), 3);
  assert.equal(stepsDone(story(asked, claimed, answered, resolved, [7, card('Reply', 'Resolve')])), 3);
});

test('the tour begins with a reaction that was just made, not with an old one that a late reply brings along', () => {
  const unticketed = new Set();
  const plain = {channel: 'GENERAL', message: {ts: ts(-600)}};
  const ticketed = {channel: 'GENERAL', message: {ts: ts(-600), reactions: [{name: 'ticket'}]}, live: true};
  assert.equal(isJustTicketed(unticketed, ticketed), false);
  assert.equal(isJustTicketed(unticketed, plain), false);
  assert.equal(isJustTicketed(unticketed, ticketed), true);
  assert.equal(isJustTicketed(unticketed, ticketed), false);
});
