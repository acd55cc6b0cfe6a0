/** The demo as `docket demo` starts it, and a browser to look at it. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

// A machine under load may take its time: only what has gone wrong takes so long.
const longestStart = 180_000;
const longestEnd = 60_000;
const longestWait = 60_000;

function variable(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: ctest sets it`);
  return value;
}

/**
 * Starts the executable's demo.
 * @param {number} [port]  Docket's; the page has the next one. 0: any two
 * @returns {Promise<{address: string, started: number, running: () => number, stop: () => Promise<void>}>}  milliseconds
 *   until it named its page, and until now
 */
export async function startDemo(port = 0) {
  const began = performance.now();
  const child = spawn(variable('DOCKET_EXECUTABLE'), ['demo'], {
    env: { ...process.env, DOCKET_LISTEN: `127.0.0.1:${port}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const address = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the demo named no page')), longestStart);
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      const found = /Open (http:\/\/127\.0\.0\.1:\d+\/)/.exec(line);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1]);
    });
    child.once('exit', (status) => reject(new Error(`the demo ended with status ${status}`)));
  });
  return {
    address,
    started: performance.now() - began,
    running: () => performance.now() - began,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), longestEnd);
      const status = await ended;
      clearTimeout(timer);
      assert.equal(status, 0, 'the demo ends cleanly while browsers watch');
    },
  };
}

/** A Chromium that asks nobody outside. */
export async function startBrowser() {
  const profile = mkdtempSync(join(tmpdir(), 'docket-browser-'));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.DOCKET_CHROMIUM ?? '/usr/bin/chromium',
    viewport: { width: 1360, height: 860 },
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });
  browser.setDefaultTimeout(longestWait);
  return {
    browser,
    async close() {
      await browser.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/**
 * The demo with a browser before it. What the browser complains of is a failure at the end.
 * @returns {Promise<Playground>}
 */
export async function openPlayground(port = 0) {
  const demo = await startDemo(port);
  const { browser, close } = await startBrowser();
  return new Playground(demo, browser, close);
}

export class Playground {
  #closeBrowser;

  constructor(demo, browser, closeBrowser) {
    this.demo = demo;
    this.browser = browser;
    this.#closeBrowser = closeBrowser;
    this.complaints = [];
  }

  /** What somebody of this name sees, or anybody when no name is given. */
  async workspace(name = '') {
    const read = async (as) => (await fetch(`${this.demo.address}playground/workspace?as=${as}`)).json();
    const all = await read('');
    return name ? read(this.#idOf(all, name)) : all;
  }

  #idOf(workspace, name) {
    const found = workspace.people.find((person) => person.name.toLowerCase() === name.toLowerCase());
    assert.ok(found, `${name} lives here`);
    return found.id;
  }

  /** A tab of its own as somebody, at a channel if one is named. */
  async tab(name, channel = '') {
    const workspace = await this.workspace(name);
    const place = channel ? `&in=${workspace.channels.find((each) => each.name === channel)?.id}` : '';
    const page = await this.browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(`${name}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`${name}: ${error}`));
    await page.goto(`${this.demo.address}?as=${this.#idOf(workspace, name)}${place}`);
    await page.getByRole('navigation', { name: 'Channels and conversations' }).waitFor();
    return page;
  }

  /** Keeps a picture of a page in the build folder. */
  async picture(page, name) {
    const folder = process.env.DOCKET_SCREENSHOTS;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }

  /** Another demo at the same addresses, with the pages left open. */
  async startAgain(port) {
    await this.demo.stop();
    this.demo = await startDemo(port);
  }

  /** Ends demo and browser; fails when a page complained in its console. */
  async close() {
    await this.demo.stop(); // first: an end while browsers watch must not hang
    await this.#closeBrowser();
  }
}
