/** The app's own place: its Home tab, and the direct messages with it. */

import {element} from './blocks/dom.js';
import {drawBlocks, replaceBlocks} from './blocks/draw.js';
import {attempt, homeContext} from './interactions.js';
import {avatar} from './ui/avatar.js';

/** The two tabs above either; null for an app without a Home. */
export function createAppTabs(page, chosen) {
  const tab = (name, label) =>
    element(
      'button',
      {
        type: 'button',
        role: 'tab',
        class: 'tab',
        'aria-selected': String(chosen === name),
        tabindex: chosen === name ? '0' : '-1',
        'data-tab': name,
        onclick: () => page.openApp(name),
      },
      label,
    );
  if (page.session.app.home_tab === false) return null; // with a single one there is nothing to choose
  const tabs = element(
    'div',
    {class: 'tabs', role: 'tablist', 'aria-label': page.session.app.name},
    tab('home', 'Home'),
    tab('messages', 'Messages'),
  );
  tabs.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const other = [...tabs.children].find((each) => each !== document.activeElement);
    other?.click();
    requestAnimationFrame(() => document.querySelector('.tab[aria-selected=true]')?.focus());
  });
  return tabs;
}

class HomePane {
  constructor(page) {
    this.page = page;
    this.session = page.session;
    const {app, people} = this.session;
    this.body = element('div', {class: 'home-body'});
    this.element = element(
      'section',
      {class: 'pane home-pane', 'aria-label': `Home of ${app.name}`},
      element(
        'header',
        {class: 'pane-header'},
        element('h1', {class: 'pane-title'}, avatar({...people.get(app.bot_user), bot: true}, 'small'), app.name),
        element('span', {class: 'channel-topic'}, app.description ?? ''),
      ),
      createAppTabs(page, 'home'),
      element('div', {class: 'pane-body home-scroller', tabindex: '-1'}, this.body),
    );
    this.listeners = [this.session.on('home', () => this.draw()), this.session.on('reload', () => this.draw())];
    this.draw();
  }

  /** The app hears that its Home was opened, and may draw it then. */
  open() {
    attempt(this.page, {do: 'open_home'});
  }

  draw() {
    const view = this.session.home;
    if (!view?.blocks?.length) {
      this.blocks = null;
      this.body.replaceChildren(this.nothing());
      return;
    }
    const context = homeContext(this.page, view);
    if (this.blocks?.isConnected) {
      this.blocks = replaceBlocks(this.blocks, view.blocks, context);
      return;
    }
    this.blocks = drawBlocks(view.blocks, context);
    this.body.replaceChildren(this.blocks);
  }

  nothing() {
    const {app, people} = this.session;
    return element(
      'div',
      {class: 'home-nothing'},
      avatar({...people.get(app.bot_user), bot: true}, 'large'),
      element('h2', {}, `${app.name} has nothing to show here yet`),
      element(
        'p',
        {},
        `Its Home fills once ${app.name} publishes one for you. Until then, write to it: every message reaches it.`,
      ),
      element(
        'button',
        {type: 'button', class: 'button button-primary', onclick: () => this.page.openApp('messages')},
        `Write to ${app.name}`,
      ),
    );
  }

  focus() {
    this.element.querySelector('.tab[aria-selected=true]')?.focus({preventScroll: true});
  }

  close() {
    for (const end of this.listeners) end();
  }
}

export const createHomePane = (page) => new HomePane(page);
