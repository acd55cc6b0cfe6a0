/** The help menu and what it opens. */

import {element} from './blocks/dom.js';
import {shortcutList} from './keyboard.js';
import {icon} from './ui/icons.js';
import {openMenu} from './ui/menu.js';

function openShortcuts() {
  const close = element('button', {type: 'button', class: 'button button-primary', onclick: () => dialog.close()}, 'Close');
  const dialog = element(
    'dialog',
    {class: 'plain-dialog', 'aria-label': 'Keys'},
    element('h2', {}, 'Keys'),
    element(
      'dl',
      {class: 'keys'},
      shortcutList().map(([keys, what]) => [
        element(
          'dt',
          {},
          keys.split(' ').map((key) => element('kbd', {}, key)),
        ),
        element('dd', {}, what),
      ]),
    ),
    element('div', {class: 'dialog-buttons'}, close),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** @returns {HTMLElement} */
export function createHelpButton(page) {
  const button = element(
    'button',
    {
      type: 'button',
      class: 'top-button',
      'aria-haspopup': 'menu',
      'aria-label': 'Help',
      title: 'Help',
      onclick: () =>
        openMenu(
          button,
          [
            {
              label: page.tour.isRunning() ? 'Begin the tour again' : 'Take the tour',
              description: 'Six steps, from a reaction to the report',
              icon: 'ticket',
              onChoose: () => page.tour.begin(),
            },
            {label: 'Keys', icon: 'edit', onChoose: openShortcuts},
            {separator: true},
            {
              label: 'What is this place?',
              description: 'A workspace of its own: Docket runs for real, only the people are yours to play',
              icon: 'help',
              onChoose: () =>
                page.toasts.notice('Docket talks to this workspace exactly as it talks to Slack. Nothing leaves this machine.'),
            },
          ],
          {label: 'Help', prefer: 'end'},
        ),
    },
    icon('help'),
  );
  return button;
}
