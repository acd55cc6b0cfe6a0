import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openPlayground } from './support/demo.js';
import { messageSaying, messagesIn, say } from './support/steps.js';

describe('faults in the page', () => {
  let playground;
  before(async () => { playground = await openPlayground(); });
  after(() => playground?.close());

  test('while Slack is away nothing is lost, and the wire shows how Docket copes', async () => {
    const tom = await playground.tab('Tom', 'help-it');
    const ben = await playground.tab('Ben', 'it-desk');
    await ben.getByRole('button', { name: 'Wire' }).click();
    const wire = ben.getByRole('region', { name: 'Wire' });
    await wire.getByRole('button', { name: 'Faults' }).click();
    const outage = wire.getByRole('switch', { name: /outage/i });
    await outage.click();
    await ben.locator('[role=switch][aria-checked=true]').waitFor();

    await say(tom, 'The printer on the third floor eats every second page.');
    await wire.getByRole('option').filter({ hasText: 'message' }).last().waitFor();
    await wire.getByRole('option').filter({ hasText: /lost/i }).first().waitFor();
    await playground.picture(ben, 'wire-with-fault');
    assert.equal(await messageSaying(messagesIn(ben, '#it-desk'), 'eats every second page').count(), 0);

    await outage.click();
    await messageSaying(messagesIn(ben, '#it-desk'), 'eats every second page').waitFor({ timeout: 120_000 });
    await wire.getByRole('option').filter({ hasText: 'chat.postMessage' }).last().click();
    await wire.getByRole('article').waitFor();
    await playground.picture(ben, 'wire-recovered');
  });

  test('nobody’s console has a word of complaint', () => {
    assert.deepEqual(playground.complaints, []);
  });
});
