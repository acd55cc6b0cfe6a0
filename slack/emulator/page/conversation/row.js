/** One message as a row of a list: day, who, when, what, and what hangs on it. */

import {drawAttachments} from '../blocks/attachments.js';
import {element} from '../blocks/dom.js';
import {drawBlocks} from '../blocks/draw.js';
import {messageContext} from '../interactions.js';
import {followsOn, isNotice, isReply, milliseconds} from '../state/messages.js';
import {nameOf} from '../state/people.js';
import {agoText, dayNumber, dayText, fullTimeText, momentText, shortTimeText, timeText} from '../state/times.js';
import {renderMrkdwn} from '../text/mrkdwn.js';
import {avatar} from '../ui/avatar.js';
import {icon} from '../ui/icons.js';
import {drawFiles} from './files.js';
import {drawReactions} from './reactions.js';

/** Who wrote it, as far as the workspace knows them. */
export function authorOf(message, session) {
  const isApp = message.bot_id && message.bot_id === session.app.bot_id;
  const known = session.people.get(isApp ? session.app.bot_user : message.user);
  if (isApp)
    return {id: session.app.bot_user, ...known, real_name: message.username || session.app.name || nameOf(known), bot: true};
  return (
    known ?? {
      id: message.user ?? message.bot_id ?? '',
      real_name: message.username || message.bot_profile?.name || 'Somebody',
      bot: Boolean(message.bot_id),
    }
  );
}

// A person's rich_text says what their text says, where marks such as *bold* are still marks.
const saidInText = (message) => !message.bot_id && message.text && message.blocks?.every((block) => block.type === 'rich_text');

function drawWords(page, channel, message) {
  const context = messageContext(page, channel, message);
  // What an app draws with blocks it may draw anew; Slack marks only texts.
  const edited =
    message.edited && (saidInText(message) || !message.blocks?.length) ? element('span', {class: 'edited'}, '(edited)') : null;
  const parts = [];
  if (message.blocks?.length && !saidInText(message)) parts.push(drawBlocks(message.blocks, context), edited);
  else if (message.text) parts.push(element('div', {class: 'text message-text'}, renderMrkdwn(message.text, context), edited));
  if (message.attachments?.length) parts.push(drawAttachments(message.attachments, context));
  return element('div', {class: 'message-words'}, parts.filter(Boolean), drawFiles(message.files));
}

const written = {
  margin: (at, {zone}) => shortTimeText(at, zone),
  head: (at, {zone}) => timeText(at, zone),
  thread: (at, session) => momentText(at, session.now(), session.zone), // a thread has no lines between days
};

function drawTime(message, session, where) {
  const at = milliseconds(message.ts);
  return element(
    'time',
    {class: 'message-time', datetime: new Date(at).toISOString(), title: fullTimeText(at, session.zone)},
    written[where](at, session),
  );
}

function drawHead(page, message, author, inThread) {
  const {session} = page;
  const name = session.people.has(author.id)
    ? element(
        'button',
        {
          type: 'button',
          class: 'message-author',
          'data-focus': 'author',
          tabindex: '-1',
          onclick: (event) => page.openPerson(author.id, event.currentTarget),
        },
        nameOf(author),
      )
    : element('span', {class: 'message-author'}, nameOf(author));
  return element(
    'div',
    {class: 'message-head'},
    name,
    author.bot ? element('span', {class: 'badge'}, 'App') : null,
    author.foreign && !session.person?.foreign ? element('span', {class: 'badge badge-foreign'}, 'External') : null,
    drawTime(message, session, inThread ? 'thread' : 'head'),
  );
}

function drawThreadSummary(page, channel, message) {
  const {session} = page;
  if (!message.reply_count) return null;
  const faces = (message.reply_users ?? []).slice(0, 4).map((id) => avatar(session.people.get(id), 'small'));
  const last = message.latest_reply
    ? `Last reply ${agoText(milliseconds(message.latest_reply), session.now(), session.zone)}`
    : '';
  return element(
    'button',
    {type: 'button', class: 'thread-summary', 'data-focus': 'thread', onclick: () => page.openThread(channel, message.ts)},
    element('span', {class: 'faces'}, faces),
    element('span', {class: 'thread-count'}, message.reply_count === 1 ? '1 reply' : `${message.reply_count} replies`),
    element('span', {class: 'thread-last'}, last),
  );
}

function drawNotes(page, channel, message, inThread) {
  return [
    message.ephemeral && element('div', {class: 'private-note'}, icon('eye', 14), 'Only visible to you'),
    isReply(message) &&
      message.broadcast &&
      element(
        'button',
        {
          type: 'button',
          class: 'broadcast-note',
          'data-focus': 'broadcast',
          onclick: () => page.openThread(channel, message.thread_ts),
        },
        inThread ? 'Also sent to the channel' : 'Replied to a thread',
      ),
  ];
}

const wordsOf = new WeakMap();
const wordsKey = (message) =>
  JSON.stringify([message.text, message.blocks, message.attachments, message.files, message.ephemeral, Boolean(message.edited)]);

/** The drawn words of `old` if they still say what the message says: what is open or typed there stays. */
function wordsFrom(old, page, channel, message) {
  const key = wordsKey(message);
  const before = old && wordsOf.get(old);
  return before?.key === key ? before : {key, node: drawWords(page, channel, message)};
}

/**
 * @param {object} page
 * @param {object} message
 * @param {{channel: string, previous: object|undefined, inThread: boolean, isFirstUnread: boolean, old?: HTMLElement}} where
 * @returns {HTMLElement}
 */
export function drawRow(page, message, {channel, previous, inThread, isFirstUnread, old}) {
  const {session} = page;
  const at = milliseconds(message.ts);
  const newDay = !inThread && (!previous || dayNumber(at, session.zone) !== dayNumber(milliseconds(previous.ts), session.zone));
  const follows = !newDay && !isFirstUnread && followsOn(message, previous);
  const author = authorOf(message, session);
  const words = wordsFrom(old, page, channel, message);
  const notice = isNotice(message);
  const row = element(
    'div',
    {
      class: [
        'row',
        follows && 'row-follows',
        message.ephemeral && 'row-private',
        notice && 'row-notice',
        message.user === session.me && 'row-mine',
      ]
        .filter(Boolean)
        .join(' '),
      role: 'listitem',
      'data-ts': message.ts,
      tabindex: '-1',
    },
    newDay && element('div', {class: 'day'}, element('span', {}, dayText(at, session.now(), session.zone))),
    isFirstUnread && element('div', {class: 'new-line'}, element('span', {}, 'New')),
    element(
      'article',
      {class: 'message', 'aria-label': `${nameOf(author)}, ${timeText(at, session.zone)}`},
      element('div', {class: 'message-margin'}, follows ? drawTime(message, session, 'margin') : avatar(author)),
      element(
        'div',
        {class: 'message-body'},
        drawNotes(page, channel, message, inThread),
        follows ? null : drawHead(page, message, author, inThread),
        words.node,
        drawReactions(page, channel, message),
        inThread ? null : drawThreadSummary(page, channel, message),
      ),
    ),
  );
  wordsOf.set(row, words);
  return row;
}
