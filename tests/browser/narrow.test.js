import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openPlayground } from './support/demo.js';
import { messagesIn } from './support/steps.js';

describe('the page in a narrow window', () => {
  let playground;
  before(async () => { playground = await openPlayground(); });
  after(() => playground?.close());

  test('everything is within reach: channels, composer, wire panel, a thread and a form', async () => {
    const cyd = await playground.tab('Cyd', 'it-desk');
    await cyd.setViewportSize({ width: 420, height: 800 });
    await cyd.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth);
    const inView = async (found) => {
      const box = await found.boundingBox();
      return box !== null && box.x >= 0 && box.x + box.width <= 420 && box.y >= 0 && box.y + box.height <= 800;
    };
    for (const name of ['Wire', 'Help', 'Jump to…', '+1 day', 'Send', 'Emoji'])
      assert.ok(await inView(cyd.getByRole('button', { name, exact: true }).first()), `${name} is on the screen`);
    await playground.picture(cyd, 'narrow');

    await messagesIn(cyd, '#it-desk').getByRole('button', { name: 'Reply', exact: true }).last().click();
    const form = cyd.getByRole('dialog');
    await form.waitFor();
    assert.ok(await inView(form.getByRole('button', { name: 'Send' })));
    await cyd.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });

    await cyd.getByRole('button', { name: 'Wire' }).click();
    assert.ok(await inView(cyd.getByRole('button', { name: 'Close the wire panel' })));
    await playground.picture(cyd, 'narrow-wire');
  });

  test('nobody’s console has a word of complaint', () => {
    assert.deepEqual(playground.complaints, []);
  });
});
