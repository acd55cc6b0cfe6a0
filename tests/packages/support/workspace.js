// The emulated workspace in a process of its own, as a test needs one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../../../build/debug/tests/emulator_host', import.meta.url));
const program = process.env.DOCKET_EMULATOR_HOST ?? built;

/**
 * Starts a workspace; it ends with the test's own process at the latest.
 * @param {...string} options of emulator_host
 * @returns what it says of itself (api_url, token, people, channels, …), and what can be done in it
 */
export async function openWorkspace(...options) {
  const host = spawn(program, options, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(host, 'exit');
  const lines = createInterface({ input: host.stdout });
  const [line] = await Promise.race([once(lines, 'line'), ended.then(() => [null])]);
  if (line === null) throw new Error(`${program} ended before it said where it is`);
  const facts = JSON.parse(line);
  const base = new URL('/', facts.api_url).href;

  const post = async (path, body) => {
    const answer = await fetch(new URL(path, base), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const said = await answer.json();
    if (!said.ok) throw new Error(`${path} ${JSON.stringify(body)}: ${said.error}`);
    return said;
  };

  return {
    ...facts,
    base,
    /** Somebody, by name, does something: the playground's acts. */
    act: (who, what, withWhat = {}) => post('playground/act', { as: facts.people[who], do: what, ...withWhat }),
    /** The next calls go wrong: the playground's faults. */
    fault: (kind, withWhat = {}) => post('playground/fault', { kind, on: true, ...withWhat }),
    noFaults: () => post('playground/fault', { kind: 'all', on: false }),
    async close() {
      host.stdin.end();
      await ended;
    },
  };
}
