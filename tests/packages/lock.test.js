import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

test('the lock file names versions and digests, and no host', () => {
  const lock = read('package-lock.json');
  assert.ok(!JSON.stringify(lock).includes('://'), 'npm run lock takes them out');
  for (const [path, entry] of Object.entries(lock.packages))
    if (path !== '') assert.match(`${entry.version} ${entry.integrity}`, /^\d\S* sha512-/, path);
});

test('every package that the tests name is pinned to one version, as the lock file has it', () => {
  const { devDependencies } = read('package.json');
  const { packages } = read('package-lock.json');
  for (const [name, wanted] of Object.entries(devDependencies))
    assert.equal(packages[`node_modules/${name}`].version, wanted.split('@').at(-1), name);
});
