// What Docket sent to Slack and answered to it in the journeys, as they wrote it down (tests/journeys/recorder.hpp).
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../../../build/debug/tests/journeys_tests', import.meta.url));
const program = process.env.DOCKET_JOURNEYS_TESTS ?? built;

/** What the processes of a folder wrote: an object a line. */
async function linesIn(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line));
}

/** Plays the journeys of these names. @returns {Promise<object[]>} what they wrote */
async function play(journeys) {
  const folder = await mkdtemp(join(tmpdir(), 'docket-records-'));
  try {
    const list = join(folder, 'journeys.txt');
    const escaped = journeys.map((name) => name.replace(/[\\,[\]]/g, '\\$&')); // else Catch splits at a comma
    await writeFile(list, escaped.join('\n'));
    const env = { ...process.env, DOCKET_RECORD_CALLS: folder };
    const playing = spawn(program, ['--input-file', list], { env, stdio: 'ignore' });
    await once(playing, 'exit'); // whether they pass is their own test's business
    return await linesIn(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * The records of all journeys, one of each shape: what the run of ctest left that this test belongs to; journeys that
 * were not played in it, or not to their end, are played now.
 * @returns {Promise<{what: string, arguments: object}[]>}
 */
export async function recordsOfJourneys() {
  const { stdout } = spawnSync(program, ['--list-test-names-only'], { encoding: 'utf8' });
  const journeys = stdout.split('\n').filter((name) => name !== '');
  const folder = process.env.DOCKET_RECORDS;
  const lines = folder !== undefined && existsSync(folder) ? await linesIn(folder) : [];
  const missingIn = (all) => {
    const played = new Set(all.map((line) => line.played));
    return journeys.filter((name) => !played.has(name));
  };
  const missing = missingIn(lines);
  if (missing.length > 0) {
    console.log(`not on record, played now: ${missing.length} of ${journeys.length} journeys`);
    if (missing.length < journeys.length) console.log(missing.join('\n'));
    lines.push(...(await play(missing)));
  }
  assert.deepEqual(missingIn(lines), [], 'journeys that cannot be played to their end');
  assert.notEqual(journeys.length, 0, `${program} has no journeys`);
  const records = lines.filter((line) => line.what !== undefined);
  return [...new Map(records.map((record) => [record.shape, record])).values()];
}

/** The blocks of a record, wherever they stand: those of messages, views, attachments and containers. */
export function blocksOf(record) {
  const found = [];
  const collect = (value, key) => {
    if (Array.isArray(value)) {
      if (key === 'blocks' || key === 'child_blocks') found.push(...value);
      for (const each of value) collect(each, '');
    } else if (value !== null && typeof value === 'object') {
      for (const [name, member] of Object.entries(value)) collect(member, name);
    }
  };
  collect(record.arguments, '');
  return found;
}
