/** Checkboxes and radio buttons. */

import {renderText} from '../../text/mrkdwn.js';
import {element, freshId} from '../dom.js';
import {Field} from '../field.js';
import {markControl, nameControl} from './place.js';

function drawOption(option, input, context) {
  const description = option.description && element('span', {class: 'choice-description', id: freshId('description')}, renderText(option.description, context));
  if (description) input.setAttribute('aria-describedby', description.id);
  return element('label', {class: 'choice'}, input,
    element('span', {class: 'choice-words'}, element('span', {class: 'choice-text'}, renderText(option.text, context)), description));
}

/** @returns {{node: HTMLElement, field: Field, focus: function()}} */
export function drawChoices(given, place) {
  const many = given.type === 'checkboxes';
  const field = new Field(given, place.block, place.context);
  const name = freshId('choice');
  const options = given.options ?? [];
  const group = element('div', {class: 'choices', role: many ? 'group' : 'radiogroup'});
  const chosen = () => (many ? field.entry.selected_options : [field.entry.selected_option].filter(Boolean)).map((option) => option.value);
  const inputs = options.map((option, index) => element('input', {
    type: many ? 'checkbox' : 'radio', name, value: option.value, checked: chosen().includes(option.value),
    'data-choice': index, onchange: () => changed(),
  }));
  const show = () => inputs.forEach((input, index) => {
    input.checked = chosen().includes(options[index].value);
  });
  async function changed() {
    const picked = options.filter((_, index) => inputs[index].checked);
    const entry = many ? {selected_options: picked} : {selected_option: picked[0] ?? null};
    if (!(await field.choose(entry, group))) show();
  }
  for (const input of inputs) markControl(input, given, place);
  group.append(...options.map((option, index) => drawOption(option, inputs[index], place.context)));
  nameControl(group, given, place);
  return {node: group, field, control: group, focus: () => (inputs.find((input) => input.checked) ?? inputs[0])?.focus()};
}
