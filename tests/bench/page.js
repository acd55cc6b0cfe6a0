/**
 * The playground's page against its bars: from the start of the demo to a page that can be used; from a message of the
 * app's to the page of who looks; a channel with 5,000 messages. One JSON line a measurement on stdout.
 *
 * Needs DOCKET_EXECUTABLE and DOCKET_EMULATOR_HOST; `tests/run --bench` sets them.
 */

import { startBrowser, startDemo } from '../browser/support/demo.js';
import { openWorkspace } from '../packages/support/workspace.js';

const bars = { usable: 3_000, ended: 4_000, arrival: 100, firstPaint: 500, frame: 34 };
let missed = 0;

function report(what, measured, unit, bar, more = {}) {
  const good = measured <= bar;
  if (!good) missed += 1;
  console.log(JSON.stringify({ what, measured: Math.round(measured * 10) / 10, unit, bar, good, ...more }));
}

/** The value below which this share of them lies. */
function percentile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** The demo is there when its page shows messages and a field to write in; all tickets of its seed are. */
async function untilUsable(browser) {
  const demo = await startDemo();
  const page = await browser.newPage();
  await page.goto(demo.address);
  await page.getByRole('textbox', { name: /^Message /}).waitFor();
  await page.getByRole('article').last().waitFor();
  const usable = demo.running();
  await demo.stop();
  const ended = demo.running() - usable;
  await page.close();
  report('from the start of the executable to a page that can be used', usable, 'ms', bars.usable, { address_printed: Math.round(demo.started) });
  report('from SIGTERM to the end of the executable, with the page open', ended, 'ms', bars.ended);
}

async function call(workspace, method, body) {
  const answer = await fetch(workspace.api_url + method, {
    method: 'POST',
    headers: { Authorization: `Bearer ${workspace.token}`, 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  });
  const said = await answer.json();
  if (!said.ok) throw new Error(`${method}: ${said.error}`);
  return said;
}

const pageOf = (workspace, who, channel) => `${workspace.base}?as=${workspace.people[who]}&in=${workspace.channels[channel]}`;

/** From the moment before the app's call to the moment its text is in the document and a frame was drawn. */
async function arrivals(workspace, browser, count) {
  const page = await browser.newPage();
  await page.goto(pageOf(workspace, 'eva', 'general'));
  await page.getByRole('textbox', { name: /^Message /}).waitFor();
  await page.evaluate(() => {
    globalThis.seen = new Map();
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) {
          for (const [mark] of node.textContent.matchAll(/mark-\d+-/g)) {
            if (!seen.has(mark)) requestAnimationFrame(() => seen.has(mark) || seen.set(mark, performance.timeOrigin + performance.now()));
          }
        }
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
  const took = [];
  for (let at = 0; at < count; at += 1) {
    const mark = `mark-${at}-`;
    const began = performance.timeOrigin + performance.now();
    const text = `${mark} The card of a ticket, as an app posts it.`;
    await call(workspace, 'chat.postMessage', { channel: workspace.channels.general, text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] });
    await page.waitForFunction((wanted) => seen.has(wanted), mark, { timeout: 5_000 });
    took.push(await page.evaluate((wanted) => seen.get(wanted), mark) - began);
  }
  await page.close();
  report('from the app’s call to its message on the page, 99th percentile', percentile(took, 0.99), 'ms', bars.arrival, {
    messages: count, median: Math.round(percentile(took, 0.5)), largest: Math.round(Math.max(...took)),
  });
}

async function longChannel(workspace, browser, count) {
  for (let at = 0; at < count; at += 1) {
    await workspace.act(at % 3 ? 'eva' : 'tom', 'post', { channel: workspace.channels['help-it'], text: `Message ${at}: the *third* printer is out of paper again, see <https://example.com/${at}|the note>.` });
  }
  const page = await browser.newPage();
  await page.goto(pageOf(workspace, 'eva', 'help-it'));
  await page.getByText(`Message ${count - 1}:`).waitFor();
  // The newest row is in the document; what was painted first is the browser's own measure.
  const painted = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime);
  report(`first paint of a channel with ${count} messages`, painted, 'ms', bars.firstPaint);

  const frames = await page.evaluate(async () => {
    const scroller = [...document.querySelectorAll('*')].find((each) => each.scrollHeight > each.clientHeight + 100 && getComputedStyle(each).overflowY.match(/auto|scroll/) && each.querySelector('[role=article], article'));
    const times = [];
    let last = performance.now();
    let still = 0;
    const end = last + 20_000;
    while (performance.now() < end && still < 60) {
      await new Promise((drawn) => requestAnimationFrame(drawn));
      const now = performance.now();
      times.push(now - last);
      last = now;
      const before = scroller.scrollTop;
      scroller.scrollTop -= 400;
      still = scroller.scrollTop === before ? still + 1 : 0;
    }
    return { times, rows: document.querySelectorAll('article').length };
  });
  report('a frame while scrolling up through it, 95th percentile', percentile(frames.times, 0.95), 'ms', bars.frame, {
    frames: frames.times.length, longest: Math.round(Math.max(...frames.times)), rows_shown: frames.rows,
  });
  await page.close();
}

const { browser, close } = await startBrowser();
try {
  await untilUsable(browser);
  const workspace = await openWorkspace('--no-rate-limits');
  try {
    await arrivals(workspace, browser, 100);
    await longChannel(workspace, browser, 5_000);
  } finally {
    await workspace.close();
  }
} finally {
  await close();
}
process.exitCode = missed > 0 ? 1 : 0;
