/** The left side: who one is, channels with what is new in them, people, the app. */

import {element} from './blocks/dom.js';
import {hasDraft} from './composer/drafts.js';
import {createPersonSwitch} from './people.js';
import {channelSections, nameOf} from './state/people.js';
import {avatar} from './ui/avatar.js';
import {icon} from './ui/icons.js';

function unreadWords(channel) {
  const mentions = Number(channel.mentioned ?? 0);
  if (mentions > 0) return mentions === 1 ? ', 1 mention' : `, ${mentions} mentions`;
  return channel.unread > 0 ? `, ${channel.unread} unread` : '';
}

class Sidebar {
  constructor(page) {
    this.page = page;
    this.session = page.session;
    this.list = element('nav', {class: 'sidebar-list', 'aria-label': 'Channels and conversations'});
    this.element = element('div', {class: 'sidebar'}, createPersonSwitch(page), this.list);
    this.list.addEventListener('keydown', (event) => this.key(event));
    this.listeners = [
      this.session.on('channels', () => this.draw()),
      this.session.on('people', () => this.draw()),
      this.session.on('reload', () => this.draw()),
    ];
    this.draw();
  }

  close() {
    for (const end of this.listeners) end();
  }

  item({id, label, before, channel, chosen, onclick, quiet}) {
    const mentions = Number(channel?.mentioned ?? 0);
    const isDirect = channel?.kind === 'im';
    const badge = mentions || (isDirect ? channel.unread : 0);
    const unread = channel && (channel.unread > 0 || mentions > 0) && !chosen;
    return element(
      'button',
      {
        type: 'button',
        class: ['side-item', unread && 'side-item-unread', quiet && 'side-item-quiet'].filter(Boolean).join(' '),
        'data-id': id,
        'aria-current': chosen ? 'page' : null,
        'aria-label': `${label}${channel && !chosen ? unreadWords(channel) : ''}`,
        onclick,
      },
      before,
      element('span', {class: 'side-label'}, label),
      channel && !chosen && hasDraft(`${this.session.me} ${channel.id} `) ? icon('edit', 14) : null,
      badge && !chosen ? element('span', {class: 'side-badge'}, String(badge > 99 ? '99+' : badge)) : null,
    );
  }

  room(channel, quiet = false) {
    return this.item({
      id: channel.id,
      label: channel.name,
      before: icon(channel.kind === 'private' ? 'lock' : 'hash', 16),
      channel,
      quiet,
      chosen: this.page.place.channel === channel.id,
      onclick: () => this.page.openChannel(channel.id),
    });
  }

  direct(channel) {
    const partner = this.session.people.get(channel.partner);
    return this.item({
      id: channel.id,
      label: nameOf(partner),
      before: avatar(partner, 'small'),
      channel,
      chosen: this.page.place.channel === channel.id,
      onclick: () => this.page.openChannel(channel.id),
    });
  }

  app(withApp) {
    const {page, session} = this;
    const app = session.people.get(session.app.bot_user) ?? {bot: true};
    const chosen = page.place.tab === 'home' || (withApp && page.place.channel === withApp.id);
    return this.item({
      id: 'app',
      label: session.app.name,
      before: avatar({...app, bot: true}, 'small'),
      channel: withApp,
      chosen,
      onclick: () => page.openApp(withApp?.unread > 0 ? 'messages' : undefined),
    });
  }

  draw() {
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    const {joined, joinable, withPeople, withApp} = channelSections(this.session.channels, this.session.app.bot_user);
    const section = (title, items) =>
      items.length > 0 ? element('section', {'aria-label': title}, element('h2', {}, title), items) : null;
    this.list.replaceChildren(
      ...[
        section(
          'Channels',
          joined.map((channel) => this.room(channel)),
        ),
        section(
          'To join',
          joinable.map((channel) => this.room(channel, true)),
        ),
        section(
          'Direct messages',
          withPeople.map((channel) => this.direct(channel)),
        ),
        section('Apps', [this.app(withApp)]),
      ].filter(Boolean),
    );
    const items = [...this.list.querySelectorAll('.side-item')];
    const current = items.find((item) => item.getAttribute('aria-current')) ?? items[0];
    for (const item of items) item.tabIndex = item === current ? 0 : -1;
    if (focused) items.find((item) => item.dataset.id === focused)?.focus();
    const unread = [...this.session.channels.values()].filter(
      (channel) => channel.member && channel.unread > 0 && channel.id !== this.page.place.channel,
    ).length;
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${nameOf(this.session.person)} · ${this.session.team.name ?? 'Workspace'}`;
  }

  key(event) {
    const items = [...this.list.querySelectorAll('.side-item')];
    const at = items.indexOf(document.activeElement);
    const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1}[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    items[Math.max(0, Math.min(to, items.length - 1))].focus();
  }
}

export const createSidebar = (page) => new Sidebar(page);
