/** The page as one person: where they are, and the panes that show it. Another person gets another Page. */

import {noteAbsentApp} from './absent_app.js';
import {element} from './blocks/dom.js';
import {createClock} from './clock.js';
import {createChannelPane} from './conversation/channel.js';
import {authorOf} from './conversation/row.js';
import {createThreadPane} from './conversation/thread.js';
import {typedText} from './composer/outgoing.js';
import {createHelpButton} from './help.js';
import {createAppTabs, createHomePane} from './home.js';
import {attempt} from './interactions.js';
import {listenForKeys} from './keyboard.js';
import {messageAt} from './permalinks.js';
import {openPersonCard} from './people.js';
import {addressOf, placeFrom} from './place.js';
import {createSidebar} from './sidebar.js';
import {channelSections, nameOf} from './state/people.js';
import {openSwitcher} from './switcher.js';
import {icon} from './ui/icons.js';

export class Page {
  /**
   * @param {object} session
   * @param {{toasts: object, announcer: object, modals: object, wire: object, tour: object, become: (id: string, place?: object) => Promise<Page>}} shared
   */
  constructor(session, shared) {
    this.session = session;
    this.shared = shared;
    this.toasts = shared.toasts;
    this.announcer = shared.announcer;
    this.tour = shared.tour;
    this.place = {};
    this.positions = new Map();
    this.main = null;
    this.thread = null;
    this.build();
    this.listen();
  }

  build() {
    const {session, shared} = this;
    this.clock = createClock(this);
    this.sidebar = createSidebar(this);
    this.sidebar.element.append(shared.tour.element);
    this.middle = element('main', {class: 'middle'});
    this.right = element('div', {class: 'right', hidden: true});
    this.banner = element('div', {class: 'banner', role: 'status', hidden: true});
    this.wireButton = element(
      'button',
      {
        type: 'button',
        class: 'top-button top-button-wire',
        'aria-label': 'Wire',
        'aria-pressed': String(shared.wire.isOpen()),
        title: 'Every request and answer between the workspace and the app',
        onclick: () => this.toggleWire(),
      },
      icon('wire'),
      element('span', {}, 'Wire'),
    );
    const jump = element(
      'button',
      {type: 'button', class: 'top-search', 'aria-label': 'Jump to…', title: 'Jump to a channel or a person (Ctrl+K)', onclick: () => openSwitcher(this)},
      icon('search', 16),
      element('span', {}, 'Jump to…'),
      element('kbd', {}, 'Ctrl K'),
    );
    this.element = element(
      'div',
      {class: 'workspace'},
      element(
        'header',
        {class: 'top'},
        element(
          'div',
          {class: 'top-name'},
          element('span', {class: 'top-mark', 'aria-hidden': 'true'}, Array.from(session.team.name ?? 'W')[0]),
          element('span', {class: 'top-team'}, session.team.name ?? 'Workspace'),
        ),
        this.clock.element,
        jump,
        this.wireButton,
        createHelpButton(this),
      ),
      this.banner,
      this.sidebar.element,
      this.middle,
      this.right,
    );
  }

  listen() {
    const {session} = this;
    this.ends = [
      session.on('view', () => this.shared.modals.show(session.view, session.me)),
      session.on('reload', () => {
        this.shared.modals.show(session.view, session.me);
        this.shared.wire.showFaults?.(session.faults);
        this.leaveWhatIsGone();
      }),
      session.on('faults', () => this.shared.wire.showFaults?.(session.faults)),
      session.on('connection', () => this.showConnection()),
      session.on('channels', () => this.leaveWhatIsGone()),
      session.on('message', (event) => event.isNew && event.channel === this.place.channel && this.announce(event.message)),
      session.on('reply', (event) => event.isNew && event.root === this.place.thread?.ts && this.announce(event.message)),
      listenForKeys({openSwitcher: () => openSwitcher(this), step: (by) => this.step(by), escape: () => this.escape()}),
    ];
    noteAbsentApp(this);
    this.back = () => this.returnTo(new URL(location.href));
    addEventListener('popstate', this.back);
    this.follow = (event) => this.followLink(event);
    document.addEventListener('click', this.follow);
  }

  /** Begins where the address says, or in the channel that everybody is in. */
  start(place) {
    this.shared.modals.show(this.session.view, this.session.me);
    this.shared.wire.showFaults?.(this.session.faults);
    const known = place?.tab === 'home' || this.session.channels.has(place?.channel);
    return this.go(known ? place : this.defaultPlace(), {replace: true});
  }

  defaultPlace() {
    const {joined, joinable} = channelSections(this.session.channels, this.session.app.bot_user);
    const channel = joined.find((each) => each.name === 'general') ?? joined[0] ?? joinable[0];
    return channel ? {channel: channel.id} : {tab: 'home'};
  }

  close() {
    for (const end of this.ends) end();
    removeEventListener('popstate', this.back);
    document.removeEventListener('click', this.follow);
    clearTimeout(this.bannerTimer);
    this.main?.close();
    this.thread?.close();
    this.sidebar.close();
    this.clock.close();
    this.session.close();
    this.element.remove();
  }

  /** Shows a place: {channel} or {tab: 'home'}, with or without {thread: {channel, ts}}. */
  async go(place, {replace = false, quiet = false} = {}) {
    const before = this.place;
    this.place = place;
    if (!quiet) history[replace ? 'replaceState' : 'pushState'](null, '', addressOf(this.session.me, place));
    const sameMain = this.main && before.channel === place.channel && before.tab === place.tab;
    const sameThread = before.thread?.ts === place.thread?.ts && before.thread?.channel === place.thread?.channel;
    const opening = [sameMain ? null : this.showMain(), sameThread && this.thread ? null : this.showThread()];
    this.sidebar.draw();
    await Promise.all(opening);
  }

  async showMain() {
    const {channel, tab} = this.place;
    this.main?.close();
    const isApp = this.session.channels.get(channel)?.partner === this.session.app.bot_user;
    this.main =
      tab === 'home'
        ? createHomePane(this)
        : createChannelPane(this, channel, {tabs: isApp ? createAppTabs(this, 'messages') : null});
    this.middle.replaceChildren(this.main.element);
    const pane = this.main;
    await pane.open();
    if (this.main === pane && !this.place.thread && !document.querySelector('dialog[open]')) pane.focus();
  }

  async showThread() {
    this.thread?.close();
    this.thread = null;
    const {thread} = this.place;
    this.right.hidden = !thread;
    this.element.classList.toggle('workspace-with-thread', Boolean(thread));
    this.right.replaceChildren();
    if (!thread) return;
    const pane = createThreadPane(this, thread.channel, thread.ts);
    this.thread = pane;
    this.right.append(pane.element);
    await pane.open();
    if (this.thread === pane) pane.focus();
  }

  /** @returns the pane of the channel, once it is read; null for one that this person does not see */
  async openChannel(id) {
    if (!this.session.channels.has(id)) {
      this.toasts.problem('You are not in this channel.');
      return null;
    }
    if (this.place.channel !== id) await this.go({channel: id});
    else this.main.focus();
    return this.main;
  }

  /** The app: its Home, or the messages with it. */
  async openApp(tab = this.session.app.home_tab === false ? 'messages' : 'home') {
    if (tab === 'home') {
      await this.go({tab: 'home'});
      return;
    }
    const known = channelSections(this.session.channels, this.session.app.bot_user).withApp;
    const channel = known?.id ?? (await attempt(this, {do: 'open_dm'}))?.channel;
    if (channel) await this.openWhenThere(channel);
  }

  /** A channel that was opened just now is known as soon as the server told of it. */
  async openWhenThere(channel) {
    for (let tries = 0; tries < 40 && !this.session.channels.has(channel); tries += 1)
      await new Promise((done) => setTimeout(done, 50));
    await this.openChannel(channel);
  }

  /** Links to messages of this workspace lead to them. */
  async followLink(event) {
    const link = event.target.closest?.('a[href]');
    const to = link && !event.ctrlKey && !event.metaKey && !event.shiftKey && messageAt(link.href);
    if (!to || event.defaultPrevented) return;
    event.preventDefault();
    const pane = await this.openChannel(to.channel);
    if (!pane) return;
    if (to.root && to.root !== to.ts) {
      await pane.reveal?.(to.root);
      const thread = await this.openThread(to.channel, to.root);
      thread?.list.reveal(to.ts);
    } else if (!(await pane.reveal?.(to.ts))) {
      this.toasts.problem('This message is not there any more.');
    }
  }

  async openThread(channel, ts) {
    await this.go({...this.place, thread: {channel, ts}});
    this.thread?.focus();
    return this.thread;
  }

  closeThread() {
    if (!this.place.thread) return;
    const {thread, ...rest} = this.place;
    this.go(rest);
    this.main?.focus();
  }

  openPerson(id, anchor = document.activeElement) {
    openPersonCard(this, id, anchor && anchor !== document.body ? anchor : this.middle);
  }

  /** Becomes somebody else, in the same channel if they are in it. */
  switchPerson(id) {
    return this.shared.become(id, this.place.tab === 'home' ? this.place : {channel: this.place.channel});
  }

  toggleWire(open = !this.shared.wire.isOpen()) {
    if (open !== this.shared.wire.isOpen()) this.shared.wire.toggle();
  }

  returnTo(url) {
    const {as, place} = placeFrom(url);
    if (as && as !== this.session.me) this.shared.become(as, place, {quiet: true});
    else this.go(place.channel || place.tab ? place : this.defaultPlace(), {quiet: true});
  }

  keepPosition(channel, position) {
    this.positions.set(channel, position);
  }

  positionOf(channel) {
    return this.positions.get(channel) ?? null;
  }

  leaveWhatIsGone() {
    if (this.place.channel && !this.session.channels.has(this.place.channel)) this.go(this.defaultPlace(), {replace: true});
  }

  announce(message) {
    if (message.user === this.session.me && !message.bot_id) return;
    this.announcer.say(`${nameOf(authorOf(message, this.session))}: ${typedText(message.text, this.session).slice(0, 300)}`);
  }

  showConnection() {
    clearTimeout(this.bannerTimer);
    if (this.session.connected) {
      this.banner.hidden = true;
      return;
    }
    this.bannerTimer = setTimeout(() => {
      this.banner.textContent = 'The connection to the workspace is lost. Trying again…';
      this.banner.hidden = false;
    }, 800);
  }

  step(by) {
    const items = [...this.sidebar.list.querySelectorAll('.side-item')];
    const at = items.findIndex((item) => item.getAttribute('aria-current'));
    items[(at + by + items.length) % items.length]?.click();
  }

  escape() {
    if (this.place.thread && (this.right.contains(document.activeElement) || document.activeElement === document.body))
      this.closeThread();
    else this.main?.focus();
  }
}
