import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openPlayground } from './support/demo.js';
import { messageSaying, messagesIn, say } from './support/steps.js';

describe('forms in the page', () => {
  let playground;
  before(async () => { playground = await openPlayground(); });
  after(() => playground?.close());

  test('a form that is not complete says so at its field, keeps what was typed, and goes through when it is', async () => {
    const eva = await playground.tab('Eva', 'general');
    await say(eva, '/ticket');
    const form = eva.getByRole('dialog');
    await form.waitFor();
    await playground.picture(eva, 'form');

    const details = form.getByRole('textbox').last();
    await details.fill('Wednesdays at ten it drops out of calls.');
    await form.getByRole('button', { name: /Open|Send|Create/ }).click();
    await form.locator('[aria-invalid="true"]').first().waitFor();
    await playground.picture(eva, 'form-with-error');
    assert.equal(await details.inputValue(), 'Wednesdays at ten it drops out of calls.');

    await form.getByRole('textbox').first().fill('Headset loses the connection');
    await form.getByRole('button', { name: /Open|Send|Create/ }).click();
    await form.waitFor({ state: 'detached' });

    const ben = await playground.tab('Ben', 'it-desk');
    await messageSaying(messagesIn(ben, '#it-desk'), 'Headset loses the connection').waitFor();
  });

  test('what the app refuses in a form stands under its field: the ticket was closed meanwhile', async () => {
    const ben = await playground.tab('Ben', 'it-desk');
    const cyd = await playground.tab('Cyd', 'it-desk');
    const card = messageSaying(messagesIn(ben, '#it-desk'), 'Headset loses the connection');
    const number = /#(\d+)/.exec(await card.innerText())[1];
    await card.getByRole('button', { name: 'Resolve', exact: true }).click();
    const form = ben.getByRole('dialog');
    await form.getByRole('textbox').first().fill('It was the firmware.');

    await say(cyd, `/ticket close #${number} It works again by itself.`);
    await card.getByText('Closed').first().waitFor();
    await form.getByRole('button', { name: 'Resolve' }).click();

    await form.locator('[aria-invalid="true"]').waitFor();
    await form.getByText(/closed/i).waitFor();
    assert.equal(await form.getByRole('textbox').first().inputValue(), 'It was the firmware.');
    await playground.picture(ben, 'form-refused');
    await ben.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
  });

  test('nobody’s console has a word of complaint', () => {
    assert.deepEqual(playground.complaints, []);
  });
});
