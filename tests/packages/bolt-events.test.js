// A Bolt app over HTTP hears what happens in the workspace: signed, once, and again when it did not answer.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openWithBolt } from './support/bolt.js';
import { openWorkspace } from './support/workspace.js';

// Hooks stand in a suite: on Node 18 those of the file itself wait for what only they end.
describe('events to a Bolt app', () => {
  const heard = [
    'message',
    'app_mention',
    'reaction_added',
    'reaction_removed',
    'member_joined_channel',
    'member_left_channel',
    'app_home_opened',
  ];

  let desk;
  let workspace;
  let inbox;
  let general;

  before(async () => {
    desk = await openWithBolt((app, letters) => {
      for (const type of heard)
        app.event(type, async ({ event, body, context }) => letters.put(type, { event, body, context }));
    });
    ({ workspace, inbox } = desk);
    ({ general } = workspace.channels);
  });
  after(() => desk.close());

  test('a message reaches the app with its envelope', async () => {
    const { ts } = await workspace.act('eva', 'post', { channel: general, text: 'My *laptop* is slow' });
    const { event, body, context } = await inbox.next('message', (each) => each.event.ts === ts);

    assert.equal(event.text, 'My *laptop* is slow');
    assert.equal(event.user, workspace.people.eva);
    assert.equal(event.channel, general);
    assert.equal(event.channel_type, 'channel');
    assert.equal(event.event_ts, ts);
    assert.equal(event.team, workspace.team);
    assert.ok(event.client_msg_id);
    assert.equal(event.blocks[0].type, 'rich_text');
    assert.match(body.event_id, /^Ev/);
    assert.equal(body.api_app_id, workspace.app);
    assert.equal(body.authorizations[0].user_id, workspace.bot_user);
    assert.equal(body.is_ext_shared_channel, false);
    assert.equal(context.teamId, workspace.team);
    assert.equal(context.botUserId, workspace.bot_user);
  });

  test('a mention comes as a message and as a mention, with two event ids', async () => {
    const text = `<@${workspace.bot_user}> help`;
    const { ts } = await workspace.act('tom', 'post', { channel: general, text });
    const same = (each) => each.event.ts === ts;
    const [message, mention] = [await inbox.next('message', same), await inbox.next('app_mention', same)];

    assert.equal(mention.event.text, text);
    assert.notEqual(message.body.event_id, mention.body.event_id);
  });

  test('a reply names its thread and who began it', async () => {
    const { ts } = await workspace.act('eva', 'post', { channel: general, text: 'parent' });
    const reply = await workspace.act('tom', 'post', { channel: general, text: 'reply', thread_ts: ts });
    const { event } = await inbox.next('message', (each) => each.event.ts === reply.ts);

    assert.equal(event.thread_ts, ts);
    assert.equal(event.parent_user_id, workspace.people.eva);
  });

  test('an edit and a deletion come as hidden messages about the first', async () => {
    const { ts } = await workspace.act('eva', 'post', { channel: general, text: 'frist' });
    await workspace.act('eva', 'edit', { channel: general, ts, text: 'first' });
    const changed = await inbox.next('message', (each) => each.event.subtype === 'message_changed');
    await workspace.act('eva', 'delete', { channel: general, ts });
    const deleted = await inbox.next('message', (each) => each.event.subtype === 'message_deleted');

    assert.equal(changed.event.message.text, 'first');
    assert.equal(changed.event.previous_message.text, 'frist');
    assert.equal(changed.event.message.edited.user, workspace.people.eva);
    assert.equal(deleted.event.deleted_ts, ts);
    assert.equal(deleted.event.hidden, true);
  });

  test('reactions come with what they are on and whose it is', async () => {
    const { ts } = await workspace.act('eva', 'post', { channel: general, text: 'react to me' });
    await workspace.act('ben', 'react', { channel: general, ts, name: 'ticket' });
    await workspace.act('ben', 'unreact', { channel: general, ts, name: 'ticket' });
    const added = (await inbox.next('reaction_added')).event;
    const removed = (await inbox.next('reaction_removed')).event;

    assert.equal(added.reaction, 'ticket');
    assert.equal(added.user, workspace.people.ben);
    assert.equal(added.item_user, workspace.people.eva);
    assert.deepEqual(added.item, { type: 'message', channel: general, ts });
    assert.deepEqual(removed.item, added.item);
  });

  test('people joining and leaving are told, with a line in the channel', async () => {
    await workspace.act('tom', 'leave', { channel: workspace.channels['help-it'] });
    const left = (await inbox.next('member_left_channel')).event;
    await workspace.act('tom', 'join', { channel: workspace.channels['help-it'] });
    const joined = (await inbox.next('member_joined_channel')).event;
    const line = (await inbox.next('message', (each) => each.event.subtype === 'channel_join')).event;

    assert.equal(left.user, workspace.people.tom);
    assert.equal(joined.channel, workspace.channels['help-it']);
    assert.equal(joined.channel_type, 'C');
    assert.equal(joined.team, workspace.team);
    assert.match(line.text, /has joined the channel/);
  });

  test('a direct message comes as one, and only where the bot is', async () => {
    const { channel } = await workspace.act('cyd', 'open_dm');
    const { ts } = await workspace.act('cyd', 'post', { channel, text: 'between us' });
    const { event } = await inbox.next('message', (each) => each.event.ts === ts);
    await workspace.act('eva', 'post', { channel: workspace.channels.lounge, text: 'without the bot' });
    const next = await workspace.act('eva', 'post', { channel: general, text: 'with it' });
    await inbox.next('message', (each) => each.event.ts === next.ts);

    assert.equal(event.channel_type, 'im');
    assert.equal(event.channel, channel);
    assert.ok(!inbox.of('message').some((each) => each.event.text === 'without the bot'));
  });

  test("somebody of another organisation carries that organisation's team", async () => {
    const channel = workspace.channels['with-partner'];
    const { ts } = await workspace.act('pia', 'post', { channel, text: 'from outside' });
    const { event, body } = await inbox.next('message', (each) => each.event.ts === ts);

    assert.equal(body.is_ext_shared_channel, true);
    assert.equal(event.user_team, 'T0PARTNER1');
    assert.equal(event.source_team, 'T0PARTNER1');
  });

  test('files come with the message', async () => {
    const files = [{ name: 'trace.txt', mimetype: 'text/plain', content: 'line 1\nline 2\n' }];
    const { ts } = await workspace.act('eva', 'post', { channel: general, text: 'see file', files });
    const { event } = await inbox.next('message', (each) => each.event.ts === ts);

    assert.equal(event.subtype, 'file_share');
    assert.equal(event.files[0].name, 'trace.txt');
    assert.equal(event.files[0].size, 14);
  });

  test('opening the Home tab is told, and what the app publishes is there', async () => {
    await workspace.act('eva', 'open_home');
    const { event } = await inbox.next('app_home_opened');
    const text = { type: 'mrkdwn', text: 'Your tickets' };
    const view = { type: 'home', callback_id: 'home', blocks: [{ type: 'section', text }] };
    const published = await desk.web.views.publish({ user_id: event.user, view });
    await workspace.act('eva', 'open_home');
    const again = (await inbox.next('app_home_opened')).event;

    assert.equal(event.tab, 'home');
    assert.equal(event.view, undefined);
    assert.equal(published.view.type, 'home');
    assert.equal(again.view.id, published.view.id);
    assert.equal(again.view.callback_id, 'home');
  });

  test('a request that another secret signed is refused by Bolt', async () => {
    const twin = await openWorkspace('--app-url', desk.url, '--signing-secret', 'of-somebody-else');
    try {
      await twin.act('eva', 'post', { channel: twin.channels.general, text: 'forged' });
      const exchange = await untilTried(twin);
      assert.equal(exchange.response.status, 401);
      assert.ok(!inbox.of('message').some((each) => each.event.text === 'forged'));
    } finally {
      await twin.close();
    }
  });

  /** The first delivery of a workspace, once it was answered. */
  async function untilTried(twin) {
    for (let look = 0; look < 2000; look += 1) {
      const { exchanges } = await (await fetch(`${twin.base}playground/wire?after=0`)).json();
      const delivery = exchanges.find((each) => each.direction === 'to_app');
      if (delivery) return delivery;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('nothing was delivered');
  }
});
