import assert from 'node:assert/strict';
import {test} from 'node:test';

import {bodyOf, merged, passes, problemOf, shownTime} from '../../slack/emulator/page/wire/exchange.js';
import {faultLines, faultRequest, faults, timesLeft} from '../../slack/emulator/page/wire/faults.js';
import {signatureSteps} from '../../slack/emulator/page/wire/signature.js';

const form = [['Content-Type', 'application/x-www-form-urlencoded']];

test('a form is decoded, and JSON inside of it is parsed', () => {
  const body = bodyOf({headers: form, body: `payload=${encodeURIComponent('{"type":"block_actions"}')}&note=a+b%21`});
  assert.equal(body.kind, 'form');
  assert.deepEqual(body.fields[0].json, {type: 'block_actions'});
  assert.deepEqual([body.fields[1].value, body.fields[1].json], ['a b!', undefined]);
});

test('bodies are JSON, text or nothing', () => {
  assert.deepEqual(bodyOf({headers: [], body: '{"ok":true}', json: {ok: true}}), {kind: 'json', value: {ok: true}});
  assert.deepEqual(bodyOf({headers: [], body: '[1]'}), {kind: 'json', value: [1]});
  assert.deepEqual(bodyOf({headers: [], body: 'ok'}), {kind: 'text', text: 'ok'});
  assert.deepEqual(bodyOf({headers: [], body: '', json: null}), {kind: 'none'});
  assert.deepEqual(bodyOf(null), {kind: 'none'});
});

test('what went wrong is told, whatever kind of wrong it was', () => {
  const rows = [
    [{response: {status: 200}}, null],
    [{response: {status: 200}, error: 'channel_not_found'}, 'channel_not_found'],
    [{response: {status: 503}}, 'status 503'],
    [{response: null, failure: 'http_timeout'}, 'http_timeout'],
    [{response: null, lost: true}, 'connection lost'],
    [{response: {status: 200}, signature: {verdict: 'refused'}}, 'signature refused'],
  ];
  for (const [exchange, wanted] of rows) assert.equal(problemOf(exchange), wanted);
});

test('the filter looks at direction, kind, problems and every text', () => {
  const exchange = {direction: 'from_app', kind: 'api', what: 'chat.update', request: {body: '', json: {channel: 'C7'}}, response: {status: 200, body: ''}};
  assert.ok(passes(exchange, {}));
  assert.ok(passes(exchange, {direction: 'from_app', kind: 'api', text: 'CHAT.up'}));
  assert.ok(passes(exchange, {text: 'c7'}));
  assert.ok(!passes(exchange, {direction: 'to_app'}));
  assert.ok(!passes(exchange, {kind: 'event'}));
  assert.ok(!passes(exchange, {text: 'c8'}));
  assert.ok(!passes(exchange, {problems: true}));
});

test('exchanges are kept once, in order, and only the newest', () => {
  const ids = (list) => list.map(({id}) => id);
  assert.deepEqual(ids(merged([{id: 1}, {id: 3}], [{id: 2}, {id: 3}])), [1, 2, 3]);
  assert.deepEqual(ids(merged([{id: 1}, {id: 2}], [{id: 3}], 2)), [2, 3]);
  assert.equal(merged([], Array.from({length: 700}, (_, index) => ({id: index + 1}))).length, 500);
});

test('times are read at a glance', () => {
  assert.deepEqual([12, 1500, 48_000, 3_200_000, null].map(shownTime), ['12 µs', '1.5 ms', '48 ms', '3.2 s', '']);
});

test('a signature is explained in four steps', () => {
  const exchange = {at: 1_772_616_602_000, via: 'http', signature: {timestamp: '1772616600', signed: 'v0:1772616600:{}', value: 'v0=ab', verdict: 'accepted'}};
  const steps = signatureSteps(exchange);
  assert.deepEqual(steps.map((step) => step.state), ['good', 'plain', 'good', 'good']);
  assert.match(steps[0].words, /2 seconds before this request/);
  assert.match(signatureSteps({...exchange, at: 1_772_616_600_200})[0].words, /the same second/);
  assert.equal(steps[1].code, 'v0:1772616600:{}');
});

test('an old timestamp and a wrong signature fail at different steps', () => {
  const given = (timestamp) => ({at: 1_772_616_602_000, via: 'http', signature: {timestamp, signed: '', value: '', verdict: 'refused'}});
  assert.deepEqual(signatureSteps(given('1772616100')).map((step) => step.state), ['bad', 'plain', 'plain', 'bad']);
  assert.deepEqual(signatureSteps(given('1772616600')).map((step) => step.state), ['good', 'plain', 'bad', 'bad']);
  assert.equal(signatureSteps(given('')).at(0).state, 'bad');
});

test('over Socket Mode there is nothing to check, and that is said', () => {
  assert.match(signatureSteps({via: 'socket', signature: null})[0].words, /app-level token/);
});

test('a fault that is on shows as a line and with what is left of it', () => {
  const state = {outage: true, planned: [{kind: 'rate_limited', method: 'chat.update', times: 3}, {kind: 'slow', method: '', times: 1}]};
  assert.deepEqual(faultLines(state), ['Total outage, until it is switched off', 'Too many requests: chat.update, 3 more calls', 'Slow answers: any method, 1 more call']);
  assert.equal(timesLeft(state, 'rate_limited'), 3);
  assert.equal(timesLeft(state, 'outage'), Infinity);
  assert.equal(timesLeft(null, 'slow'), 0);
  assert.deepEqual(faultLines(null), []);
});

test('switching a fault on asks for what the playground knows', () => {
  const ask = (kind, how) => faultRequest(faults.find((fault) => fault.kind === kind), how);
  assert.deepEqual(ask('rate_limited', {method: 'chat.update', times: 2, amount: 5}), {kind: 'rate_limited', on: true, method: 'chat.update', times: 2, retry_after: 5});
  assert.deepEqual(ask('slow', {method: '', times: 1, amount: 3000}), {kind: 'slow', on: true, method: '', times: 1, delay: 3000});
  assert.deepEqual(ask('lost_after', {method: '', times: 1}), {kind: 'lost_after', on: true, method: '', times: 1});
  assert.deepEqual(ask('outage', {}), {kind: 'outage', on: true});
});
