/** How an element's control gets its name and description. */

import {freshId} from '../dom.js';

/**
 * Where an element stands. In an input block the label and the hint name and describe it.
 * @param {object} block
 * @param {object} context
 * @param {{labelId?: string, hintId?: string, errorId?: string}} [ids]
 */
export function makePlace(block, context, {labelId = null, hintId = null, errorId = null} = {}) {
  return {block, context, labelId, hintId, errorId, controlId: freshId('field')};
}

/** The words that name an element outside of an input block. */
function ownName(given) {
  return given.accessibility_label ?? given.placeholder?.text ?? {
    datepicker: 'Date', timepicker: 'Time', datetimepicker: 'Date and time', overflow: 'More actions',
    checkboxes: 'Choices', radio_buttons: 'Choices', file_input: 'Files',
  }[given.type] ?? 'Choose';
}

/** Gives the control its id, name, description and place in the form, and marks it so that focus can return to it. */
export function nameControl(control, given, place) {
  control.id = place.controlId;
  markControl(control, given, place);
  if (place.labelId) control.setAttribute('aria-labelledby', place.labelId);
  else control.setAttribute('aria-label', ownName(given));
  const described = [place.hintId, place.errorId].filter(Boolean).join(' ');
  if (described) control.setAttribute('aria-describedby', described);
  if (place.block.type === 'input' && !place.block.optional && !/group/.test(control.getAttribute('role') ?? '')) {
    control.setAttribute('aria-required', 'true');
  }
}

/** Lets a later drawing of the same blocks find this control again. */
export function markControl(control, given, place) {
  control.dataset.blockId = place.block.block_id ?? '';
  control.dataset.actionId = given.action_id ?? '';
}
