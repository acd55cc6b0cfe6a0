// What Slack does when an app does not answer an event: the same again, up to three times, and says so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openWithBolt } from './support/bolt.js';

/** Lets an app fail in a way of its own, and tells which tries it heard of. @param patience  Slack's, in milliseconds */
async function triesOf(patience, fail) {
  const impatient = { app: { processBeforeResponse: true }, workspace: ['--patience', String(patience), '--retries', '5,5,5'] };
  const desk = await openWithBolt((app, inbox) => {
    app.event('message', async ({ body, context }) => {
      const tried = Number(context.retryNum ?? 0);
      inbox.put('try', { id: body.event_id, number: tried, reason: context.retryReason });
      await fail(tried);
    });
  }, impatient);
  const { workspace, inbox } = desk;
  await workspace.act('eva', 'post', { channel: workspace.channels.general, text: 'anybody there?' });
  return { ...desk, inbox };
}

test('an app that answers 500 is tried again three times, with the number and the reason', async () => {
  const desk = await triesOf(30_000, () => {
    throw new Error('broken');
  });
  const tries = [];
  for (let n = 0; n < 4; n += 1) tries.push(await desk.inbox.next('try'));
  await desk.close();

  assert.deepEqual(tries.map((each) => each.number), [0, 1, 2, 3]);
  assert.deepEqual(tries.map((each) => each.reason), [undefined, 'http_error', 'http_error', 'http_error']);
  assert.equal(new Set(tries.map((each) => each.id)).size, 1, 'one event, one id');
});

test('an app that is late is tried again, and not once more when it was in time', async () => {
  let triedAgain;
  const late = new Promise((resolve) => { triedAgain = resolve; });
  // A patience in which a second answer comes in time on any machine.
  const desk = await triesOf(5_000, (tried) => (tried === 0 ? late : triedAgain()));
  const first = await desk.inbox.next('try');
  const second = await desk.inbox.next('try');
  await pause(100); // nothing is to come: only time can show that
  const more = desk.inbox.of('try');
  await desk.close();

  assert.equal(second.reason, 'http_timeout');
  assert.equal(second.id, first.id);
  assert.deepEqual(more, []);
});
