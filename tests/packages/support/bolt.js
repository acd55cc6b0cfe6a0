import bolt from '@slack/bolt'; // CommonJS: not all of its names are seen one by one
import { freePort } from '../../support/ports.mjs';
import { silent } from './client.js';
import { openWorkspace } from './workspace.js';

/**
 * A workspace with a Bolt app in it, both in HTTP.
 * @param {(app, inbox: Inbox, workspace) => void} arrange  registers the app's listeners
 * @param {{app?: object, workspace?: string[]}} options  of Bolt's App, and of emulator_host
 */
export async function openWithBolt(arrange, options = {}) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/slack/events`;
  const workspace = await openWorkspace('--app-url', url, '--no-rate-limits', ...(options.workspace ?? []));
  const app = new bolt.App({
    token: workspace.token,
    signingSecret: workspace.signing_secret,
    clientOptions: { slackApiUrl: workspace.api_url },
    logger: silent,
    ...options.app,
  });
  const inbox = new Inbox();
  arrange(app, inbox, workspace);
  await app.start({ port, host: '127.0.0.1' });
  return {
    workspace,
    app,
    inbox,
    url,
    web: app.client,
    async close() {
      await workspace.close(); // first: its connections would keep the app's server from ending
      await app.stop();
    },
  };
}

const longestWait = 60_000; // a machine under load may take its time

/** What the app was sent, to be waited for. */
export class Inbox {
  #letters = [];
  #waiting = [];

  /** @param {string} kind  what listener took it in */
  put(kind, content) {
    this.#letters.push({ kind, ...content });
    for (const look of [...this.#waiting]) look();
  }

  /** All of a kind so far. */
  of(kind) {
    return this.#letters.filter((each) => each.kind === kind);
  }

  /** The first of a kind that fits, taken out; waits for it, but not for long. */
  async next(kind, fits = () => true) {
    const take = () => {
      const at = this.#letters.findIndex((each) => each.kind === kind && fits(each));
      return at < 0 ? null : this.#letters.splice(at, 1)[0];
    };
    const here = take();
    if (here) return here;
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        this.#waiting.splice(this.#waiting.indexOf(look), 1);
      };
      const look = () => {
        const found = take();
        if (!found) return;
        stop();
        resolve(found);
      };
      const timer = setTimeout(() => {
        stop();
        const came = this.#letters.map((each) => each.kind).join(', ') || 'nothing';
        reject(new Error(`no ${kind} came; there is: ${came}`));
      }, longestWait);
      this.#waiting.push(look);
    });
  }
}
