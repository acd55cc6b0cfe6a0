// What Slack's client does when Slack does not answer as hoped, seen from its side: retries, Retry-After, refusal.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { clientOf, impatient, refusal } from './support/client.js';
import { openWorkspace } from './support/workspace.js';

// Hooks stand in a suite: on Node 18 those of the file itself wait for what only they end.
describe("Slack's client in trouble", () => {
  let workspace;
  let channel;

  before(async () => {
    workspace = await openWorkspace();
    channel = workspace.channels.general;
  });
  beforeEach(() => workspace.noFaults());
  after(() => workspace.close());

  test('the client waits as long as Retry-After says, and then succeeds', async () => {
    const web = clientOf(workspace, { retryConfig: impatient });
    const told = [];
    web.on('rate_limited', (seconds, { url }) => told.push([seconds, url]));
    await workspace.fault('rate_limited', { method: 'chat.postMessage', retry_after: 1, times: 1 });
    const began = performance.now();
    const posted = await web.chat.postMessage({ channel, text: 'patience' });

    assert.ok(posted.ok);
    assert.ok(performance.now() - began > 990, 'not before a second has passed');
    assert.equal(told.length, 1);
    assert.equal(told[0][0], 1);
    assert.match(told[0][1], /chat\.postMessage$/);
  });

  test('a client that rejects rate limited calls is told how long to wait', async () => {
    const web = clientOf(workspace, { rejectRateLimitedCalls: true });
    await workspace.fault('rate_limited', { method: 'users.info', retry_after: 30, times: 1 });

    await assert.rejects(web.users.info({ user: workspace.people.eva }), (error) => {
      assert.equal(error.code, 'slack_webapi_rate_limited_error');
      assert.equal(error.retryAfter, 30);
      return true;
    });
  });

  test('posting faster than one a second to a channel is rate limited without any fault', async () => {
    const web = clientOf(workspace, { rejectRateLimitedCalls: true });
    const quick = workspace.channels['help-it'];
    const calls = await Promise.allSettled(
      Array.from({ length: 12 }, (_, n) => web.chat.postMessage({ channel: quick, text: `${n}` })),
    );

    const refused = calls.filter((each) => each.status === 'rejected');
    assert.ok(refused.length > 0 && refused.length < 12, `${refused.length} of 12`);
    for (const { reason } of refused) assert.ok(reason.retryAfter >= 1);
  });

  test('a server error is tried again until it passes', async () => {
    const web = clientOf(workspace, { retryConfig: impatient });
    await workspace.fault('server_error', { method: 'auth.test', times: 2 });

    assert.equal((await web.auth.test()).team_id, workspace.team);
  });

  test('a server error that stays is an HTTP error to the caller', async () => {
    const web = clientOf(workspace);
    await workspace.fault('server_error', { method: 'auth.test', times: 1 });

    await assert.rejects(web.auth.test(), (error) => {
      assert.equal(error.code, 'slack_webapi_http_error');
      assert.equal(error.statusCode, 503);
      return true;
    });
  });

  test('a connection lost before the call arrived is tried again', async () => {
    const web = clientOf(workspace, { retryConfig: impatient });
    await workspace.fault('lost_before', { method: 'auth.test', times: 2 });

    assert.equal((await web.auth.test()).user_id, workspace.bot_user);
  });

  test('a connection lost after the call had its effect doubles it when the client tries again', async () => {
    const web = clientOf(workspace, { retryConfig: impatient });
    const quiet = workspace.channels['with-partner'];
    await workspace.fault('lost_after', { method: 'chat.postMessage', times: 1 });
    await web.chat.postMessage({ channel: quiet, text: 'once, meant' });
    const { messages } = await web.conversations.history({ channel: quiet });

    assert.equal(messages.length, 2, 'which is why Docket looks before it sends again');
  });

  test('a slow answer runs into the timeout of the client', async () => {
    const web = clientOf(workspace, { timeout: 50 });
    await workspace.fault('slow', { method: 'auth.test', times: 1, delay: 2000 });

    await assert.rejects(web.auth.test(), (error) => error.code === 'slack_webapi_request_error');
  });

  test('during an outage nothing answers, and after it everything does', async () => {
    const web = clientOf(workspace);
    await workspace.fault('outage');
    await assert.rejects(web.auth.test(), (error) => error.code === 'slack_webapi_request_error');
    await workspace.noFaults();

    assert.equal(await refusal(web.users.info({ user: 'U0NOBODY01' })), 'user_not_found');
  });
});
