// What Docket is measured against: an intake channel by Bolt for JavaScript and better-sqlite3, as somebody writes it who
// knows both. A message in the channel becomes a ticket, an answer in the outbox and a 200 once both are on disk.
//
// COMMITS=each commits every event by itself; COMMITS=batched everything that arrived within a turn of the event loop
// at once. Prints a line when it listens.
import bolt from '@slack/bolt';

import { openStore } from './store.js';

const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_BOT_ID, SLACK_BOT_USER, DATABASE, INTAKE, COMMITS, PORT } = process.env;
const store = openStore(DATABASE, COMMITS);

const app = new bolt.App({
  signingSecret: SLACK_SIGNING_SECRET,
  // Known already: nothing is asked of Slack while an event waits.
  authorize: async () => ({ botToken: SLACK_BOT_TOKEN, botId: SLACK_BOT_ID, botUserId: SLACK_BOT_USER }),
  // Acknowledged after the listener: only what is on disk may be.
  processBeforeResponse: true,
  logLevel: bolt.LogLevel.ERROR,
});

app.event('message', async ({ event, body }) => {
  if (event.channel !== INTAKE || event.subtype || event.thread_ts) return;
  await store.open({
    eventId: body.event_id,
    team: body.team_id,
    channel: event.channel,
    ts: event.ts,
    requester: event.user,
    title: event.text.slice(0, 80),
    details: event.text,
    at: Date.now(),
  });
});

await app.start({ port: Number(PORT), host: '127.0.0.1' });
console.log('listening');

process.on('SIGTERM', async () => {
  await app.stop();
  store.close();
  process.exit(0);
});
