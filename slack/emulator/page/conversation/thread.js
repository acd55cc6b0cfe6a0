/** A thread in the pane on the right. */

import {element} from '../blocks/dom.js';
import {createComposer} from '../composer/composer.js';
import {channelTitle} from '../state/people.js';
import {icon} from '../ui/icons.js';
import {MessageList} from './list.js';

class ThreadPane {
  constructor(page, channel, root) {
    this.page = page;
    this.session = page.session;
    this.channel = channel;
    this.root = root;
    const known = this.session.channels.get(channel);
    const title = channelTitle(known, this.session.people);
    this.list = new MessageList(page, {
      channel,
      inThread: true,
      label: `Thread in ${title}`,
      messages: () => this.session.thread(channel, root).messages,
      older: async () => false,
      onSeen: () => {},
      onEscape: () => this.focus(),
    });
    const mayWrite = known && !known.archived && (known.member || known.kind === 'im');
    this.composer = mayWrite
      ? createComposer(page, {
          channel,
          thread: root,
          placeholder: 'Reply…',
          broadcastTo: known.kind === 'im' ? null : title,
          onSent: () => this.list.toEnd(),
          onEscape: () => page.closeThread(),
        })
      : null;
    this.element = element(
      'aside',
      {class: 'pane thread-pane', 'aria-label': `Thread in ${title}`},
      element(
        'header',
        {class: 'pane-header'},
        element('h2', {class: 'pane-title'}, 'Thread'),
        element('span', {class: 'channel-topic'}, title),
        element('span', {class: 'pane-space'}),
        element(
          'button',
          {
            type: 'button',
            class: 'icon-button',
            'aria-label': 'Close the thread',
            title: 'Close (Esc)',
            onclick: () => page.closeThread(),
          },
          icon('close'),
        ),
      ),
      element('div', {class: 'pane-body'}, this.list.element),
      element(
        'div',
        {class: 'pane-foot'},
        this.composer?.element ?? element('p', {class: 'foot-note'}, 'Join the channel to answer.'),
      ),
    );
    const mine = (event) => event.channel === channel;
    this.listeners = [
      this.session.on('reply', (event) => mine(event) && event.root === root && this.list.put(event.message.ts)),
      this.session.on('removed', (event) => mine(event) && this.list.remove(event.ts)),
      this.session.on('reload', () => this.open()),
    ];
  }

  async open() {
    try {
      await this.session.loadThread(this.channel, this.root);
      this.list.show();
      this.list.toEnd();
    } catch (problem) {
      this.page.toasts.problem(problem.message);
      this.page.closeThread();
    }
  }

  focus() {
    this.composer?.focus();
  }

  close() {
    for (const end of this.listeners) end();
    this.list.close();
  }
}

/** @returns {ThreadPane} */
export const createThreadPane = (page, channel, root) => new ThreadPane(page, channel, root);
