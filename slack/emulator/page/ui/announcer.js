/** Says things to screen readers only. */

import {element} from '../blocks/dom.js';

/** @returns {{element: HTMLElement, say: (text: string) => void}} */
export function createAnnouncer() {
  const region = element('div', {class: 'for-screen-readers', role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions'});
  return {
    element: region,
    say(text) {
      region.append(element('p', {}, text));
      while (region.children.length > 5) region.firstElementChild.remove();
    },
  };
}
