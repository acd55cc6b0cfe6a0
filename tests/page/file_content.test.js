import assert from 'node:assert/strict';
import {test} from 'node:test';

import {sentContent} from '../../slack/emulator/page/file_content.js';

test('a file is sent as the bytes it has, whatever they are', async () => {
  const bytes = Uint8Array.from({length: 100_000}, (_, at) => (at * 7) % 256);

  const {content, base64} = await sentContent(new Blob([bytes]));

  assert.equal(base64, true);
  assert.deepEqual(new Uint8Array(Buffer.from(content, 'base64')), bytes);
  assert.deepEqual(await sentContent(new Blob([])), {content: '', base64: true});
});
