import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { openPlayground } from './support/demo.js';
import { messageSaying, messagesIn, say } from './support/steps.js';

const listening = (port) => new Promise((resolve) => {
  const server = createServer().once('error', () => resolve(null)).listen(port, '127.0.0.1', () => resolve(server));
});

/** The first of two free ports side by side. */
async function twoPorts() {
  for (let tries = 0; tries < 50; tries += 1) {
    const first = await listening(0);
    const { port } = first.address();
    const second = await listening(port + 1);
    first.close();
    second?.close();
    if (second) return port;
  }
  throw new Error('no two ports side by side are free');
}

describe('a demo that is started again', () => {
  let playground;
  let port;
  before(async () => {
    port = await twoPorts();
    playground = await openPlayground(port);
  });
  after(() => playground?.close());

  test('a page left open goes on in the new workspace, and sees nothing of how it came to be', async () => {
    const ben = await playground.tab('Ben', 'it-desk');
    const tom = await playground.tab('Tom', 'help-it');
    await ben.getByRole('button', { name: 'Wire' }).click();
    const wire = ben.getByRole('region', { name: 'Wire' });
    const exchanges = wire.getByRole('listbox', { name: 'Exchanges' }).getByRole('option');
    await say(tom, 'The first of all questions');
    await messageSaying(messagesIn(ben, '#it-desk'), 'The first of all questions').waitFor();
    await exchanges.first().waitFor();

    await playground.startAgain(port);

    await messageSaying(messagesIn(ben, '#it-desk'), 'The first of all questions').waitFor({ state: 'detached' });
    await ben.getByText('The connection to the workspace is lost').waitFor({ state: 'hidden' });
    await wire.getByText('Nothing has gone over the wire yet').waitFor();
    assert.equal(await ben.getByRole('button', { name: /unread/ }).count(), 0);
    await say(tom, 'The second of all questions');
    await messageSaying(messagesIn(ben, '#it-desk'), 'The second of all questions').waitFor();
    await exchanges.filter({ hasText: 'chat.postMessage' }).first().waitFor();
  });
});
