import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { clientOf, refusal } from './support/client.js';
import { openWorkspace } from './support/workspace.js';

// Hooks stand in a suite: on Node 18 those of the file itself wait for what only they end.
describe('conversations, people and reactions', () => {
  let workspace;
  let web;
  let channels;
  let people;

  before(async () => {
    workspace = await openWorkspace('--no-rate-limits');
    web = clientOf(workspace);
    ({ channels, people } = workspace);
  });
  after(() => workspace.close());

  /** All items of all pages, and how many pages there were. */
  async function everyPage(method, options, key) {
    const items = [];
    let pages = 0;
    for await (const page of web.paginate(method, options)) {
      items.push(...page[key]);
      pages += 1;
    }
    return { items, pages };
  }

  test('history pages from the newest back, and what is posted meanwhile shifts nothing', async () => {
    const posted = [];
    for (let n = 0; n < 7; n += 1)
      posted.push((await web.chat.postMessage({ channel: channels.general, text: `line ${n}` })).ts);

    const seen = [];
    for await (const page of web.paginate('conversations.history', { channel: channels.general, limit: 3 })) {
      seen.push(page.messages.map((each) => each.ts));
      await web.chat.postMessage({ channel: channels.general, text: 'meanwhile' });
    }

    assert.deepEqual(seen.flat(), posted.reverse());
    assert.deepEqual(seen.map((page) => page.length), [3, 3, 1]);
  });

  test('history is cut by oldest, latest and inclusive', async () => {
    const at = [];
    for (let n = 0; n < 3; n += 1)
      at.push((await web.chat.postMessage({ channel: channels['it-desk'], text: `at ${n}` })).ts);
    const [oldest, , latest] = at;
    const channel = channels['it-desk'];
    const between = await web.conversations.history({ channel, oldest, latest });
    const all = await web.conversations.history({ channel, oldest, latest, inclusive: true });

    assert.deepEqual(between.messages.map((each) => each.ts), [at[1]]);
    assert.equal(all.messages.length, 3);
    assert.equal(all.has_more, false);
  });

  test('a thread is read page by page', async () => {
    const channel = channels['help-it'];
    const parent = await web.chat.postMessage({ channel, text: 'parent' });
    for (let n = 0; n < 4; n += 1) await web.chat.postMessage({ channel, text: `${n}`, thread_ts: parent.ts });
    const { items, pages } = await everyPage('conversations.replies', { channel, ts: parent.ts, limit: 2 }, 'messages');

    assert.equal(pages, 3);
    assert.deepEqual(new Set(items.map((each) => each.text)), new Set(['parent', '0', '1', '2', '3']));
  });

  test('channels, members and people come in pages', async () => {
    const listed = await everyPage('conversations.list', { types: 'public_channel,private_channel', limit: 2 }, 'channels');
    const members = await everyPage('conversations.members', { channel: channels.general, limit: 4 }, 'members');
    const everybody = await everyPage('users.list', { limit: 3 }, 'members');
    const mine = await everyPage('users.conversations', { types: 'private_channel', limit: 1 }, 'channels');

    const names = listed.items.map((each) => each.name);
    for (const name of ['general', 'help-it', 'it-desk', 'lounge', 'with-partner']) assert.ok(names.includes(name), name);
    assert.ok(listed.pages >= 3);
    assert.ok(members.items.includes(people.eva));
    assert.ok(members.items.includes(workspace.bot_user));
    const ids = everybody.items.map((each) => each.id);
    assert.ok(ids.includes(people.gil));
    assert.ok(!ids.includes(people.pia), "another organisation's people are not listed");
    assert.deepEqual(mine.items.map((each) => each.name), ['it-desk']);
  });

  test('a channel says what kind it is, who made it and whether the bot is in it', async () => {
    const open = (await web.conversations.info({ channel: channels.lounge, include_num_members: true })).channel;
    const shut = (await web.conversations.info({ channel: channels['it-desk'] })).channel;
    const shared = (await web.conversations.info({ channel: channels['with-partner'] })).channel;

    assert.equal(open.is_channel, true);
    assert.equal(open.is_private, false);
    assert.equal(open.is_member, false);
    assert.equal(open.num_members, 2);
    assert.equal(open.topic.value, '');
    assert.equal(shut.is_private, true);
    assert.equal(shut.is_member, true);
    assert.equal(shared.is_ext_shared, true);
    assert.equal(shared.is_shared, true);
  });

  test('a direct message is opened once and found again', async () => {
    const first = await web.conversations.open({ users: people.tom, return_im: true });
    const again = await web.conversations.open({ users: people.tom });
    const info = await web.conversations.info({ channel: first.channel.id });

    assert.equal(first.channel.is_im, true);
    assert.equal(first.channel.user, people.tom);
    assert.equal(again.channel.id, first.channel.id);
    assert.equal(again.already_open, true);
    assert.equal(again.no_op, true);
    assert.equal(info.channel.user, people.tom);
  });

  test('the bot joins public channels, and is warned where it is in already', async () => {
    const joined = await web.conversations.join({ channel: channels.lounge });
    const again = await web.conversations.join({ channel: channels.lounge });

    assert.equal(joined.channel.is_member, true);
    assert.deepEqual(again.response_metadata.warnings, ['already_in_channel']);
    assert.equal(again.warning, 'already_in_channel');
  });

  test('a person comes with profile, time zone and role', async () => {
    const ana = (await web.users.info({ user: people.ana })).user;
    const gil = (await web.users.info({ user: people.gil })).user;
    const pia = (await web.users.info({ user: people.pia })).user;

    assert.equal(ana.is_admin, true);
    assert.equal(ana.profile.real_name, 'Ana Silva');
    assert.equal(ana.profile.email, 'ana@lighthouse.example');
    assert.equal(typeof ana.tz_offset, 'number');
    assert.equal(gil.is_restricted, true);
    assert.equal(gil.is_ultra_restricted, false);
    assert.equal(pia.team_id, 'T0PARTNER1');
    assert.equal(pia.is_stranger, false);
  });

  test('a person is found by address, whatever its case', async () => {
    const found = await web.users.lookupByEmail({ email: 'EVA@lighthouse.example' });
    assert.equal(found.user.id, people.eva);
    assert.equal(await refusal(web.users.lookupByEmail({ email: 'nobody@example.com' })), 'users_not_found');
  });

  test('the app knows itself, its bot and its team', async () => {
    const self = await web.auth.test();
    const bot = await web.bots.info({ bot: self.bot_id });
    const team = await web.team.info();
    const said = await web.api.test({ foo: 'bar' });

    assert.equal(self.user_id, workspace.bot_user);
    assert.equal(self.team_id, workspace.team);
    assert.equal(self.is_enterprise_install, false);
    assert.equal(bot.bot.user_id, workspace.bot_user);
    assert.equal(bot.bot.app_id, workspace.app);
    assert.equal(team.team.id, workspace.team);
    assert.deepEqual(said.args, { foo: 'bar' });
    assert.equal(await refusal(web.api.test({ error: 'my_error' })), 'my_error');
  });

  test('user groups are listed with and without their people', async () => {
    const bare = await web.usergroups.list();
    const whole = await web.usergroups.list({ include_users: true, include_count: true });
    const [group] = whole.usergroups;
    const { users } = await web.usergroups.users.list({ usergroup: group.id });

    assert.equal(bare.usergroups[0].users, undefined);
    assert.equal(group.handle, 'it-agents');
    assert.deepEqual(group.users, [people.ben, people.cyd]);
    assert.deepEqual(users, group.users);
  });

  test('the client learns the granted scopes from the answer', async () => {
    const answer = await web.users.info({ user: people.eva });
    assert.ok(answer.response_metadata.scopes.includes('chat:write'));
    assert.deepEqual(answer.response_metadata.acceptedScopes, ['users:read']);
  });

  test('reactions are given, read and taken back, once each', async () => {
    const on = await web.chat.postMessage({ channel: channels.general, text: 'react' });
    const item = { channel: channels.general, timestamp: on.ts };
    await web.reactions.add({ ...item, name: 'eyes' });
    const read = await web.reactions.get(item);

    assert.deepEqual(read.message.reactions, [{ name: 'eyes', users: [workspace.bot_user], count: 1 }]);
    assert.equal(await refusal(web.reactions.add({ ...item, name: 'eyes' })), 'already_reacted');
    await web.reactions.remove({ ...item, name: 'eyes' });
    assert.equal(await refusal(web.reactions.remove({ ...item, name: 'eyes' })), 'no_reaction');
    assert.equal((await web.reactions.get(item)).message.reactions, undefined);
  });

  test("refusals are Slack's own words", async () => {
    const rows = [
      [web.conversations.history({ channel: 'C0NOWHERE1' }), 'channel_not_found'],
      [web.conversations.history({ channel: channels.general, cursor: 'bm90IG9uZQ==' }), 'invalid_cursor'],
      [web.conversations.history({ channel: channels.general, oldest: 'yesterday' }), 'invalid_ts_oldest'],
      [web.conversations.replies({ channel: channels.general, ts: '1.000001' }), 'thread_not_found'],
      [web.conversations.list({ types: 'secret_channel' }), 'invalid_types'],
      [web.conversations.list({ types: 'mpim' }), 'missing_scope'],
      [web.conversations.members({ channel: 'C0NOWHERE1' }), 'channel_not_found'],
      [web.conversations.open({ users: workspace.bot_user }), 'cannot_dm_bot'],
      [web.conversations.open({ users: 'U0NOBODY01' }), 'user_not_found'],
      [web.conversations.join({ channel: channels['it-desk'] }), 'method_not_supported_for_channel_type'],
      [web.users.info({ user: 'U0NOBODY01' }), 'user_not_found'],
      [web.bots.info({ bot: 'B0NOBODY01' }), 'bot_not_found'],
      [web.usergroups.users.list({ usergroup: 'S0NOTHING1' }), 'no_such_subteam'],
      [web.reactions.add({ channel: channels.general, timestamp: '1.000001', name: 'eyes' }), 'message_not_found'],
      [web.reactions.add({ channel: channels.general, timestamp: '1.000001', name: ':no:' }), 'invalid_name'],
      [web.apiCall('chat.shout', {}), 'unknown_method'],
    ];
    const said = await Promise.all(rows.map(([call]) => refusal(call)));
    assert.deepEqual(said, rows.map(([, wanted]) => wanted));
  });
});
