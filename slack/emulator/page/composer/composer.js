/** Where one writes: Enter sends, Shift+Enter begins a new line, names and emoji complete themselves, "/" begins a command. */

import {element, freshId} from '../blocks/dom.js';
import {emojiCharacter} from '../emoji.js';
import {attempt} from '../interactions.js';
import {openEmojiPicker} from '../ui/emoji_picker.js';
import {icon} from '../ui/icons.js';
import {openMenu} from '../ui/menu.js';
import {createAttached} from './attached.js';
import {commandsFor, verbOf} from './commands.js';
import {createCompletion} from './completion.js';
import {keepDraft, readDraft} from './drafts.js';
import {commandLine, keptText} from './outgoing.js';
import {commandOf} from './triggers.js';

class Composer {
  constructor(page, how) {
    this.page = page;
    this.how = how;
    this.place = `${page.session.me} ${how.channel} ${how.thread ?? ''}`;
    this.build();
    this.field.value = readDraft(this.place);
    this.changed();
  }

  build() {
    const {page, how} = this;
    this.field = element('textarea', {
      class: 'composer-field',
      rows: '1',
      placeholder: how.placeholder,
      'aria-label': how.placeholder,
      autocomplete: 'off',
    });
    this.completion = createCompletion({
      field: this.field,
      session: page.session,
      commands: () => (how.thread ? [] : commandsFor(page.session)),
      onChange: () => this.changed(),
    });
    this.attached = createAttached({onChange: () => this.changed(), problem: page.toasts.problem});
    this.hint = element('div', {class: 'composer-hint', 'aria-live': 'polite'});
    this.sendButton = element(
      'button',
      {type: 'submit', class: 'send-button', 'aria-label': 'Send', title: 'Send (Enter)'},
      icon('send'),
    );
    this.element = element(
      'form',
      {
        class: 'composer',
        onsubmit: (event) => {
          event.preventDefault();
          this.send();
        },
      },
      this.completion.element,
      element('div', {class: 'composer-box'}, this.attached.element, this.field, this.bar()),
      this.hint,
    );
    this.field.addEventListener('input', () => {
      this.changed();
      this.completion.update();
    });
    this.field.addEventListener('click', () => this.completion.update());
    this.field.addEventListener('blur', () => this.completion.close());
    this.field.addEventListener('keydown', (event) => this.key(event));
  }

  bar() {
    const {page, how} = this;
    const button = (label, name, onclick, more = {}) =>
      element('button', {type: 'button', class: 'icon-button', 'aria-label': label, title: label, onclick, ...more}, icon(name));
    const shortcuts = page.session.app.global_shortcuts ?? [];
    const also = how.thread ? this.broadcastChoice() : null;
    return element(
      'div',
      {class: 'composer-bar'},
      shortcuts.length > 0 && !how.thread
        ? button('Shortcuts', 'bolt', (event) => this.openShortcuts(event.currentTarget), {'aria-haspopup': 'menu'})
        : null,
      how.thread ? null : button('Commands', 'slash', () => this.begin('/')),
      button('Mention somebody', 'at', () => this.begin('@')),
      button('Emoji', 'smile', (event) => openEmojiPicker(event.currentTarget, (name) => this.insert(emojiCharacter(name)))),
      button('Attach a file', 'clip', () => this.attached.choose()),
      also,
      element('span', {class: 'composer-space'}),
      this.sendButton,
    );
  }

  broadcastChoice() {
    if (!this.how.broadcastTo) return null;
    const id = freshId('also');
    this.also = element('input', {type: 'checkbox', id});
    return element('span', {class: 'also'}, this.also, element('label', {for: id}, `Also send to ${this.how.broadcastTo}`));
  }

  openShortcuts(anchor) {
    const {page} = this;
    const entries = page.session.app.global_shortcuts.map((shortcut) => ({
      label: shortcut.name,
      description: shortcut.description,
      icon: 'ticket',
      onChoose: () => attempt(page, {do: 'global_shortcut', callback_id: shortcut.callback_id}),
    }));
    openMenu(anchor, [{heading: `Shortcuts of ${page.session.app.name}`}, ...entries], {label: 'Shortcuts', prefer: 'above'});
  }

  /** Begins a command or a mention where the caret is. */
  begin(mark) {
    this.field.focus();
    if (mark === '/' && this.field.value && !this.field.value.startsWith('/')) {
      this.page.toasts.notice('A command stands alone: send or clear what is written first.');
      return;
    }
    const before = this.field.value.slice(0, this.field.selectionStart);
    if (mark === '/') this.field.value ||= '/';
    else this.insert(before && !/\s$/.test(before) ? ` ${mark}` : mark);
    this.changed();
    this.completion.update();
  }

  insert(text) {
    this.field.focus();
    this.field.setRangeText(text, this.field.selectionStart, this.field.selectionEnd, 'end');
    this.changed();
  }

  changed() {
    keepDraft(this.place, this.field.value);
    this.sendButton.disabled = !this.field.value.trim() && this.attached.files().length === 0;
    const command = this.how.thread ? null : commandOf(this.field.value, commandsFor(this.page.session));
    const words = command ? `${command.command} ${command.usage_hint ?? ''}`.trim() : '';
    if (this.hint.textContent !== words) this.hint.textContent = words;
  }

  key(event) {
    if (this.completion.key(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === 'ArrowUp' && !event.altKey && this.field.value === '' && this.how.onEditLast?.()) {
      event.preventDefault();
    } else if (event.key === 'Escape') {
      this.how.onEscape?.();
    }
  }

  async send() {
    const text = this.field.value.trim();
    const files = this.attached.files();
    if ((!text && files.length === 0) || this.sending) return;
    if (text.startsWith('/') && this.how.thread) {
      this.page.toasts.problem('Slack has no commands in threads. Type this one in the channel.');
      return;
    }
    this.sending = true;
    this.completion.close();
    const before = this.field.value;
    const also = this.also?.checked;
    this.clear();
    const answer = await attempt(this.page, this.verb(text, files, also));
    this.sending = false;
    if (!answer) {
      // what was written is not lost
      this.field.value ||= before;
      this.changed();
      return;
    }
    if (files === this.attached.files()) this.attached.clear();
    this.how.onSent?.(answer);
  }

  clear() {
    this.field.value = '';
    if (this.also) this.also.checked = false;
    this.changed();
  }

  verb(text, files, also) {
    const {channel, thread} = this.how;
    if (text.startsWith('/')) return verbOf(commandLine(text, this.page.session), channel);
    return {
      do: 'post',
      channel,
      text: keptText(text, this.page.session),
      ...(thread ? {thread_ts: thread, ...(also ? {broadcast: true} : {})} : {}),
      ...(files.length > 0 ? {files} : {}),
    };
  }
}

/**
 * @param {object} page
 * @param {{channel: string, thread?: string, placeholder: string, broadcastTo?: string, onSent?: (answer: object) => void, onEscape?: () => void, onEditLast?: () => boolean}} how
 * @returns {{element: HTMLElement, focus: () => void}}
 */
export function createComposer(page, how) {
  const composer = new Composer(page, how);
  return {element: composer.element, focus: () => composer.field.focus({preventScroll: true})};
}
