/** What can be done with the message under the pointer or the focus: one toolbar that goes from row to row. */

import {element} from '../blocks/dom.js';
import {confirmDialog} from '../confirm.js';
import {typedText} from '../composer/outgoing.js';
import {emojiCharacter} from '../emoji.js';
import {attempt} from '../interactions.js';
import {isNotice} from '../state/messages.js';
import {nameOf} from '../state/people.js';
import {openEmojiPicker} from '../ui/emoji_picker.js';
import {icon} from '../ui/icons.js';
import {openMenu} from '../ui/menu.js';
import {addReaction, toggleReaction} from './reactions.js';

const quick = ['ticket', 'eyes', 'white_check_mark'];

async function removeAfterAsking(page, channel, message) {
  const sure = await confirmDialog({
    title: 'Delete this message?',
    text: 'It disappears for everybody. This cannot be undone.',
    confirm: 'Delete',
    deny: 'Keep it',
    style: 'danger',
  });
  if (sure) attempt(page, {do: 'delete', channel, ts: message.ts});
}

function copyText(page, message) {
  navigator.clipboard.writeText(typedText(message.text, page.session)).then(
    () => page.toasts.notice('Copied.'),
    () => page.toasts.problem('The browser did not let the text be copied.'),
  );
}

function menuEntries(page, channel, message, {edit, anchor}) {
  const {session} = page;
  const shortcuts = (session.app.message_shortcuts ?? []).map((shortcut) => ({
    label: shortcut.name,
    description: session.app.name,
    icon: 'ticket',
    onChoose: () => attempt(page, {do: 'message_shortcut', channel, ts: message.ts, callback_id: shortcut.callback_id}),
  }));
  const own = message.user === session.me && !message.bot_id;
  const author = session.people.get(
    message.bot_id && message.bot_id === session.app.bot_id ? session.app.bot_user : message.user,
  );
  return [
    ...shortcuts,
    shortcuts.length > 0 && {separator: true},
    author && {label: `About ${nameOf(author)}`, icon: 'people', onChoose: () => page.openPerson(author.id, anchor)},
    {label: 'Copy text', icon: 'copy', onChoose: () => copyText(page, message)},
    own && {label: 'Edit message', icon: 'edit', onChoose: edit},
    own && {label: 'Delete message', icon: 'trash', danger: true, onChoose: () => removeAfterAsking(page, channel, message)},
  ];
}

/**
 * @param {object} page
 * @param {{channel: string, inThread: boolean, edit: (message: object) => void}} where
 * @returns {{element: HTMLElement, moveTo: (row: HTMLElement, message: object) => void, row: () => HTMLElement|null, isBusy: () => boolean}}
 */
export function createToolbar(page, {channel, inThread, edit}) {
  let message = null;
  let busy = 0;
  const during = (open) => {
    busy += 1;
    bar.classList.add('toolbar-busy');
    open(() => {
      busy -= 1;
      bar.classList.toggle('toolbar-busy', busy > 0);
    });
  };
  const button = (label, picture, onclick, more = {}) =>
    element('button', {type: 'button', class: 'icon-button', 'aria-label': label, title: label, onclick, ...more}, picture);
  const quickButtons = quick.map((name) =>
    button(`React with :${name}:`, emojiCharacter(name), () => toggleReaction(page, channel, message, name), {
      'data-focus': `quick ${name}`,
    }),
  );
  const react = button(
    'Add a reaction',
    icon('smile'),
    () =>
      during((done) => {
        const to = message;
        openEmojiPicker(react, (name) => addReaction(page, channel, to, name), done);
      }),
    {'aria-haspopup': 'dialog'},
  );
  const reply = button('Reply in thread', icon('reply'), () => page.openThread(channel, message.thread_ts ?? message.ts));
  const more = button(
    'More',
    icon('dots'),
    () =>
      during((done) => {
        const to = message;
        openMenu(more, menuEntries(page, channel, to, {edit: () => edit(to), anchor: more}), {
          label: 'With this message',
          prefer: 'end',
          onClose: done,
        });
      }),
    {'aria-haspopup': 'menu'},
  );
  const bar = element(
    'div',
    {class: 'toolbar', role: 'toolbar', 'aria-label': 'With this message'},
    quickButtons,
    react,
    inThread ? null : reply,
    more,
  );
  return {
    element: bar,
    row: () => bar.closest('.row'),
    isBusy: () => busy > 0,
    moveTo(row, of) {
      message = of;
      if (of.ephemeral || isNotice(of)) {
        bar.remove();
        return;
      }
      if (bar.closest('.row') !== row) row.querySelector('.message').append(bar);
    },
  };
}
