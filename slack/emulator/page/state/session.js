/**
 * What one person sees, kept in step with the server. Views ask here and subscribe to what concerns them:
 *
 * `channels`, `people`, `faults`, `clock`, `home`, `view`, `connection`: something of that changed
 * `message` {channel, message, isNew}: in a channel's list · `reply` {channel, message, isNew}: in a thread's
 * `removed` {channel, ts, thread_ts} · `reload`: everything was read again · `heard` {channel, message}: any message, shown or not
 * `did` {verb}: this person did something here, and it worked
 */

import * as api from '../api.js';
import {compareTs, isReply, merged, placed, standsInChannel, without} from './messages.js';

const pageSize = 50;
const longestHello = 1000; // milliseconds; without live changes the page is still worth seeing

const nothing = () => ({messages: [], hasMore: false, loaded: false, loading: null, heard: new Set()});

/** The same map, since others hold on to it. */
function fill(map, list) {
  map.clear();
  for (const each of list ?? []) map.set(each.id, each);
}

export class Session {
  #listeners = new Map();
  #live = null;
  #ended = false;
  #clockOffset = 0;
  #restarting = null;

  constructor(me) {
    this.me = me;
    this.people = new Map();
    this.channels = new Map();
    this.conversations = new Map();
    this.threads = new Map();
    this.connected = true;
    this.moving = false;
    this.view = null;
    this.home = null;
    this.faults = null;
  }

  /** Listens, and then reads the workspace: what happens in between is not missed. */
  async start() {
    let heard = [];
    await new Promise((listening) => {
      setTimeout(listening, longestHello);
      this.#live = api.live(this.me, (event) => {
        if (heard) heard.push(event);
        else this.#hear(event);
        if (event.type === 'hello' || (event.type === 'connection' && !event.open)) listening();
      });
    });
    this.#read(await api.workspace(this.me));
    const early = heard;
    heard = null;
    for (const event of early) this.#hear(event);
  }

  close() {
    this.#ended = true;
    this.#live?.close();
    this.#listeners.clear();
  }

  /** @returns {() => void} ends it */
  on(topic, listener) {
    if (!this.#listeners.has(topic)) this.#listeners.set(topic, new Set());
    this.#listeners.get(topic).add(listener);
    return () => this.#listeners.get(topic)?.delete(listener);
  }

  #tell(topic, detail = {}) {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener(detail);
  }

  get person() {
    return this.people.get(this.me);
  }

  get zone() {
    return this.person?.tz || 'UTC';
  }

  /** The demo's time; it runs on between what the server says. */
  now() {
    return Date.now() + this.#clockOffset;
  }

  conversation(channel) {
    if (!this.conversations.has(channel)) this.conversations.set(channel, nothing());
    return this.conversations.get(channel);
  }

  thread(channel, ts) {
    const key = `${channel} ${ts}`;
    if (!this.threads.has(key)) this.threads.set(key, nothing());
    return this.threads.get(key);
  }

  /** A channel's newest messages; at once if they are there. */
  load(channel) {
    const into = this.conversation(channel);
    if (into.loaded) return Promise.resolve(into);
    return this.#fetch(
      into,
      channel,
      () => api.messages(this.me, channel, undefined, pageSize),
      (answer) => {
        into.hasMore = Boolean(answer.has_more);
      },
    );
  }

  /** A page of older ones before those that are there. */
  loadOlder(channel) {
    const into = this.conversation(channel);
    if (!into.loaded || !into.hasMore) return Promise.resolve(into);
    return this.#fetch(
      into,
      channel,
      () => api.messages(this.me, channel, into.messages[0]?.ts, pageSize),
      (answer) => {
        into.hasMore = Boolean(answer.has_more) && answer.messages.length > 0;
      },
    );
  }

  loadThread(channel, ts) {
    const into = this.thread(channel, ts);
    if (into.loaded) return Promise.resolve(into);
    return this.#fetch(
      into,
      channel,
      () => api.thread(this.me, channel, ts),
      () => {},
    );
  }

  #fetch(into, channel, ask, done) {
    into.loading ??= (async () => {
      into.heard.clear();
      try {
        const answer = await ask();
        // What came live in the meantime is newer than the answer.
        into.messages = merged(
          into.messages,
          answer.messages.filter((message) => !into.heard.has(message.ts)),
        );
        into.loaded = true;
        done(answer);
        for (const message of answer.messages) this.#tell('heard', {channel, message});
      } finally {
        into.loading = null;
      }
      return into;
    })();
    return into.loading;
  }

  /** Nobody looks at it now: lets go of all but the newest. */
  leave(channel, kept) {
    const from = this.conversation(channel);
    if (from.messages.length <= kept) return;
    from.messages = from.messages.slice(-kept);
    from.hasMore = true;
  }

  /** Does something as this person; throws with the server's sentence. */
  async act(verb) {
    const answer = await api.act(this.me, verb);
    this.#tell('did', {verb, answer});
    return answer;
  }

  /** Seen up to here. Quiet: a mark that could not be set is set the next time. */
  markRead(channel) {
    const known = this.channels.get(channel);
    if (!known?.unread && !known?.mentioned) return;
    this.channels.set(channel, {...known, unread: 0, mentioned: 0});
    this.#tell('channels');
    api.act(this.me, {do: 'read', channel}).catch(() => {});
  }

  async moveClock(to) {
    this.#setClock(this.now(), true);
    try {
      const answer = await api.clock(Math.round(to));
      this.#setClock(answer.now, false);
    } catch (problem) {
      this.#setClock(this.now(), false);
      throw problem;
    }
  }

  #setClock(now, moving) {
    this.#clockOffset = now - Date.now();
    this.moving = moving;
    this.#tell('clock');
  }

  #read(answer) {
    this.team = answer.team ?? {};
    this.app = answer.app ?? {};
    fill(this.people, answer.people);
    this.#nameApp();
    fill(this.channels, answer.channels);
    this.faults = answer.faults ?? null;
    this.view = answer.view ?? null;
    this.home = answer.home ?? null;
    this.#clockOffset = answer.now - Date.now();
  }

  /** The app's person goes by the app's own name. */
  #nameApp() {
    const {bot_user: id, name} = this.app;
    if (id) this.people.set(id, {id, name: 'app', ...this.people.get(id), real_name: name, bot: true});
  }

  async #restart() {
    if (this.#restarting) return this.#restarting;
    this.#restarting = (async () => {
      try {
        this.#read(await api.workspace(this.me));
        this.conversations.clear();
        this.threads.clear();
        if (!this.#ended) this.#tell('reload');
      } catch {
        // The live connection comes back again, and with it this.
      } finally {
        this.#restarting = null;
      }
    })();
    return this.#restarting;
  }

  #hear(event) {
    if (this.#ended) return;
    switch (event.type) {
      case 'connection':
        if (this.connected === event.open) return;
        this.connected = event.open;
        this.#tell('connection');
        return;
      case 'hello':
        return this.#setClock(event.now, this.moving);
      case 'clock':
        return this.#setClock(event.now, Boolean(event.moving));
      case 'message':
        return this.#hearMessage(event.channel, event.message);
      case 'message_removed':
        return this.#hearRemoval(event);
      case 'channel':
        this.channels.set(event.channel.id, event.channel);
        this.#tell('channels');
        return;
      case 'channel_removed': {
        const id = event.channel?.id ?? event.channel;
        this.channels.delete(id);
        this.conversations.delete(id);
        this.#tell('channels');
        return;
      }
      case 'person':
        this.people.set(event.person.id, event.person);
        this.#nameApp();
        this.#tell('people');
        return;
      case 'view':
        this.view = event.view;
        this.#tell('view');
        return;
      case 'home':
        this.home = event.view;
        this.#tell('home');
        return;
      case 'faults':
        this.faults = event.faults;
        this.#tell('faults');
        return;
      case 'restart':
        this.#restart();
        return;
      default: // a newer server may say more
    }
  }

  #hearMessage(channel, message) {
    if (standsInChannel(message)) {
      const isNew = this.#place(this.conversation(channel), message);
      if (isNew !== null) this.#tell('message', {channel, message, isNew});
    }
    const root = message.thread_ts ?? message.ts;
    const inThread = this.threads.get(`${channel} ${root}`);
    if (inThread && (isReply(message) || message.ts === root)) {
      const isNew = this.#place(inThread, message);
      if (isNew !== null) this.#tell('reply', {channel, message, root, isNew});
    }
    this.#tell('heard', {channel, message, live: true});
  }

  /** Whether it is new there; null where it does not belong: not read yet, or older than what was. */
  #place(into, message) {
    into.heard.add(message.ts);
    if (!into.loaded && !into.loading) return null;
    const oldest = into.messages[0];
    if (into.loaded && into.hasMore && oldest && compareTs(message.ts, oldest.ts) < 0) return null;
    const {list, isNew} = placed(into.messages, message);
    into.messages = list;
    return isNew;
  }

  #hearRemoval({channel, ts, thread_ts: root}) {
    const from = this.conversation(channel);
    from.messages = without(from.messages, ts);
    const thread = this.threads.get(`${channel} ${root ?? ts}`);
    if (thread) thread.messages = without(thread.messages, ts);
    this.#tell('removed', {channel, ts, root});
  }
}
