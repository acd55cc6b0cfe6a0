// The servers that are measured, each in a process of its own on a core of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Where the release build lies; `tests/run --bench` makes it. */
export const build = process.env.DOCKET_BENCH_BUILD ?? here('../../../build/bench');

// The measured server has the last core to itself; the load, and the workspace that Docket answers to, share the first.
export const cores = { server: availableParallelism() - 1, load: 0 };

/** A folder of the disk that the checkout is on, gone with the process. /tmp may be memory, where no fsync costs. */
export function scratchFolder() {
  const folder = mkdtempSync(join(build, 'scratch-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

// Every program that is started ends with this process, and so listens to its end.
process.setMaxListeners(0);

/** Starts a program on one core. It ends with this process at the latest. */
function start(core, program, words, { environment = {}, lines = false } = {}) {
  const child = spawn('taskset', ['-c', String(core), program, ...words], {
    stdio: ['pipe', lines ? 'pipe' : 'ignore', 'inherit'],
    env: { PATH: process.env.PATH, ...environment },
  });
  const ended = once(child, 'exit');
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  const of = (file) => readFileSync(`/proc/${child.pid}/${file}`, 'utf8');
  return {
    child,
    ended,
    /** Resident memory in MB, of now or the most there ever was. */
    memory: (name = 'VmRSS') => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(of('status'))[1]) / 1024,
    /** Seconds of its core used so far. */
    processorTime() {
      const words = of('stat').split(') ')[1].split(' ');
      return (Number(words[11]) + Number(words[12])) / 100;
    },
    async stop() {
      child.kill('SIGTERM');
      const tooLong = setTimeout(kill, 15_000);
      const [status] = await ended;
      clearTimeout(tooLong);
      process.off('exit', kill);
      return status;
    },
  };
}

async function statusOf(port, path) {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`);
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}

async function untilReady(server, port) {
  const began = performance.now();
  while ((await statusOf(port, '/readyz')) !== 200) {
    if (server.child.exitCode !== null) throw new Error('the server ended while it started');
    if (performance.now() - began > 30_000) throw new Error('the server does not become ready');
    await pause(1);
  }
  return performance.now() - began;
}

/** The emulated workspace, which takes what Docket sends. @param {...string} options of emulator_host */
export async function startWorkspace(...options) {
  const host = start(cores.load, join(build, 'tests/emulator_host'), options, { lines: true });
  const [line] = await once(createInterface({ input: host.child.stdout }), 'line');
  return { ...host, facts: JSON.parse(line) };
}

/** One queue for every intake channel. */
function configuration(facts, intakes) {
  const queues = intakes.map(
    (intake, at) => `
[[queue]]
key = "q${at}"
name = "Queue ${at}"
triage = "${facts.channels['it-desk']}"
intake = ["${intake}"]
agents = ["${facts.people.ben}"]
burst_minutes = 0
`,
  );
  return `administrators = ["${facts.people.ana}"]\ndefault_queue = "q0"\n${queues.join('')}`;
}

/**
 * `docket serve`, ready when the promise is.
 * @param workspace  of startWorkspace
 * @param {string} folder  where its database and configuration are
 * @param {{token?: string, intakes?: string[]}} with_  another token; the intake channels
 */
export async function startDocket(workspace, folder, { token, intakes } = {}) {
  const { facts } = workspace;
  const config = join(folder, 'docket.toml');
  writeFileSync(config, configuration(facts, intakes ?? [facts.channels['help-it']]));
  const port = await freePort();
  const docket = start(cores.server, join(build, 'docket'), ['serve'], {
    environment: {
      SLACK_BOT_TOKEN: token ?? facts.token,
      SLACK_SIGNING_SECRET: facts.signing_secret,
      SLACK_API_URL: facts.api_url,
      DOCKET_LISTEN: `127.0.0.1:${port}`,
      DOCKET_DATABASE: join(folder, 'docket.db'),
      DOCKET_CONFIG: config,
      DOCKET_LOG: 'error',
    },
  });
  const took = await untilReady(docket, port);
  return { ...docket, name: 'Docket', port, took };
}

/** The limit of HTTP. */
export async function startBare() {
  const bare = start(cores.server, join(build, 'tests/bench_bare_server'), [], { lines: true });
  const [port] = await once(createInterface({ input: bare.child.stdout }), 'line');
  return { ...bare, name: 'bare Beast', port: Number(port) };
}

/**
 * The same work by an app of Bolt for JavaScript.
 * @param {'each' | 'batched'} commits
 */
export async function startBolt(facts, folder, commits) {
  const port = await freePort();
  const bolt = start(cores.server, process.execPath, [here('../bolt/app.js')], {
    environment: {
      NODE_ENV: 'production',
      SLACK_BOT_TOKEN: facts.token,
      SLACK_SIGNING_SECRET: facts.signing_secret,
      SLACK_BOT_ID: 'B0DOCKET',
      SLACK_BOT_USER: facts.bot_user,
      DATABASE: join(folder, `bolt-${commits}.db`),
      INTAKE: facts.channels['help-it'],
      COMMITS: commits,
      PORT: String(port),
    },
    lines: true,
  });
  const ready = once(createInterface({ input: bolt.child.stdout }), 'line');
  await Promise.race([ready, bolt.ended.then(() => Promise.reject(new Error('the Bolt app ended while it started')))]);
  return { ...bolt, name: commits === 'each' ? 'Bolt, a commit an event' : 'Bolt, batched commits', port };
}

/**
 * Sends requests to a server and says what it took: the JSON line of bench_load, and what the server used of its core.
 * @param {{kind: string, connections?: number, rate?: number, seconds?: number, from: number, count: number}} what
 */
export async function load(server, facts, what) {
  const words = ['--port', server.port, '--team', facts.team, '--user', facts.people.eva, '--secret', facts.signing_secret];
  words.push('--channels', (what.channels ?? [facts.channels['help-it']]).join(','));
  for (const [name, value] of Object.entries(what)) if (name !== 'channels') words.push(`--${name}`, value);
  const before = server.processorTime();
  const generator = start(cores.load, join(build, 'tests/bench_load'), words.map(String), { lines: true });
  const [[line]] = await Promise.all([
    Promise.race([once(createInterface({ input: generator.child.stdout }), 'line'), generator.ended.then(() => [null])]),
    generator.ended,
  ]);
  if (line === null) throw new Error('the load generator ended early');
  const said = JSON.parse(line);
  const used = server.processorTime() - before;
  return { server: server.name, ...said, server_us: (used / said.sent) * 1e6 };
}
