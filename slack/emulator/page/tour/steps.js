/** The six steps: who does what where, and why. People and channels are found by title and name. */

import {groupOf, nameOf, playableGroups} from '../state/people.js';
import {compareTs, isNotice, isReply} from '../state/messages.js';

const firstOf = (session, title, fits = () => true) => {
  const group = playableGroups(session.people).find((each) => each.title === title)?.people ?? [];
  return group.find(fits) ?? group[0];
};

/** Who plays which part in the tour. */
export function castOf(session, facts) {
  const asked = facts.request && session.people.get(facts.request.requester);
  return {
    requester: asked?.playable ? asked : firstOf(session, 'Requesters'),
    agent:
      groupOf(session.person ?? {}) === 'Agents' && /\bIT\b/.test(session.person.title)
        ? session.person
        : firstOf(session, 'Agents', (person) => /\bIT\b/.test(person.title)),
    manager: firstOf(session, 'Managers'),
  };
}

export const channelNamed = (session, name) => [...session.channels.values()].find((channel) => channel.name === name);

const example = 'My laptop does not get into the VPN since this morning. Can somebody help?';

/** The requester's newest message that has no ticket yet; without one, another requester's question. */
function messageToReactTo(session, channel, requester) {
  const free = session
    .conversation(channel.id)
    .messages.filter(
      (message) =>
        !message.bot_id &&
        !message.ephemeral &&
        !isNotice(message) &&
        !isReply(message) &&
        !message.reactions?.some((reaction) => reaction.name === 'ticket') &&
        !message.reply_count,
    );
  const asks = (message) => groupOf(session.people.get(message.user) ?? {}) === 'Requesters' && message.text?.includes('?');
  return (free.findLast((message) => message.user === requester?.id) ?? free.findLast(asks))?.ts ?? null;
}

/** The channel's message field, with words to send if it was empty. */
function prefilled(words) {
  const field = document.querySelector('.channel-pane .composer-field');
  if (field && !field.value) {
    field.value = words;
    field.dispatchEvent(new InputEvent('input', {bubbles: true}));
  }
  return field;
}

const button = (root, label) =>
  [...(root?.querySelectorAll('button') ?? [])].find((each) => each.textContent.trim() === label && each.offsetParent);

/** Shows the card of the tour's ticket. */
async function toCard(page, facts, label) {
  const {session} = page;
  const channel = facts.card?.channel ?? channelNamed(session, 'it-desk')?.id;
  if (!channel) return null;
  const pane = await page.openChannel(channel);
  const cards = session
    .conversation(channel)
    .messages.filter((message) => message.bot_id && compareTs(message.ts, facts.request?.at ?? '0') > 0);
  const ts = facts.card?.ts ?? cards.at(-1)?.ts;
  const row = ts ? await pane.reveal(ts) : null;
  return button(row, label) ?? row;
}

async function toThread(page, facts, label) {
  if (!facts.request) return null;
  await page.openChannel(facts.request.channel);
  const pane = await page.openThread(facts.request.channel, facts.request.ts);
  return (label && button(pane?.element, label)) || pane?.element.querySelector('.composer-field') || null;
}

/**
 * Each: {title, why, what, who, go}. why and what are sentences; who: the person to be; go(page, facts): shows the place and
 * gives the element to point at.
 */
export const steps = [
  {
    title: 'Ask with a reaction',
    why: () => 'Nobody has to leave the conversation, or fill in a form, to be helped.',
    what: ({requester}) =>
      `As ${nameOf(requester)}, ask for something in #general, or find a question there, and react to it with 🎫 (ticket).`,
    who: ({requester}) => requester,
    async go(page, facts, {requester}) {
      const channel = channelNamed(page.session, 'general');
      if (!channel) return null;
      const pane = await page.openChannel(channel.id);
      const ts = messageToReactTo(page.session, channel, requester);
      if (!ts) return prefilled(example);
      const row = await pane.reveal(ts);
      row?.focus({preventScroll: true});
      return row?.querySelector('[data-focus="quick ticket"]') ?? row;
    },
  },
  {
    title: 'Take it on',
    why: () => 'The desk sees a card at once, and exactly one person holds it.',
    what: ({agent}) => `As ${nameOf(agent)}, find the new card in #it-desk and press Claim.`,
    who: ({agent}) => agent,
    go: (page, facts) => toCard(page, facts, 'Claim'),
  },
  {
    title: 'Answer where it was asked',
    why: () => 'The requester looks nowhere but in the thread they know.',
    what: () => 'Press Reply on the card and write a line, or write into the request’s own thread.',
    who: ({agent}) => agent,
    go: (page, facts) => toCard(page, facts, 'Reply'),
  },
  {
    title: 'Bring it to an end',
    why: () => 'What the requester answers reaches the desk, so neither side has to ask for news.',
    what: ({requester, agent}, facts) =>
      facts.asked
        ? `As ${nameOf(agent)}, press Resolve on the card.`
        : `As ${nameOf(requester)}, answer in the thread. Then, as ${nameOf(agent)}, press Resolve on the card.`,
    who: ({requester, agent}, facts) => (facts.asked ? agent : requester),
    go: (page, facts) => (facts.asked ? toCard(page, facts, 'Resolve') : toThread(page, facts)),
  },
  {
    title: 'Let the requester decide',
    why: () => 'Only who asked knows whether it really works again.',
    what: ({requester}) => `As ${nameOf(requester)}, press Fixed in the thread.`,
    who: ({requester}) => requester,
    go: (page, facts) => toThread(page, facts, 'Fixed'),
  },
  {
    title: 'See the whole',
    why: () => 'Everything that happened was written down as it happened, so a report costs nobody any work.',
    what: ({manager}) => `As ${nameOf(manager)}, send /ticket report in any channel.`,
    hint: 'The wire panel (top right) shows every request behind this, signatures and all, and lets you break the line.',
    who: ({manager}) => manager,
    async go(page) {
      const channel = channelNamed(page.session, 'general') ?? [...page.session.channels.values()].find((each) => each.member);
      await page.openChannel(channel.id);
      return prefilled('/ticket report');
    },
  },
];
