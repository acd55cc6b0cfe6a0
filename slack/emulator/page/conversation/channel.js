/** A channel in the middle of the page: what it is, what was said, where to write. */

import {element} from '../blocks/dom.js';
import {createComposer} from '../composer/composer.js';
import {attempt} from '../interactions.js';
import {firstUnread, milliseconds} from '../state/messages.js';
import {channelTitle, membersCount, nameOf} from '../state/people.js';
import {avatar} from '../ui/avatar.js';
import {icon} from '../ui/icons.js';
import {openMenu} from '../ui/menu.js';
import {MessageList} from './list.js';

function drawName(page, channel) {
  const {session} = page;
  if (channel.kind === 'im') {
    const partner = session.people.get(channel.partner);
    return [
      avatar(partner, 'small'),
      element('span', {}, nameOf(partner)),
      partner?.title ? element('span', {class: 'channel-topic'}, partner.title) : null,
    ];
  }
  return [icon(channel.kind === 'private' ? 'lock' : 'hash'), element('span', {}, channel.name)];
}

/** How many are in it, and who. */
function drawMembers(page, channel, count) {
  const {people} = page.session;
  const shown = [
    icon('people', 16),
    String(count),
    element('span', {class: 'for-screen-readers'}, count === 1 ? ' member' : ' members'),
  ];
  if (!Array.isArray(channel.members)) return element('span', {class: 'members'}, shown);
  const button = element(
    'button',
    {
      type: 'button',
      class: 'icon-button members',
      title: 'Members',
      'aria-haspopup': 'menu',
      onclick: () => {
        const known = channel.members
          .map((id) => people.get(id))
          .filter(Boolean)
          .sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
        openMenu(
          button,
          [
            {heading: `In #${channel.name}`},
            ...known.map((person) => ({
              before: avatar(person, 'small'),
              label: nameOf(person),
              description: person.bot ? 'App' : person.title,
              onChoose: () => page.openPerson(person.id, button),
            })),
          ],
          {label: 'Members', prefer: 'end'},
        );
      },
    },
    shown,
  );
  return button;
}

function drawHeader(page, channel) {
  const count = membersCount(channel);
  const actions = [
    channel.kind !== 'im' && {
      label: `Invite ${page.session.app.name}`,
      icon: 'plus',
      onChoose: () => attempt(page, {do: 'invite_bot', channel: channel.id}),
    },
    channel.kind !== 'im' &&
      channel.member && {
        label: `Leave #${channel.name}`,
        icon: 'door',
        danger: true,
        onChoose: () => attempt(page, {do: 'leave', channel: channel.id}),
      },
  ].filter(Boolean);
  const more = element(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      'aria-label': 'More about this channel',
      title: 'More',
      'aria-haspopup': 'menu',
      onclick: () => openMenu(more, actions, {label: 'This channel', prefer: 'end'}),
    },
    icon('dots'),
  );
  return [
    element('h1', {class: 'pane-title'}, drawName(page, channel)),
    channel.external ? element('span', {class: 'badge badge-foreign'}, 'Shared with others') : null,
    channel.topic ? element('span', {class: 'channel-topic', title: channel.topic}, channel.topic) : null,
    element('span', {class: 'pane-space'}),
    channel.kind !== 'im' && count > 0 ? drawMembers(page, channel, count) : null,
    actions.length > 0 ? more : null,
  ];
}

class ChannelPane {
  constructor(page, id, {tabs = null} = {}) {
    this.page = page;
    this.session = page.session;
    this.id = id;
    this.header = element('header', {class: 'pane-header'});
    this.foot = element('div', {class: 'pane-foot'});
    this.list = new MessageList(page, {
      channel: id,
      inThread: false,
      label: `Messages in ${channelTitle(this.channel, this.session.people)}`,
      messages: () => this.session.conversation(id).messages,
      older: async () => (await this.session.loadOlder(id)).hasMore,
      onSeen: () => this.seen(),
      onEscape: () => this.focus(),
      beginning: () => this.beginning(),
    });
    this.body = element('div', {class: 'pane-body'}, this.list.element);
    this.element = element(
      'section',
      {class: 'pane channel-pane', 'aria-label': channelTitle(this.channel, this.session.people)},
      this.header,
      tabs,
      this.body,
      this.foot,
    );
    this.listeners = [
      this.session.on('message', (event) => event.channel === id && this.put(event)),
      this.session.on('removed', (event) => event.channel === id && this.list.remove(event.ts)),
      this.session.on('channels', () => this.drawEdges()),
      this.session.on('reload', () => this.open()),
    ];
    this.looked = () => this.seen();
    this.lookedAway = () => {
      this.lineStands = false;
    };
    document.addEventListener('visibilitychange', this.looked);
    addEventListener('focus', this.looked);
    addEventListener('blur', this.lookedAway);
    this.drawEdges();
  }

  get channel() {
    return this.session.channels.get(this.id);
  }

  close() {
    const position = this.list.position();
    this.page.keepPosition(this.id, position);
    for (const end of this.listeners) end();
    document.removeEventListener('visibilitychange', this.looked);
    removeEventListener('focus', this.looked);
    removeEventListener('blur', this.lookedAway);
    this.list.close();
    this.session.leave(this.id, position ? 400 : 50);
  }

  /** Reads and shows the newest messages, from the first unread one on. */
  async open() {
    const unread = this.channel?.unread ?? 0;
    const position = this.list.rows.size > 0 ? this.list.position() : this.page.positionOf(this.id);
    try {
      const conversation = await this.session.load(this.id);
      const first = unread > 0 ? firstUnread(conversation.messages, unread, this.session.me) : null;
      this.list.show({hasMore: conversation.hasMore, firstUnread: first});
      this.list.restore(position);
      const mark = first && this.list.rows.get(first);
      if (mark && !position && mark.getBoundingClientRect().top < this.list.scroller.getBoundingClientRect().top) {
        this.list.restore({ts: first, offset: 60});
      }
      this.seen();
    } catch (problem) {
      this.body.prepend(element('p', {class: 'empty-note', role: 'alert'}, problem.message));
    }
  }

  /** What comes while nobody looks stands below the line of new messages. */
  put({message, isNew}) {
    const unseen = isNew && !document.hasFocus() && message.user !== this.session.me;
    this.list.put(message.ts);
    if (!unseen || this.lineStands) return;
    this.lineStands = true;
    this.list.setFirstUnread(message.ts);
  }

  drawEdges() {
    const {channel} = this;
    if (!channel) return;
    const key = JSON.stringify([
      channel.name,
      channel.topic,
      channel.member,
      membersCount(channel),
      channel.archived,
      channel.external,
    ]);
    if (key === this.edges) return;
    this.edges = key;
    this.header.replaceChildren(...drawHeader(this.page, channel).filter(Boolean));
    const hadFocus = this.foot.contains(document.activeElement);
    this.composer = null;
    this.foot.replaceChildren(this.drawFoot(channel));
    if (hadFocus) this.focus();
  }

  drawFoot(channel) {
    if (channel.archived)
      return element('p', {class: 'foot-note'}, 'This channel is archived: it can be read, but nobody writes here any more.');
    if (channel.kind !== 'im' && !channel.member) {
      return element(
        'div',
        {class: 'foot-note'},
        element('span', {}, `You are looking at #${channel.name} from outside.`),
        element(
          'button',
          {type: 'button', class: 'button button-primary', onclick: () => attempt(this.page, {do: 'join', channel: this.id})},
          'Join channel',
        ),
      );
    }
    const title = channelTitle(channel, this.session.people);
    this.composer = createComposer(this.page, {
      channel: this.id,
      placeholder: `Message ${title}`,
      onSent: (answer) => answer.ts && this.list.toEnd(),
      onEditLast: () => this.editLast(),
      onEscape: () => this.seen(),
    });
    return this.composer.element;
  }

  beginning() {
    const {channel, session} = this;
    if (!channel) return [];
    const isIm = channel.kind === 'im';
    const words = isIm
      ? channel.partner === session.app.bot_user
        ? session.app.description
        : 'This conversation is between the two of you.'
      : channel.topic || 'This is where the channel begins.';
    const name = isIm ? nameOf(session.people.get(channel.partner)) : `#${channel.name}`;
    return [
      element(
        'div',
        {class: 'beginning'},
        isIm ? avatar(session.people.get(channel.partner), 'large') : null,
        element('h2', {}, name),
        element('p', {}, words),
      ),
    ];
  }

  editLast() {
    const last = this.session
      .conversation(this.id)
      .messages.findLast(
        (message) => message.user === this.session.me && !message.bot_id && !message.ephemeral && !message.subtype,
      );
    if (!last) return false;
    this.list.reveal(last.ts);
    this.list.edit(last.ts);
    return true;
  }

  /** The newest message is in sight of somebody who looks. */
  seen() {
    if (!this.list.pinned || document.hidden || !document.hasFocus() || !this.element.isConnected) return;
    this.session.markRead(this.id);
  }

  focus() {
    this.composer?.focus();
  }

  /** Brings a message into sight, reading further back if need be. */
  async reveal(ts) {
    for (let pages = 0; pages < 20 && !this.list.rows.has(ts) && this.list.hasMore; pages += 1) {
      await this.session.loadOlder(this.id);
      const {messages, hasMore} = this.session.conversation(this.id);
      this.list.show({hasMore});
      if (milliseconds(messages[0]?.ts ?? 0) < milliseconds(ts)) break;
    }
    return this.list.reveal(ts);
  }
}

/** @returns {ChannelPane} */
export const createChannelPane = (page, id, how) => new ChannelPane(page, id, how);
