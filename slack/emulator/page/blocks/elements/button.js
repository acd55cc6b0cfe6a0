/** Buttons: plain ones, links, workflow buttons. */

import {renderText} from '../../text/mrkdwn.js';
import {confirmed, press, underWay} from '../action.js';
import {element, follow, safeAddress} from '../dom.js';
import {markControl} from './place.js';

function classes(given) {
  const style = ['primary', 'danger'].includes(given.style) ? ` block-button-${given.style}` : '';
  return `block-button${style}`;
}

/** The app hears of a click on a link too (docs.slack.dev/reference/block-kit/block-elements/button-element). */
function drawLink(given, place, address) {
  const control = element('a', {
    class: classes(given), href: address, target: '_blank', rel: 'noopener noreferrer', 'aria-label': given.accessibility_label,
    async onclick(event) {
      const busy = control.getAttribute('aria-busy') === 'true';
      if (busy || given.confirm) event.preventDefault();
      if (busy || !(await confirmed(given, place.context))) return;
      if (given.confirm) follow(address, control);
      await underWay(control, () => place.context.act({block_id: place.block.block_id, action_id: given.action_id}));
    },
  }, renderText(given.text, place.context));
  return control;
}

export function drawButton(given, place) {
  const address = safeAddress(given.url);
  const control = address ? drawLink(given, place, address) : element('button', {
    type: 'button', class: classes(given), 'aria-label': given.accessibility_label,
    onclick: () => press(control, given, place.block.block_id, place.context),
  }, renderText(given.text, place.context));
  markControl(control, given, place);
  return control;
}
