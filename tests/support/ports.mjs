import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Whether nobody listens there. */
async function isFree(port) {
  const probe = createServer();
  try {
    await Promise.race([once(probe.listen(port, '127.0.0.1'), 'listening'), once(probe, 'error').then(([error]) => { throw error; })]);
    probe.close();
    await once(probe, 'close');
    return true;
  } catch {
    return false;
  }
}

/**
 * A free port of this machine, for a server that is started a moment later, or again and again. It lies below those that
 * systems give to whoever asks for any, so that nobody gets it meanwhile who did not want this one.
 * @param {number} [width]  how many free ones side by side
 */
export async function freePort(width = 1) {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(20_000, 30_000 - width);
    const free = await Promise.all(Array.from({ length: width }, (_, at) => isFree(port + at)));
    if (free.every(Boolean)) return port;
  }
  throw new Error('no port is free');
}
