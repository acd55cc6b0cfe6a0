/** An input block: label, element, hint, and what is wrong with it. */

import {renderText} from '../text/mrkdwn.js';
import {element, freshId} from './dom.js';
import {drawElement} from './elements/draw.js';
import {makePlace} from './elements/place.js';

export function drawInput(block, context) {
  const ids = {labelId: freshId('label'), errorId: freshId('error'), hintId: block.hint ? freshId('hint') : null};
  const place = makePlace(block, context, ids);
  const error = element('p', {class: 'input-error', id: ids.errorId});
  const drawn = drawElement(block.element, place);
  const {control} = drawn;
  const showProblem = (text) => {
    error.textContent = text ?? '';
    error.hidden = !text;
    node.classList.toggle('block-input-wrong', Boolean(text));
    if (text) control?.setAttribute('aria-invalid', 'true');
    else control?.removeAttribute('aria-invalid');
  };
  const group = /group/.test(control?.getAttribute('role') ?? '');
  const node = element('div', {class: 'block-input'},
    element(group ? 'span' : 'label', {class: 'input-label', id: ids.labelId, for: group ? null : place.controlId}, renderText(block.label, context),
      block.optional && element('span', {class: 'input-optional'}, ' (optional)')),
    drawn.node, error, block.hint && element('p', {class: 'input-hint', id: ids.hintId}, renderText(block.hint, context)));
  showProblem(context.errors?.[block.block_id]);
  const registered = context.fields?.at(-1);
  if (registered?.place === place) registered.showProblem = showProblem;
  drawn.field?.listeners.push(() => showProblem(null));
  return node;
}
