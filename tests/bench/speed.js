/**
 * How quickly Docket acknowledges, against Bolt for JavaScript, against a bare Beast server, and against its bars. One JSON
 * line for every measurement and every bar on stdout; ends with 1 when a bar is missed.
 *
 * Measured servers run on the last core, one at a time; the load comes from the first. Needs what `tests/run --bench`
 * builds and installs. DOCKET_BENCH_ROUNDS (3) repeats every comparison, DOCKET_BENCH_ONLY names sections to run alone.
 */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { atLeast, atMost, bars, inTurn, median } from './support/figures.js';
import { build, load, scratchFolder, startBare, startBolt, startDocket, startWorkspace } from './support/servers.js';

const rounds = Number(process.env.DOCKET_BENCH_ROUNDS ?? 3);
const only = process.env.DOCKET_BENCH_ONLY?.split(',');

const workspace = await startWorkspace();
const { facts } = workspace;
const channels = ['help-it', 'general', 'with-partner'].map((name) => facts.channels[name]);
const refused = 'xoxb-refused-by-the-workspace';

// Numbers of requests that were not sent yet: what was sent once is known.
let fresh = 1;

/** A measurement for `inTurn`. */
function asked(server, kind, { count = 100_000, ...rest } = {}) {
  return () => {
    const from = fresh;
    fresh += count;
    return load(server, facts, { kind, from, count, seconds: 3, 'warm-up': 1, ...rest });
  };
}

/**
 * Holds the ratio of two rates against a bar. Beside it stands the ratio of what each request took of the server's core,
 * which other programs on the machine disturb less.
 */
function faster(what, one, other, wanted) {
  const processor = other('server_us') / one('server_us');
  atLeast(what, one('per_second') / other('per_second'), wanted, '×', {
    by_processor_time: Math.round(processor * 100) / 100, per_second: Math.round(one('per_second')), against: Math.round(other('per_second')),
  });
}

/** Docket with a database in which it knows who it is. @param quiet  Slack takes nothing from it */
async function docketIn(folder, { quiet = false, ...rest } = {}) {
  if (!quiet) return startDocket(workspace, folder, rest);
  const first = await startDocket(workspace, folder, rest);
  await first.stop();
  return startDocket(workspace, folder, { ...rest, token: refused });
}

function seed(folder, tickets, waiting = 0) {
  const words = { database: join(folder, 'docket.db'), tickets, waiting, team: facts.team, channel: facts.channels['help-it'], triage: facts.channels['it-desk'], user: facts.people.eva };
  execFileSync(join(build, 'tests/bench_seed'), Object.entries(words).flatMap(([name, value]) => [`--${name}`, String(value)]));
}

const sections = {
  async limit() {
    const line = execFileSync('taskset', ['-c', '1', join(build, 'tests/bench_limit'), '--folder', scratchFolder()]);
    console.log(JSON.stringify({ limit: 'signature, parse and group commit alone', ...JSON.parse(line) }));
  },

  async unused() {
    const folder = scratchFolder();
    const servers = [await docketIn(folder), await startBare(), await startBolt(facts, folder, 'each')];
    const [docket, bare, bolt] = servers;
    const count = { count: 20_000 };
    const got = await inTurn(rounds, {
      docket: asked(docket, 'unused', count), bare: asked(bare, 'unused', count), bolt: asked(bolt, 'unused', count),
    });
    faster('an event that Docket does not use, against Bolt', got.docket, got.bolt, 10);
    faster('the same against a bare Beast server', got.docket, got.bare, 0.6);
    for (const each of servers) await each.stop();
  },

  async message() {
    const folder = scratchFolder();
    const quiet = await docketIn(scratchFolder(), { quiet: true });
    const sending = await docketIn(scratchFolder(), { intakes: channels });
    const each = await startBolt(facts, folder, 'each');
    const batched = await startBolt(facts, folder, 'batched');
    const idle = quiet.memory();
    const got = await inTurn(rounds, {
      docket: asked(quiet, 'message'), each: asked(each, 'message'), batched: asked(batched, 'message'),
      sending: asked(sending, 'message', { channels }),
    });
    faster('a message to a ticket on disk, against Bolt with a commit an event', got.docket, got.each, 6);
    faster('the same against Bolt with batched commits', got.docket, got.batched, 3);
    faster('the same while messages go out, against Bolt with a commit an event', got.sending, got.each, 4);
    atMost('memory when idle', idle, 24, 'MB');
    atMost('memory under that load, the most there was', Math.max(quiet.memory('VmHWM'), sending.memory('VmHWM')), 48, 'MB');
    for (const server of [quiet, sending, each, batched]) await server.stop();
  },

  async steady() {
    const rate = { rate: 200, seconds: 10, count: 2_400, channels };
    const quiet = await docketIn(scratchFolder(), { quiet: true, intakes: channels });
    const sending = await docketIn(scratchFolder(), { intakes: channels });
    const got = await inTurn(rounds, { quiet: asked(quiet, 'message', rate), sending: asked(sending, 'message', rate) });
    atMost('200 messages a second, median', got.sending('p50_ms'), 1.5, 'ms');
    atMost('200 messages a second, 99th percentile', got.sending('p99_ms'), 15, 'ms');
    atMost('99th percentile while messages go out, against none', got.sending('p99_ms') / got.quiet('p99_ms'), 1.5);
    for (const server of [quiet, sending]) await server.stop();
  },

  // Fifty thousand deliveries wait, most of them in lanes of their own. One Docket at a time, so that none disturbs another.
  async backlog() {
    const rate = { rate: 200, seconds: 10, count: 2_400, channels };
    const [empty, full] = [scratchFolder(), scratchFolder()];
    seed(empty, 1_000);
    seed(full, 1_000, 50_000);
    const alone = (folder, rest) => async () => {
      const docket = await docketIn(folder, { intakes: channels, ...rest });
      const line = await asked(docket, 'message', rate)();
      await docket.stop();
      return line;
    };
    const got = await inTurn(rounds, {
      none: alone(empty, {}), pace: alone(full, {}), refused: alone(full, { quiet: true }),
    });
    for (const [name, when] of [['pace', 'that go out at pace'], ['refused', 'that Slack refuses']]) {
      atMost(`99th percentile at 200 a second with 50,000 deliveries ${when}, against none`, got[name]('p99_ms') / got.none('p99_ms'), 1.5, '×', {
        p99_ms: got[name]('p99_ms'), server_us: Math.round(got[name]('server_us')), server_us_without: Math.round(got.none('server_us')),
      });
    }
  },

  // Nothing is held against these: they are for comparison between versions.
  async others() {
    const docket = await docketIn(scratchFolder());
    await asked(docket, 'message', { seconds: 1 })();
    await inTurn(1, {
      reaction: asked(docket, 'reaction', { seconds: 2 }), action: asked(docket, 'action', { seconds: 2 }), command: asked(docket, 'command', { seconds: 2 }),
    });
    await docket.stop();
  },

  async start() {
    const folder = scratchFolder();
    seed(folder, 100_000);
    const took = [];
    for (let round = 0; round < 6; round += 1) {
      const docket = await startDocket(workspace, folder);
      if (round > 0) took.push(docket.took);  // the first takes the settings in
      await docket.stop();
    }
    atMost('from the executable to the first 200, with 100,000 tickets', median(took), 120, 'ms', { fewest: Math.min(...took) });
  },

  async size() {
    const [few, many] = [scratchFolder(), scratchFolder()];
    seed(few, 1_000);
    seed(many, 1_000_000);
    const small = await docketIn(few, { quiet: true });
    const large = await docketIn(many, { quiet: true });
    // One at a time: what one ticket takes, not how well many share a commit. The first few fill the large one's cache.
    const alone = { connections: 1, count: 20_000 };
    await asked(large, 'message', alone)();
    await asked(small, 'message', alone)();
    const got = await inTurn(rounds, { small: asked(small, 'message', alone), large: asked(large, 'message', alone) });
    atMost('opening a ticket among 1,000,000, against 1,000', got.large('p50_ms') / got.small('p50_ms'), 1.3);
    for (const server of [small, large]) await server.stop();
  },
};

for (const [name, measure] of Object.entries(sections)) {
  if (only && !only.includes(name)) continue;
  console.error(`── bench: ${name}`);
  await measure();
  await pause(500);
}
await workspace.stop();
process.exit(bars.missed() > 0 ? 1 : 0);
