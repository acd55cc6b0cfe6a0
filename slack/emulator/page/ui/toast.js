/** Short notes at the edge: what went wrong, or what was done. */

import {element} from '../blocks/dom.js';
import {icon} from './icons.js';

const shownFor = {problem: 9000, notice: 4500};
const atMost = 4;

/** @returns {{element: HTMLElement, problem: (text: string) => void, notice: (text: string) => void}} */
export function createToasts() {
  const urgent = element('div', {class: 'toasts-group', role: 'alert'});
  const polite = element('div', {class: 'toasts-group', role: 'status'});
  const show = (group, kind, text) => {
    if ([...group.children].some((each) => each.dataset.text === text)) return;
    const close = () => toast.remove();
    const toast = element(
      'div',
      {class: `toast toast-${kind}`, 'data-text': text},
      icon(kind === 'problem' ? 'warning' : 'check'),
      element('span', {class: 'toast-text'}, text),
      element('button', {type: 'button', class: 'icon-button', 'aria-label': 'Dismiss', onclick: close}, icon('close', 14)),
    );
    let timer = setTimeout(close, shownFor[kind]);
    toast.addEventListener('pointerenter', () => clearTimeout(timer));
    toast.addEventListener('pointerleave', () => {
      timer = setTimeout(close, 2000);
    });
    group.append(toast);
    while (group.children.length > atMost) group.firstElementChild.remove();
  };
  return {
    element: element('div', {class: 'toasts'}, urgent, polite),
    problem: (text) => show(urgent, 'problem', text),
    notice: (text) => show(polite, 'notice', text),
  };
}
