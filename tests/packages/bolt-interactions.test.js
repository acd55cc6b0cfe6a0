// What people do with the app: commands, buttons, shortcuts and forms, received and answered by Bolt over HTTP.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openWithBolt } from './support/bolt.js';

// Hooks stand in a suite: on Node 18 those of the file itself wait for what only they end.
describe('interactions with a Bolt app', () => {
  let desk;
  let workspace;
  let inbox;
  let web;
  let general;

  const plain = (text) => ({ type: 'plain_text', text });
  const button = (action_id, text, more = {}) => ({ type: 'button', action_id, text: plain(text), ...more });
  const card = (...elements) => [
    { type: 'section', block_id: 'words', text: { type: 'mrkdwn', text: '*#12* Laptop' } },
    { type: 'actions', block_id: 'buttons', elements },
  ];
  const form = (title, more = {}) => ({
    type: 'modal',
    callback_id: 'form',
    title: plain(title),
    submit: plain('Send'),
    close: plain('Cancel'),
    private_metadata: '{"ticket":12}',
    blocks: [
      { type: 'input', block_id: 'summary', label: plain('Summary'), element: { type: 'plain_text_input', action_id: 'text' } },
      {
        type: 'input',
        block_id: 'owner',
        optional: true,
        label: plain('Owner'),
        element: { type: 'external_select', action_id: 'pick', min_query_length: 1 },
      },
    ],
    ...more,
  });

  /** How the form is answered next. */
  let answerForm;

  before(async () => {
    desk = await openWithBolt((app, letters) => {
      app.command('/ticket', async ({ command, ack, respond, body }) => {
        letters.put('command', { command, respond, body });
        await ack(command.text.startsWith('help') ? 'Say `/ticket new …`' : undefined);
      });
      app.action(/.*/, async ({ action, body, ack, respond }) => {
        await ack();
        letters.put('action', { action, body, respond });
      });
      app.shortcut(/.*/, async ({ shortcut, ack, client, respond }) => {
        await ack();
        const opened = await client.views.open({ trigger_id: shortcut.trigger_id, view: form('Open a ticket') });
        letters.put('shortcut', { shortcut, opened, respond });
      });
      app.options('pick', async ({ options, ack }) => {
        letters.put('options', { options });
        const text = `${options.value}…`;
        await ack({ options: [{ text: plain(text), value: options.value }] });
      });
      app.view('form', async ({ view, body, ack }) => {
        letters.put('submission', { view, body });
        await ack(answerForm);
      });
      app.view({ callback_id: 'form', type: 'view_closed' }, async ({ view, body, ack }) => {
        await ack();
        letters.put('closed', { view, body });
      });
    });
    ({ workspace, inbox, web } = desk);
    ({ general } = workspace.channels);
  });
  after(() => desk.close());

  /** What somebody sees in a channel, the newest last. */
  async function seenBy(who, channel = general) {
    const query = new URLSearchParams({ as: workspace.people[who], channel });
    return (await (await fetch(`${workspace.base}playground/messages?${query}`)).json()).messages;
  }

  async function openForm(who, callback_id = 'open_ticket') {
    await workspace.act(who, 'global_shortcut', { callback_id });
    return inbox.next('shortcut');
  }

  test('a command comes with its fields, people escaped, and its answer is seen by one person', async () => {
    await workspace.act('eva', 'command', { channel: general, text: '/ticket help @ben' });
    const { command } = await inbox.next('command');
    const last = (await seenBy('eva')).at(-1);

    assert.equal(command.command, '/ticket');
    assert.equal(command.text, `help <@${workspace.people.ben}|ben>`);
    assert.equal(command.user_id, workspace.people.eva);
    assert.equal(command.user_name, 'eva');
    assert.equal(command.channel_id, general);
    assert.equal(command.channel_name, 'general');
    assert.equal(command.team_domain, 'lighthouse');
    assert.equal(command.is_enterprise_install, 'false');
    assert.equal(last.text, 'Say `/ticket new …`');
    assert.equal(last.ephemeral, true);
    assert.ok(!(await seenBy('tom')).some((each) => each.ts === last.ts));
  });

  test('what is said later through the response_url is private or for the channel', async () => {
    await workspace.act('eva', 'command', { channel: general, text: '/ticket list' });
    const { respond } = await inbox.next('command');
    await respond('only you');
    const whisper = (await seenBy('eva')).at(-1);
    await respond({ response_type: 'in_channel', text: 'all of you' });
    const loud = (await seenBy('tom')).at(-1);

    assert.equal(whisper.text, 'only you');
    assert.equal(whisper.ephemeral, true);
    assert.equal(loud.text, 'all of you');
  });

  test('a response_url works five times', async () => {
    await workspace.act('eva', 'command', { channel: general, text: '/ticket list' });
    const { command } = await inbox.next('command');
    const say = () => fetch(command.response_url, { method: 'POST', body: JSON.stringify({ text: 'again' }) });
    const statuses = [];
    for (let n = 0; n < 6; n += 1) statuses.push((await say()).status);

    assert.deepEqual(statuses, [200, 200, 200, 200, 200, 404]);
  });

  test('a pressed button names itself, its message and who pressed it', async () => {
    const blocks = card(button('claim', 'Claim', { value: '12', style: 'primary' }));
    const { ts } = await web.chat.postMessage({ channel: general, text: '#12', blocks });
    await workspace.act('ben', 'press', { channel: general, ts, block_id: 'buttons', action_id: 'claim' });
    const { action, body } = await inbox.next('action');

    assert.equal(action.type, 'button');
    assert.equal(action.value, '12');
    assert.equal(action.block_id, 'buttons');
    assert.equal(action.text.text, 'Claim');
    assert.ok(action.action_ts);
    assert.equal(body.user.id, workspace.people.ben);
    assert.deepEqual(body.channel, { id: general, name: 'general' });
    assert.equal(body.message.ts, ts);
    assert.deepEqual(body.container, { type: 'message', message_ts: ts, channel_id: general, is_ephemeral: false });
    assert.equal(body.team.id, workspace.team);
    assert.ok(body.trigger_id);
  });

  test('a click is answered by replacing its message, by a word beside it, and by taking it away', async () => {
    const { ts } = await web.chat.postMessage({ channel: general, text: 'old', blocks: card(button('claim', 'Claim')) });
    await workspace.act('ben', 'press', { channel: general, ts, block_id: 'buttons', action_id: 'claim' });
    const { respond } = await inbox.next('action');
    const seen = async () => (await seenBy('ben')).find((each) => each.ts === ts);

    await respond({ replace_original: true, text: 'claimed by Ben' });
    assert.equal((await seen()).text, 'claimed by Ben');
    assert.equal((await seen()).blocks?.length ?? 0, 0);
    await respond({ replace_original: false, response_type: 'ephemeral', text: 'You have it.' });
    assert.equal((await seenBy('ben')).at(-1).text, 'You have it.');
    await respond({ delete_original: true });
    assert.equal(await seen(), undefined);
  });

  test('a button in an ephemeral message is pressed and answered in its place', async () => {
    const blocks = card(button('yes', 'Yes'));
    const shown = await web.chat.postEphemeral({ channel: general, user: workspace.people.eva, text: 'Sure?', blocks });
    const where = { channel: general, ts: shown.message_ts, block_id: 'buttons', action_id: 'yes', ephemeral: true };
    await workspace.act('eva', 'press', where);
    const { body, respond } = await inbox.next('action');
    await respond({ replace_original: true, text: 'Done.' });
    const after = (await seenBy('eva')).find((each) => each.ts === shown.message_ts);
    await respond({ delete_original: true });

    assert.equal(body.container.is_ephemeral, true);
    assert.equal(body.container.message_ts, shown.message_ts);
    assert.equal(body.message, undefined);
    assert.equal(after.text, 'Done.');
    assert.ok(!(await seenBy('eva')).some((each) => each.ts === shown.message_ts));
  });

  test('menus and pickers of a message say what was chosen', async () => {
    const options = ['low', 'high'].map((value) => ({ text: plain(value), value }));
    const menu = { type: 'static_select', action_id: 'priority', placeholder: plain('Priority'), options };
    const person = { type: 'users_select', action_id: 'assign' };
    const day = { type: 'datepicker', action_id: 'due' };
    const more = { type: 'overflow', action_id: 'more', options };
    const { ts } = await web.chat.postMessage({ channel: general, text: 'x', blocks: card(menu, person, day, more) });
    const choose = async (action_id, value) => {
      await workspace.act('ben', 'press', { channel: general, ts, block_id: 'buttons', action_id, value });
      return inbox.next('action');
    };
    const chosen = await choose('priority', 'high');

    assert.equal(chosen.action.selected_option.value, 'high');
    assert.equal(chosen.body.state.values.buttons.priority.selected_option.value, 'high');
    assert.equal((await choose('assign', workspace.people.cyd)).action.selected_user, workspace.people.cyd);
    assert.equal((await choose('due', '2026-03-02')).action.selected_date, '2026-03-02');
    assert.equal((await choose('more', 'low')).action.selected_option.value, 'low');
  });

  test('a global shortcut opens a form', async () => {
    const { shortcut, opened } = await openForm('eva');
    await workspace.act('eva', 'close_view');

    assert.equal(shortcut.type, 'shortcut');
    assert.equal(shortcut.callback_id, 'open_ticket');
    assert.equal(shortcut.user.id, workspace.people.eva);
    assert.equal(opened.view.callback_id, 'form');
    assert.equal(opened.view.root_view_id, opened.view.id);
    assert.ok(opened.view.hash);
    assert.ok(opened.view.state);
  });

  test('a message shortcut brings the message and a way to answer', async () => {
    const { ts } = await workspace.act('eva', 'post', { channel: general, text: 'broken chair' });
    await workspace.act('tom', 'message_shortcut', { channel: general, ts, callback_id: 'open_ticket_from_message' });
    const { shortcut, respond } = await inbox.next('shortcut');
    await workspace.act('tom', 'close_view');
    await respond('noted');

    assert.equal(shortcut.type, 'message_action');
    assert.equal(shortcut.message.text, 'broken chair');
    assert.equal(shortcut.message.user, workspace.people.eva);
    assert.equal(shortcut.message_ts, ts);
    assert.equal(shortcut.channel.id, general);
    assert.equal((await seenBy('tom')).at(-1).text, 'noted');
  });

  test('a submitted form brings its state, and an empty answer closes it', async () => {
    const { opened } = await openForm('eva');
    answerForm = undefined;
    const values = { summary: { text: 'Chair' } };
    const sent = await workspace.act('eva', 'submit', { view_id: opened.view.id, values });
    const { view, body } = await inbox.next('submission');

    assert.equal(view.state.values.summary.text.type, 'plain_text_input');
    assert.equal(view.state.values.summary.text.value, 'Chair');
    assert.equal(view.private_metadata, '{"ticket":12}');
    assert.equal(body.user.id, workspace.people.eva);
    assert.deepEqual(body.response_urls, []);
    assert.equal(sent.answer.status, 200);
    await assert.rejects(workspace.act('eva', 'close_view'), 'nothing is open any more');
  });

  test('errors are shown at their field, and the form stays', async () => {
    const { opened } = await openForm('eva');
    answerForm = { response_action: 'errors', errors: { summary: 'Say a little more.' } };
    const send = { view_id: opened.view.id, values: { summary: { text: 'x' } } };
    const sent = await workspace.act('eva', 'submit', send);
    await inbox.next('submission');
    await workspace.act('eva', 'close_view');

    assert.deepEqual(sent.answer.errors, { summary: 'Say a little more.' });
  });

  test('a form is answered by another in its place, by one on top, and by clearing all', async () => {
    const { opened } = await openForm('eva');
    const view_id = opened.view.id;
    const values = { summary: { text: 'Chair' } };
    answerForm = { response_action: 'update', view: form('Now the owner') };
    await workspace.act('eva', 'submit', { view_id, values });
    answerForm = { response_action: 'push', view: form('On top') };
    await workspace.act('eva', 'submit', { view_id, values });
    const [first, second] = [await inbox.next('submission'), await inbox.next('submission')];
    const top = (await homeOf('eva')).view;
    answerForm = { response_action: 'clear' };
    await workspace.act('eva', 'submit', { view_id: top.id, values });
    await inbox.next('submission');

    assert.equal(first.view.title.text, 'Open a ticket');
    assert.equal(second.view.title.text, 'Now the owner');
    assert.equal(second.view.id, first.view.id);
    assert.notEqual(second.view.hash, first.view.hash);
    assert.equal(top.title.text, 'On top');
    assert.equal(top.depth, 2);
    assert.equal((await homeOf('eva')).view, null);
  });

  async function homeOf(who) {
    return (await fetch(`${workspace.base}playground/workspace?as=${workspace.people[who]}`)).json();
  }

  test('a form that asked to know is told when it is closed', async () => {
    const { opened } = await openForm('eva');
    const { view } = await web.views.update({ view_id: opened.view.id, view: form('Tell me', { notify_on_close: true }) });
    await workspace.act('eva', 'close_view');
    const closed = await inbox.next('closed');

    assert.equal(closed.view.id, view.id);
    assert.equal(closed.body.is_cleared, false);
    assert.equal(closed.body.user.id, workspace.people.eva);
  });

  test('an external select asks the app for what was typed, and sends what was picked', async () => {
    const { opened } = await openForm('eva');
    const where = { view_id: opened.view.id, block_id: 'owner', action_id: 'pick' };
    const offered = await workspace.act('eva', 'options', { ...where, typed: 'be' });
    const { options } = await inbox.next('options');
    answerForm = undefined;
    const values = { summary: { text: 'Chair' }, owner: { pick: 'be' } };
    await workspace.act('eva', 'submit', { view_id: opened.view.id, values });
    const { view } = await inbox.next('submission');

    assert.equal(options.value, 'be');
    assert.equal(options.action_id, 'pick');
    assert.equal(options.block_id, 'owner');
    assert.equal(options.view.id, opened.view.id);
    assert.deepEqual(offered.options.map((each) => each.value), ['be']);
    assert.equal(view.state.values.owner.pick.selected_option.text.text, 'be…');
  });

  test('a view that Slack would refuse is refused with the place of the mistake, and the trigger still works', async () => {
    const text = '/ticket list';
    await workspace.act('eva', 'command', { channel: general, text });
    const { trigger_id } = (await inbox.next('command')).command;
    const bad = form('A title that is longer than Slack allows');

    await assert.rejects(web.views.open({ trigger_id, view: bad }), (error) => {
      assert.equal(error.data.error, 'invalid_arguments');
      assert.match(error.data.response_metadata.messages.join('\n'), /\/view\/title/);
      return true;
    });
    await web.views.open({ trigger_id, view: form('Short') });
    await workspace.act('eva', 'close_view');
  });

  test('triggers open once, hashes guard updates, and three modals are the most', async () => {
    const { shortcut, opened } = await openForm('eva');
    const code = (promise) => promise.then(() => 'ok', (error) => error.data.error);
    const again = code(web.views.open({ trigger_id: shortcut.trigger_id, view: form('Again') }));
    const stale = code(web.views.update({ view_id: opened.view.id, hash: '1.old', view: form('Stale') }));
    const nowhere = code(web.views.update({ view_id: 'V0NOTHING1', view: form('Nowhere') }));

    assert.equal(await again, 'exchanged_trigger_id');
    assert.equal(await stale, 'hash_conflict');
    assert.equal(await nowhere, 'not_found');
    assert.equal(await code(web.views.open({ trigger_id: '1.2.3', view: form('x') })), 'invalid_trigger_id');

    const deeper = { blocks: [...form('x').blocks, { type: 'actions', block_id: 'more', elements: [button('deeper', 'More')] }] };
    await web.views.update({ view_id: opened.view.id, view: form('One', deeper) });
    const pushed = [];
    let view_id = opened.view.id;
    for (let n = 0; n < 3; n += 1) {
      await workspace.act('eva', 'view_press', { view_id, block_id: 'more', action_id: 'deeper' });
      const { body } = await inbox.next('action');
      assert.equal(body.container.type, 'view');
      const result = web.views.push({ trigger_id: body.trigger_id, view: form('Deeper', deeper) });
      pushed.push(await code(result));
      if (n < 2) view_id = (await result).view.id;
    }
    await workspace.act('eva', 'close_view', { all: true });
    assert.deepEqual(pushed, ['ok', 'ok', 'push_limit_reached']);
  });
});
