/** The faults that can be switched on, and what Docket does about each. Pure. */

/** @type {Array<{kind: string, name: string, counted: boolean, what: string, then: string, extra?: object}>} */
export const faults = [
  {
    kind: 'rate_limited', name: 'Too many requests', counted: true,
    extra: {key: 'retry_after', label: 'Retry-After', unit: 'seconds', start: 5, least: 1, most: 120},
    what: 'Slack answers 429 and says when to come back.',
    then: 'Docket waits as long as Retry-After says before it calls that method again; everything else goes on, and nothing is lost.',
  },
  {
    kind: 'server_error', name: 'Server error', counted: true,
    what: 'Slack answers 503 and has done nothing.',
    then: 'Docket tries again, a little later each time, until it works.',
  },
  {
    kind: 'slow', name: 'Slow answers', counted: true,
    extra: {key: 'delay', label: 'Delay', unit: 'milliseconds', start: 3000, least: 100, most: 60_000},
    what: 'Slack takes its time.',
    then: 'Docket keeps answering people meanwhile; past its deadline it counts the call as uncertain and looks before it sends again.',
  },
  {
    kind: 'lost_after', name: 'Answer lost', counted: true,
    what: 'The call works, but the connection breaks before the answer.',
    then: 'Docket cannot know whether the message is there. It looks in the channel for its own mark first, so nothing is posted twice.',
  },
  {
    kind: 'lost_before', name: 'Request lost', counted: true,
    what: 'The connection breaks before Slack has done anything.',
    then: 'Docket looks whether the message is there, finds that it is not, and sends it again.',
  },
  {
    kind: 'outage', name: 'Total outage', counted: false,
    what: 'Every connection to Slack breaks, until it is switched off.',
    then: 'Docket keeps all it has to say in its database, and says it, in order, when Slack is back.',
  },
];

/** Methods that are worth a fault of their own; the empty one means any. */
export const methods = [
  '', 'chat.postMessage', 'chat.update', 'chat.postEphemeral', 'chat.delete', 'views.open', 'views.update', 'views.push', 'views.publish',
  'conversations.replies', 'conversations.history', 'conversations.open', 'users.info', 'reactions.add', 'files.getUploadURLExternal',
  'files.completeUploadExternal', 'response_url',
];

/** How often a fault will still strike, of what the server says is planned. */
export function timesLeft(state, kind) {
  if (kind === 'outage') return state?.outage ? Infinity : 0;
  return (state?.planned ?? []).filter((each) => each.kind === kind).reduce((sum, each) => sum + (each.times ?? 1), 0);
}

/** What is on, as a line: "Too many requests: chat.update, 3 more calls". Empty when nothing is. */
export function faultLines(state) {
  const calls = (count) => `${count} more ${count === 1 ? 'call' : 'calls'}`;
  const planned = (state?.planned ?? []).map((each) => {
    const name = faults.find(({kind}) => kind === each.kind)?.name ?? each.kind;
    return `${name}: ${each.method || 'any method'}, ${calls(each.times ?? 1)}`;
  });
  return state?.outage ? ['Total outage, until it is switched off', ...planned] : planned;
}

/** The request that switches a fault on. */
export function faultRequest({kind, counted, extra}, {method, times, amount}) {
  if (!counted) return {kind, on: true};
  return {kind, on: true, method, times, ...(extra ? {[extra.key]: amount} : {})};
}
