/** Draws one element of Block Kit. */

import {element} from '../dom.js';
import {drawUnknown} from '../unknown.js';
import {drawButton} from './button.js';
import {drawChoices} from './choices.js';
import {drawFileInput} from './file_input.js';
import {drawImage} from './image.js';
import {drawOverflow} from './overflow.js';
import {drawPicker} from './pickers.js';
import {drawSelect} from './select.js';
import {drawTextInput} from './text_input.js';

const textInputs = ['plain_text_input', 'rich_text_input', 'number_input', 'email_text_input', 'url_text_input'];

function fieldDrawer(type) {
  if (/^(multi_)?(static|external|users|conversations|channels)_select$/.test(type)) return drawSelect;
  if (type === 'checkboxes' || type === 'radio_buttons') return drawChoices;
  if (['datepicker', 'timepicker', 'datetimepicker'].includes(type)) return drawPicker;
  if (type === 'file_input') return drawFileInput;
  return textInputs.includes(type) ? drawTextInput : null;
}

/**
 * @param {object} given  the element
 * @param {object} place  of makePlace
 * @returns {{node: HTMLElement, field?: Field, control?: HTMLElement, focus?: function()}} with a field when it holds something
 */
export function drawElement(given, place) {
  const draw = fieldDrawer(given?.type);
  if (draw) {
    const drawn = draw(given, place);
    place.context.fields?.push({...drawn, place});
    return drawn;
  }
  switch (given?.type) {
    case 'button': case 'workflow_button': return {node: drawButton(given, place)};
    case 'overflow': return {node: drawOverflow(given, place)};
    case 'image': return {node: drawImage(given, 'block-accessory-image')};
    default: return {node: element('div', {class: 'block-unknown-element'}, drawUnknown(given))};
  }
}
