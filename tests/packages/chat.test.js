import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { clientOf, refusal } from './support/client.js';
import { openWorkspace } from './support/workspace.js';

// Hooks stand in a suite: on Node 18 those of the file itself wait for what only they end.
describe('messages', () => {
  let workspace;
  let web;
  let general;
  let lounge;

  before(async () => {
    workspace = await openWorkspace('--no-rate-limits');
    web = clientOf(workspace);
    general = workspace.channels.general;
    lounge = workspace.channels.lounge;
  });
  after(() => workspace.close());

  const section = (text) => ({ type: 'section', text: { type: 'mrkdwn', text } });

  test('what is posted is answered with its ts and the message as Slack keeps it', async () => {
    const posted = await web.chat.postMessage({ channel: general, text: 'Hello', blocks: [section('*Hello*')] });

    assert.equal(posted.channel, general);
    assert.match(posted.ts, /^\d{10}\.\d{6}$/);
    assert.equal(posted.message.text, 'Hello');
    assert.equal(posted.message.type, 'message');
    assert.equal(posted.message.user, workspace.bot_user);
    assert.equal(posted.message.bot_profile.app_id, workspace.app);
    assert.equal(posted.message.team, workspace.team);
    const [block] = posted.message.blocks;
    assert.equal(block.text.text, '*Hello*');
    assert.ok(block.block_id, 'Slack names a block that the app did not name');
  });

  test('a post reaches a public channel by its name and a person by their id', async () => {
    const byName = await web.chat.postMessage({ channel: '#general', text: 'by name' });
    const toEva = await web.chat.postMessage({ channel: workspace.people.eva, text: 'to you' });

    assert.equal(byName.channel, general);
    assert.match(toEva.channel, /^D/);
  });

  test('a reply stands in its thread, and its parent counts it', async () => {
    const parent = await web.chat.postMessage({ channel: general, text: 'parent' });
    const reply = await web.chat.postMessage({ channel: general, text: 'reply', thread_ts: parent.ts });
    const { messages } = await web.conversations.replies({ channel: general, ts: parent.ts });

    assert.deepEqual(messages.map((each) => each.ts), [parent.ts, reply.ts]);
    assert.equal(messages[0].reply_count, 1);
    assert.equal(messages[0].thread_ts, parent.ts);
    assert.equal(messages[0].latest_reply, reply.ts);
    assert.equal(messages[1].parent_user_id, workspace.bot_user);
  });

  test('a reply sent to the channel too is in its history', async () => {
    const parent = await web.chat.postMessage({ channel: general, text: 'parent' });
    const options = { channel: general, thread_ts: parent.ts, reply_broadcast: true };
    const reply = await web.chat.postMessage({ ...options, text: 'for all' });
    const { messages } = await web.conversations.history({ channel: general, limit: 1 });

    assert.equal(messages[0].ts, reply.ts);
    assert.equal(messages[0].subtype, 'thread_broadcast');
  });

  test('an update changes text and blocks, and says that it was edited', async () => {
    const posted = await web.chat.postMessage({ channel: general, text: 'old', blocks: [section('old')] });
    const changed = await web.chat.update({ channel: general, ts: posted.ts, text: 'new', blocks: [section('new')] });
    const { messages } = await web.conversations.history({ channel: general, limit: 1 });

    assert.equal(changed.ts, posted.ts);
    assert.equal(changed.text, 'new');
    assert.equal(messages[0].blocks[0].text.text, 'new');
    assert.ok(messages[0].edited.ts);
  });

  test('what is deleted is gone', async () => {
    const posted = await web.chat.postMessage({ channel: general, text: 'short-lived' });
    const gone = await web.chat.delete({ channel: general, ts: posted.ts });

    assert.equal(gone.ts, posted.ts);
    assert.equal(await refusal(web.chat.delete({ channel: general, ts: posted.ts })), 'message_not_found');
  });

  test('an ephemeral message is answered with message_ts and stands in no history', async () => {
    const shown = await web.chat.postEphemeral({ channel: general, user: workspace.people.eva, text: 'only you' });
    const { messages } = await web.conversations.history({ channel: general });

    assert.match(shown.message_ts, /^\d+\.\d+$/);
    assert.ok(!messages.some((each) => each.ts === shown.message_ts));
  });

  test('a permalink names channel and ts, and of a reply its thread', async () => {
    const parent = await web.chat.postMessage({ channel: general, text: 'parent' });
    const reply = await web.chat.postMessage({ channel: general, text: 'reply', thread_ts: parent.ts });
    const link = await web.chat.getPermalink({ channel: general, message_ts: reply.ts });

    assert.equal(link.channel, general);
    assert.ok(link.permalink.includes(`/archives/${general}/p${reply.ts.replace('.', '')}`));
    assert.ok(link.permalink.includes(`thread_ts=${parent.ts}`));
  });

  test('metadata is read back whole with include_all_metadata and by its type alone without', async () => {
    const metadata = { event_type: 'docket_delivery', event_payload: { id: 'd-17', attempt: 2 } };
    await web.chat.postMessage({ channel: general, text: 'marked', metadata });
    const whole = await web.conversations.history({ channel: general, limit: 1, include_all_metadata: true });
    const bare = await web.conversations.history({ channel: general, limit: 1 });

    assert.deepEqual(whole.messages[0].metadata, metadata);
    assert.deepEqual(bare.messages[0].metadata, { event_type: 'docket_delivery' });
  });

  test('metadata of any shape survives an update that does not mention it', async () => {
    const metadata = { event_type: 'docket_card', event_payload: { ticket: 12 } };
    const posted = await web.chat.postMessage({ channel: general, text: 'card', metadata });
    await web.chat.update({ channel: general, ts: posted.ts, text: 'card, changed' });
    const { messages } = await web.conversations.history({ channel: general, limit: 1, include_all_metadata: true });

    assert.deepEqual(messages[0].metadata, metadata);
  });

  test("refusals are Slack's own words", async () => {
    const posted = await web.chat.postMessage({ channel: general, text: 'here' });
    const rows = [
      [web.chat.postMessage({ channel: 'C0NOWHERE1', text: 'x' }), 'channel_not_found'],
      [web.chat.postMessage({ channel: lounge, text: 'x' }), 'not_in_channel'],
      [web.chat.postMessage({ channel: general, text: '' }), 'no_text'],
      [web.chat.postMessage({ channel: general, text: 'x', thread_ts: 'soon' }), 'invalid_thread_ts'],
      [web.chat.postMessage({ channel: general, text: 'x', blocks: [{ type: 'section' }] }), 'invalid_blocks'],
      [web.chat.postMessage({ channel: general, text: 'x', blocks: 'none' }), 'invalid_blocks_format'],
      [web.chat.postMessage({ channel: general, text: 'x', username: 'me' }), 'missing_scope'],
      [web.chat.update({ channel: general, ts: '1000000000.000000', text: 'x' }), 'message_not_found'],
      [web.chat.update({ channel: general, ts: posted.ts, text: 'x'.repeat(4001) }), 'msg_too_long'],
      [web.chat.postEphemeral({ channel: general, user: workspace.people.pia, text: 'x' }), 'user_not_in_channel'],
      [web.chat.getPermalink({ channel: general, message_ts: '1.000001' }), 'message_not_found'],
    ];
    const said = await Promise.all(rows.map(([call]) => refusal(call)));
    assert.deepEqual(said, rows.map(([, wanted]) => wanted));
  });

  test('blocks that Slack would refuse are refused with the place of the mistake', async () => {
    const blocks = [section('fine'), section('x'.repeat(3001))];
    await assert.rejects(web.chat.postMessage({ channel: general, text: 'x', blocks }), (error) => {
      assert.equal(error.data.error, 'invalid_blocks');
      assert.match(error.data.response_metadata.messages.join('\n'), /\/blocks\/1\/text\/text/);
      return true;
    });
  });

  test('a missing scope is named with those that are there', async () => {
    await assert.rejects(web.chat.postMessage({ channel: general, text: 'x', username: 'me' }), (error) => {
      assert.equal(error.data.needed, 'chat:write.customize');
      assert.match(error.data.provided, /chat:write/);
      return true;
    });
  });

  test('a wrong token is refused before anything else', async () => {
    const stranger = clientOf({ ...workspace, token: 'xoxb-of-somebody-else' });
    const nobody = clientOf({ ...workspace, token: undefined });

    assert.equal(await refusal(stranger.chat.postMessage({ channel: 'nowhere', text: '' })), 'invalid_auth');
    assert.equal(await refusal(nobody.auth.test()), 'not_authed');
  });
});
