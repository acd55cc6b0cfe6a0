import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';

const page = fileURLToPath(new URL('../../slack/emulator/page/', import.meta.url));
const read = (file) => readFileSync(path.join(page, file), 'utf8');

function reachable(from, found = new Set()) {
  if (found.has(from)) return found;
  found.add(from);
  for (const [, to] of read(from).matchAll(/from '(\.[^']+)'/g)) reachable(path.posix.join(path.posix.dirname(from), to), found);
  return found;
}

test('index.html preloads every module that main.js leads to, and nothing else', () => {
  const preloaded = [...read('index.html').matchAll(/rel="modulepreload" href="\/page\/([^"]+)"/g)].map(([, file]) => file).sort();
  const needed = [...reachable('main.js')].filter((file) => file !== 'main.js').sort();
  assert.deepEqual(preloaded, needed);
});

test('index.html has no script or style of its own, which the policy would refuse', () => {
  assert.doesNotMatch(read('index.html'), /<style|style=|<script(?![^>]*src=)|\son\w+=/);
});
