import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openPlayground } from './support/demo.js';
import { messageSaying, messagesIn, openChannel, openThread, react, say, threadOf } from './support/steps.js';

const request = 'The projector in room Elbe shows everything in green.';

describe('the demo, as its people use it', () => {
  let playground;
  before(async () => { playground = await openPlayground(); });
  after(() => playground?.close());

  test('a request goes from a reaction to Fixed, with requester and agent in two tabs', async () => {
    const eva = await playground.tab('Eva', 'general');
    const ben = await playground.tab('Ben', 'it-desk');

    await say(eva, request);
    const asked = messageSaying(messagesIn(eva, '#general'), request);
    await react(eva, asked, 'ticket');
    const thread = await openThread(eva, asked);
    await messageSaying(thread, /#\d+/).waitFor();
    await playground.picture(eva, 'requester-asked');

    const card = messageSaying(messagesIn(ben, '#it-desk'), request);
    await card.getByRole('button', { name: 'Claim', exact: true }).click();
    await card.getByRole('button', { name: 'Claim', exact: true }).waitFor({ state: 'detached' });
    await playground.picture(ben, 'agent-claimed');
    await messageSaying(thread, 'Ben').waitFor();

    await card.getByRole('button', { name: 'Reply', exact: true }).click();
    const form = ben.getByRole('dialog');
    await form.getByRole('textbox').fill('I will bring another cable in ten minutes.');
    await playground.picture(ben, 'agent-replies');
    await form.getByRole('button', { name: 'Send' }).click();
    await form.waitFor({ state: 'detached' });
    await messageSaying(thread, 'I will bring another cable').waitFor();

    await say(threadOf(eva), 'Thank you, that was it.');
    await card.getByText('In progress').waitFor();
    await card.getByRole('button', { name: 'Resolve', exact: true }).click();
    const resolving = ben.getByRole('dialog');
    await resolving.getByRole('textbox').first().fill('The cable was worn; it has a new one.');
    await resolving.getByRole('button', { name: 'Resolve' }).click();
    await resolving.waitFor({ state: 'detached' });

    await thread.getByRole('button', { name: 'Fixed', exact: true }).click();
    await messageSaying(messagesIn(ben, '#it-desk'), request).getByText('Closed').first().waitFor();
    await playground.picture(eva, 'requester-fixed');
    await playground.picture(ben, 'agent-closed');
  });

  test('a message of Docket is on the page of who looks, and marks the channel of who does not', async () => {
    const cyd = await playground.tab('Cyd', 'it-desk');
    const tom = await playground.tab('Tom', 'help-it');
    const mei = await playground.tab('Mei', 'general');

    await say(tom, 'My badge does not open the bicycle cellar any more.');

    await messageSaying(messagesIn(cyd, '#it-desk'), 'bicycle cellar').waitFor();
    await mei.getByRole('button', { name: /^it-desk, \d+ unread/ }).waitFor();
    await openChannel(mei, 'it-desk');
    await messageSaying(messagesIn(mei, '#it-desk'), 'bicycle cellar').waitFor();
  });

  test('the manager runs the report and sees the chart', async () => {
    const mei = await playground.tab('Mei', 'it-desk');

    await say(mei, '/ticket report');

    const report = messageSaying(messagesIn(mei, '#it-desk'), 'Only visible to you');
    await report.getByRole('img', { name: /opened|resolved/i }).first().waitFor();
    await report.scrollIntoViewIfNeeded();
    await playground.picture(mei, 'manager-report');
  });

  test('what somebody changes of their message stands there afterwards, for them and for others', async () => {
    const eva = await playground.tab('Eva', 'general');
    const mei = await playground.tab('Mei', 'general');
    await say(eva, 'The lift is out of odour.');
    const mine = messageSaying(messagesIn(eva, '#general'), 'The lift is out of');
    await mine.waitFor();

    await eva.getByRole('textbox', { name: /^Message / }).press('ArrowUp');
    await eva.getByRole('textbox', { name: 'Edit the message' }).fill('The lift is out of order.');
    await eva.keyboard.press('Enter');

    await messageSaying(messagesIn(mei, '#general'), 'out of order').waitFor();
    await mine.getByText('The lift is out of order.').waitFor();
    await eva.getByRole('textbox', { name: 'Edit the message' }).waitFor({ state: 'detached' });
    assert.equal(await mine.getByText('The lift is out of order.').isVisible(), true);
  });

  test('nobody’s console has a word of complaint', () => {
    assert.deepEqual(playground.complaints, []);
  });
});
