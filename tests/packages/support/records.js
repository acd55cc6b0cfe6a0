// What Docket sent to Slack and answered to it in the journeys, as they wrote it down (tests/journeys/recorder.hpp).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../../../build/debug/tests/journeys_tests', import.meta.url));
const program = process.env.DOCKET_JOURNEYS_TESTS ?? built;

/** Plays all journeys. @returns {Promise<{what: string, arguments: object}[]>} */
export async function recordJourneys() {
  const folder = await mkdtemp(join(tmpdir(), 'docket-records-'));
  try {
    const env = { ...process.env, DOCKET_RECORD_CALLS: folder };
    const journeys = spawn(program, [], { env, stdio: 'ignore' });
    await once(journeys, 'exit'); // whether they pass is their own test's business
    const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
    const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line));
  } finally {
    await rm(folder, { recursive: true });
  }
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
