/** "Are you sure?" as a dialog of its own. */

import {element, freshId} from './blocks/dom.js';
import {renderText, textBox} from './text/mrkdwn.js';

const noContext = {people: new Map(), channels: new Map(), me: '', now: () => Date.now()};

/**
 * @param {{title: object|string, text: object|string, confirm?: object|string, deny?: object|string, style?: string, context?: object}} asked
 * text objects of Block Kit, or plain strings
 * @returns {Promise<boolean>} true when it was confirmed
 */
export function confirmDialog({title, text, confirm = 'Yes', deny = 'Cancel', style, context = noContext}) {
  return new Promise((resolve) => {
    const titleId = freshId('confirm-title');
    const textId = freshId('confirm-text');
    const before = document.activeElement;
    const end = (answer) => {
      if (!dialog.isConnected) return;
      dialog.close();
      dialog.remove();
      if (before?.isConnected) before.focus();
      resolve(answer);
    };
    const look = `block-button block-button-${style === 'danger' ? 'danger' : 'primary'}`;
    const yes = element('button', {type: 'button', class: look, onclick: () => end(true)}, renderText(confirm, context));
    const no = element('button', {type: 'button', class: 'block-button', onclick: () => end(false)}, renderText(deny, context));
    const words = textBox(text, context, 'confirm-text');
    words.id = textId;
    const dialog = element('dialog', {class: 'confirm', role: 'alertdialog', 'aria-labelledby': titleId, 'aria-describedby': textId},
      element('h2', {class: 'confirm-title', id: titleId}, renderText(title, context)), words,
      element('div', {class: 'modal-buttons'}, no, yes));
    dialog.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key !== 'Escape') return;
      event.preventDefault();
      end(false);
    });
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      end(false);
    });
    dialog.addEventListener('close', () => end(false));
    document.body.append(dialog);
    dialog.showModal();
    (style === 'danger' ? no : yes).focus();
  });
}
