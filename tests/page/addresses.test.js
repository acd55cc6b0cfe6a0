import assert from 'node:assert/strict';
import {test} from 'node:test';

import {safeAddress} from '../../slack/emulator/page/blocks/dom.js';
import {isTaken} from '../../slack/emulator/page/blocks/elements/file_input.js';

test('only web, mail and telephone addresses become links', () => {
  for (const address of ['https://a.b/c', 'HTTP://a.b', 'mailto:ann@a.b', 'tel:+49123', 'slack://open']) assert.equal(safeAddress(address), address);
  for (const address of ['javascript:alert(1)', ' javascript:alert(1)', 'data:text/html,x', 'vbscript:x', '//a.b', 'a.b', '', null, undefined]) {
    assert.equal(safeAddress(address), null, String(address));
  }
});

test('a field for files takes the kinds that it names, or all', () => {
  assert.ok(isTaken('Photo.JPEG', ['jpg']));
  assert.ok(isTaken('notes.txt', []));
  assert.ok(!isTaken('setup.exe', ['jpg', 'png']));
  assert.ok(!isTaken('noending', ['jpg']));
});
