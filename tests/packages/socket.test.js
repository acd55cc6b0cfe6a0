// Slack's own Socket Mode client and a Bolt app on it, connected to the emulated workspace.
import bolt from '@slack/bolt'; // CommonJS: not all of its names are seen one by one
import socketMode from '@slack/socket-mode';
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Inbox } from './support/bolt.js';
import { clientOf, refusal, silent } from './support/client.js';
import { openWorkspace } from './support/workspace.js';

describe('Socket Mode', () => {
  let workspace;
  let app;
  let general;
  const inbox = new Inbox();
  const plain = (text) => ({ type: 'plain_text', text });
  const form = {
    type: 'modal',
    callback_id: 'form',
    title: plain('Ticket'),
    submit: plain('Send'),
    blocks: [{ type: 'input', block_id: 'a', label: plain('A'), element: { type: 'plain_text_input', action_id: 'a' } }],
  };

  before(async () => {
    workspace = await openWorkspace('--socket-mode', '--no-rate-limits');
    ({ general } = workspace.channels);
    const clientOptions = { slackApiUrl: workspace.api_url };
    const receiver = new bolt.SocketModeReceiver({
      appToken: workspace.app_token,
      logger: silent,
      installerOptions: { clientOptions },
    });
    app = new bolt.App({ token: workspace.token, receiver, clientOptions, logger: silent });
    app.event('message', async ({ event, body }) => inbox.put('message', { event, body }));
    app.command('/ticket', async ({ command, ack }) => {
      await ack('Heard.');
      inbox.put('command', { command });
    });
    app.shortcut('open_ticket', async ({ shortcut, ack, client }) => {
      await ack();
      inbox.put('view', await client.views.open({ trigger_id: shortcut.trigger_id, view: form }));
    });
    app.view('form', async ({ view, ack }) => {
      inbox.put('submission', { view });
      await ack({ response_action: 'errors', errors: { a: 'More, please.' } });
    });
    await app.start();
  });
  after(async () => {
    await app.stop();
    await workspace.close();
  });

  test('events arrive over the socket', async () => {
    const { ts } = await workspace.act('eva', 'post', { channel: general, text: 'over the wire' });
    const { event, body } = await inbox.next('message', (each) => each.event.ts === ts);
    assert.equal(event.text, 'over the wire');
    assert.match(body.event_id, /^Ev/);
  });

  test('a command is answered in its acknowledgement', async () => {
    const { answer } = await workspace.act('eva', 'command', { channel: general, text: '/ticket list' });
    const { command } = await inbox.next('command');
    const query = new URLSearchParams({ as: workspace.people.eva, channel: general });
    const { messages } = await (await fetch(`${workspace.base}playground/messages?${query}`)).json();

    assert.equal(answer.trouble ?? '', '');
    assert.equal(command.text, 'list');
    assert.equal(messages.at(-1).text, 'Heard.');
    assert.equal(messages.at(-1).ephemeral, true);
  });

  test('a form is opened, sent and refused over the socket', async () => {
    await workspace.act('eva', 'global_shortcut', { callback_id: 'open_ticket' });
    const { view } = await inbox.next('view');
    const sent = await workspace.act('eva', 'submit', { view_id: view.id, values: { a: { a: 'x' } } });
    const submission = await inbox.next('submission');

    assert.equal(submission.view.state.values.a.a.value, 'x');
    assert.deepEqual(sent.answer.errors, { a: 'More, please.' });
  });

  test('a second connection takes its turn, and when it is gone the first hears everything', async () => {
    const client = new socketMode.SocketModeClient({
      appToken: workspace.app_token,
      clientOptions: { slackApiUrl: workspace.api_url },
      logger: silent,
    });
    client.on('message', async ({ event, ack }) => {
      await ack();
      inbox.put('message', { event, second: true });
    });
    await client.start();
    const texts = ['one', 'two', 'three', 'four'];
    for (const text of texts) await workspace.act('eva', 'post', { channel: general, text });
    const heard = [];
    for (const text of texts) heard.push(await inbox.next('message', (each) => each.event.text === text));
    await client.disconnect();
    await workspace.act('eva', 'post', { channel: general, text: 'after' });

    assert.ok(await inbox.next('message', (each) => each.event.text === 'after' && !each.second));
    for (const text of texts) assert.equal(heard.filter((each) => each.event.text === text).length, 1);
  });

  test("only the app's own token opens a connection", async () => {
    const wrong = clientOf(workspace).apps.connections.open();
    assert.equal(await refusal(wrong), 'not_allowed_token_type');
    const right = await clientOf({ ...workspace, token: workspace.app_token }).apps.connections.open();
    assert.match(right.url, /^wss?:\/\//);
  });
});
