import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { clientOf, refusal } from './support/client.js';
import { openWorkspace } from './support/workspace.js';

// Hooks stand in a suite: on Node 18 those of the file itself wait for what only they end.
describe('files', () => {
  let workspace;
  let web;
  let channel;

  before(async () => {
    workspace = await openWorkspace('--no-rate-limits');
    web = clientOf(workspace);
    channel = workspace.channels.general;
  });
  after(() => workspace.close());

  test('a file is uploaded in three steps and shared in a channel', async () => {
    const options = { channel_id: channel, filename: 'report.csv', title: 'March', initial_comment: 'Here it is' };
    const done = await web.filesUploadV2({ ...options, content: 'number,owner\n12,Ben\n' });
    const [file] = done.files[0].files;
    const { messages } = await web.conversations.history({ channel, limit: 1 });
    const info = await web.files.info({ file: file.id });

    assert.equal(file.title, 'March');
    assert.equal(messages[0].text, 'Here it is');
    assert.equal(messages[0].files[0].id, file.id);
    assert.equal(messages[0].files[0].name, 'report.csv');
    assert.equal(info.file.size, 20);
    assert.equal(info.file.filetype, 'csv');
    assert.equal(info.file.shares.public[channel][0].ts, messages[0].ts);
  });

  test('several files go into one message of a thread', async () => {
    const parent = await web.chat.postMessage({ channel, text: 'files below' });
    const file_uploads = ['one', 'two'].map((name) => ({ filename: `${name}.txt`, content: name }));
    await web.filesUploadV2({ channel_id: channel, thread_ts: parent.ts, file_uploads });
    const { messages } = await web.conversations.replies({ channel, ts: parent.ts });

    assert.equal(messages.length, 2);
    assert.deepEqual(messages[1].files.map((each) => each.name), ['one.txt', 'two.txt']);
  });

  test('a file is downloaded with the token, and without it a sign-in page comes', async () => {
    const done = await web.filesUploadV2({ channel_id: channel, filename: 'a.txt', content: 'the content' });
    const { file } = await web.files.info({ file: done.files[0].files[0].id });
    const read = async (headers) => (await fetch(file.url_private, { headers })).text();

    assert.equal(await read({ Authorization: `Bearer ${workspace.token}` }), 'the content');
    assert.match(await read({}), /<html/i);
  });

  test("refusals are Slack's own words", async () => {
    const url = await web.files.getUploadURLExternal({ filename: 'x.txt', length: 3 });
    const rows = [
      [web.files.info({ file: 'F0NOTHING1' }), 'file_not_found'],
      [web.files.completeUploadExternal({ files: [{ id: url.file_id }] }), 'file_not_found'],
      [web.files.getUploadURLExternal({ filename: 'x.txt', length: 0 }), 'missing_argument'],
    ];
    const said = await Promise.all(rows.map(([call]) => refusal(call)));
    assert.deepEqual(said, rows.map(([, wanted]) => wanted));
  });
});
