import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { freePort } from '../support/ports.mjs';
import { openPlayground } from './support/demo.js';
import { messageSaying, messagesIn, say } from './support/steps.js';

describe('a demo that is started again', () => {
  let playground;
  let port;
  before(async () => {
    port = await freePort(2); // Docket's, and the page's beside it
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
