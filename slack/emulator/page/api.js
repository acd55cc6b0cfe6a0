/** What the page asks the playground's server, and what it hears from it. The README of ../playground names the routes. */

async function answerOf(response) {
  const body = await response.json().catch(() => null);
  if (!response.ok || body?.ok === false)
    throw new Error(body?.error || `The workspace answered with status ${response.status}.`);
  if (!body) throw new Error('The workspace gave an answer that is no JSON.');
  return body;
}

async function send(address, options) {
  const response = await fetch(address, options).catch(() => {
    throw new Error('The workspace cannot be reached. Is Docket still running?');
  });
  return answerOf(response);
}

const get = (route, query) =>
  send(
    `/playground/${route}?${new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined && value !== null))}`,
  );

const post = (route, body) =>
  send(`/playground/${route}`, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)});

/** What this person sees: team, people, channels, app, … Without `as` nothing is personal but people. */
export const workspace = (as) => get('workspace', {as});

/** Top-level messages, newest last: {messages, has_more}. */
export const messages = (as, channel, before, limit = 50) => get('messages', {as, channel, before, limit});

/** A parent and its replies: {messages}. */
export const thread = (as, channel, ts) => get('thread', {as, channel, ts});

/** Somebody does something. Throws an Error with the server's sentence. */
export const act = (as, verb) => post('act', {as, ...verb});

/** The demo's time goes on to there; answers when everything due on the way has happened. */
export const clock = (to) => post('clock', {to});

/** Plans or ends a fault: {kind, on, method, times, retry_after, delay}. */
export const fault = (what) => post('fault', what);

/** Exchanges with a larger id, oldest first. */
export const wire = (after) => get('wire', {after});

const shortestWait = 250;
const longestWait = 5000;

/**
 * Keeps a WebSocket open until it is closed here; waits longer after each failure.
 * @param {string} path
 * @param {(value: object) => void} onValue
 * @param {(open: boolean, again: boolean) => void} [onChange]
 */
function keepOpen(path, onValue, onChange = () => {}) {
  let socket = null;
  let wait = shortestWait;
  let timer = 0;
  let opened = false;
  let ended = false;
  const connect = () => {
    const address = new URL(path, location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    socket = new WebSocket(address);
    socket.addEventListener('open', () => {
      wait = shortestWait;
      onChange(true, opened);
      opened = true;
    });
    socket.addEventListener('message', ({data}) => {
      if (!ended) onValue(JSON.parse(data));
    });
    socket.addEventListener('close', () => {
      if (ended) return;
      onChange(false, opened);
      timer = setTimeout(connect, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, longestWait);
    });
  };
  connect();
  return {
    close() {
      ended = true;
      clearTimeout(timer);
      socket.close();
    },
  };
}

/**
 * Changes as they happen, for one person. Beside the server's own types: `connection` {open}, and `restart` also after a
 * connection was lost and is back, since nobody knows what was missed.
 * @returns {{close: () => void}}
 */
export function live(as, onEvent) {
  return keepOpen(`/playground/live?${new URLSearchParams({as})}`, onEvent, (open, again) => {
    onEvent({type: 'connection', open});
    if (open && again) onEvent({type: 'restart'});
  });
}

/**
 * Exchanges between the workspace and the app as they end.
 * @param {function(object)} onExchange
 * @param {function()} onAgain  the connection was lost and is back: nobody knows what was missed
 */
export const wireLive = (onExchange, onAgain) => keepOpen('/playground/wire', onExchange, (open, again) => open && again && onAgain());
