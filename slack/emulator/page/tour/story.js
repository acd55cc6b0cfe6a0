/**
 * What the tour knows to have happened, found out from messages as they come. Pure.
 *
 * facts: {at, request {channel, ts, requester}, card {channel, ts}, claimed, answered, asked, resolved, prompt, fixed, reported};
 * times are Slack's `ts` of the message that showed it, or of the moment.
 */

import {compareTs, isReply} from '../state/messages.js';

export const nothingYet = (now) => ({
  at: now,
  request: null,
  card: null,
  claimed: null,
  answered: null,
  asked: null,
  resolved: null,
  prompt: null,
  fixed: null,
  reported: null,
});

const tsOf = (ms) => (ms / 1000).toFixed(6);

/** The labels of all buttons of a message. */
export function buttonLabels(message) {
  const elements = (message.blocks ?? []).flatMap((block) => [...(block.elements ?? []), block.accessory].filter(Boolean));
  return elements.filter((each) => each.type === 'button').map((each) => each.text?.text ?? '');
}

const isCard = (message) => Boolean(message.bot_id) && message.blocks?.some((block) => block.type === 'header') === true;

/**
 * Whether somebody just put a :ticket: on a message: it was seen without before. One that comes along with a late reply, in a
 * channel that was not looked at, has had its own for long.
 * @param {Set<string>} unticketed  what was seen without; kept by this
 */
export function isJustTicketed(unticketed, {channel, message, live}) {
  const key = `${channel} ${message.ts}`;
  if (!message.reactions?.some(({name}) => name === 'ticket')) {
    unticketed.add(key);
    return false;
  }
  return unticketed.delete(key) && live === true;
}

/** The request of the tour: what somebody just put a :ticket: on. */
export const withRequest = (facts, channel, message, now) => ({
  ...facts,
  request: {channel, ts: message.ts, requester: message.user, at: tsOf(now - 2000)},
});

export const withReport = (facts, now) => ({...facts, reported: tsOf(now)});

function observeCard(facts, channel, message, now) {
  const labels = buttonLabels(message);
  const isIt = facts.card
    ? facts.card.channel === channel && facts.card.ts === message.ts
    : isCard(message) && compareTs(message.ts, facts.request.at) > 0 && labels.includes('Resolve');
  if (!isIt) return facts;
  return {
    ...facts,
    card: {channel, ts: message.ts},
    claimed: facts.claimed ?? (labels.includes('Claim') ? null : tsOf(now)),
    resolved: labels.includes('Resolve') ? null : (facts.resolved ?? tsOf(now)),
  };
}

function observeReply(facts, message, now) {
  const {requester} = facts.request;
  const isApp = Boolean(message.bot_id);
  const hasFixed = buttonLabels(message).includes('Fixed');
  if (isApp && hasFixed) return {...facts, prompt: message.ts};
  if (isApp && message.ts === facts.prompt) return {...facts, fixed: facts.fixed ?? tsOf(now)};
  if (message.user === requester && !isApp)
    return facts.answered && compareTs(message.ts, facts.answered) > 0 ? {...facts, asked: facts.asked ?? message.ts} : facts;
  const answers = facts.claimed && (!isApp || compareTs(message.ts, facts.claimed) > 0);
  return answers ? {...facts, answered: facts.answered ?? message.ts} : facts;
}

/** The facts after a message was seen, whether it came just now or was read. */
export function observe(facts, {channel, message}, now) {
  if (!facts.request) return facts;
  if (channel === facts.request.channel)
    return isReply(message) && message.thread_ts === facts.request.ts ? observeReply(facts, message, now) : facts;
  return observeCard(facts, channel, message, now);
}

const milestones = ['request', 'claimed', 'answered', 'resolved', 'fixed', 'reported'];

/** How many steps are done: a later one implies those before it. */
export const stepsDone = (facts) => milestones.findLastIndex((name) => facts[name]) + 1;
