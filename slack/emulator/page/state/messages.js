/** Lists of messages as values: what stands where, and what belongs together. Pure. */

/** Slack's timestamps in order; they are strings of equal width, but not for ever. */
export function compareTs(a, b) {
  const [secondsA, restA = ''] = String(a).split('.');
  const [secondsB, restB = ''] = String(b).split('.');
  return Number(secondsA) - Number(secondsB) || restA.localeCompare(restB);
}

export const milliseconds = (ts) => Number(ts) * 1000;

export const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

/** Replies stand in the channel only if they were sent to it as well. */
export const standsInChannel = (message) => !isReply(message) || message.broadcast === true;

/**
 * The list with the message in its place: instead of the one with its `ts`, or where its `ts` says.
 * @returns {{list: object[], index: number, isNew: boolean}}
 */
export function placed(list, message) {
  let index = list.length;
  while (index > 0 && compareTs(list[index - 1].ts, message.ts) > 0) index -= 1;
  const isNew = index === 0 || list[index - 1].ts !== message.ts;
  const copy = list.slice();
  if (isNew) copy.splice(index, 0, message);
  else copy[(index -= 1)] = message;
  return {list: copy, index, isNew};
}

/** Both lists in one, in order; of two messages with one `ts`, that of `newer`. */
export function merged(older, newer) {
  const byTs = new Map(older.map((message) => [message.ts, message]));
  for (const message of newer) byTs.set(message.ts, message);
  return [...byTs.values()].sort((a, b) => compareTs(a.ts, b.ts));
}

export const without = (list, ts) => list.filter((message) => message.ts !== ts);

const quietSubtypes = new Set([
  'channel_join',
  'channel_leave',
  'group_join',
  'group_leave',
  'channel_topic',
  'channel_purpose',
  'channel_name',
  'channel_archive',
  'channel_unarchive',
  'group_topic',
  'group_purpose',
  'group_name',
  'group_archive',
  'group_unarchive',
  'bot_add',
  'bot_remove',
]);

/** Joined, left, renamed: told in small print. */
export const isNotice = (message) => quietSubtypes.has(message.subtype);

const togetherFor = 5 * 60 * 1000;

const author = (message) => message.user || message.bot_id || message.username || '';

/** Whether a message goes on under the name of the one before it. */
export function followsOn(message, previous) {
  if (!previous || author(message) !== author(previous)) return false;
  if (isNotice(message) || isNotice(previous)) return false;
  if (Boolean(message.ephemeral) !== Boolean(previous.ephemeral)) return false;
  if (isReply(message) && !isReply(previous)) return false;
  return milliseconds(message.ts) - milliseconds(previous.ts) < togetherFor;
}

/** The `ts` of the first message that somebody has not seen, of `unread` in all; their own and private ones do not count. */
export function firstUnread(list, unread, me) {
  let left = unread;
  let first = null;
  for (let at = list.length - 1; at >= 0 && left > 0; at -= 1) {
    const message = list[at];
    if (message.user === me || message.ephemeral || isReply(message)) continue;
    first = message.ts;
    left -= 1;
  }
  return first;
}
