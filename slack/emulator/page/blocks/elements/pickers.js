/** Dates and times, with the browser's own pickers. */

import {element} from '../dom.js';
import {Field} from '../field.js';
import {localDateTime, secondsOf} from './zones.js';
import {nameControl} from './place.js';

const kinds = {
  datepicker: {input: 'date', key: 'selected_date'},
  timepicker: {input: 'time', key: 'selected_time'},
  datetimepicker: {input: 'datetime-local', key: 'selected_date_time'},
};

/** The date and time of a datetimepicker are in the zone of the person who looks. */
function zoneOf(context) {
  return context.people?.get(context.me)?.tz || undefined;
}

export function drawPicker(given, place) {
  const kind = kinds[given.type];
  const field = new Field(given, place.block, place.context);
  const zone = zoneOf(place.context);
  const shown = (value) => {
    if (value === null || value === undefined) return '';
    return given.type === 'datetimepicker' ? localDateTime(Number(value), zone) : value;
  };
  const read = (text) => {
    if (text === '') return null;
    return given.type === 'datetimepicker' ? secondsOf(text, zone) : text.slice(0, given.type === 'timepicker' ? 5 : 10);
  };
  const control = element('input', {type: kind.input, class: 'field-input field-picker', value: shown(field.entry[kind.key]), title: given.placeholder?.text});
  // A date typed by keys changes with every key: outside of forms the app hears of it when the field is left or Enter
  // pressed, or at once when it was picked with the mouse.
  const commit = async () => {
    const value = read(control.value);
    if (value === field.entry[kind.key]) return;
    if (!(await field.choose({[kind.key]: value}, control))) control.value = shown(field.entry[kind.key]);
  };
  let keys = false;
  control.addEventListener('keydown', (event) => {
    keys = event.key !== 'Enter';
    if (event.key === 'Enter' && field.tells) commit();
  });
  control.addEventListener('pointerdown', () => {
    keys = false;
  });
  control.addEventListener('change', () => {
    if (!keys || !field.tells) commit();
  });
  control.addEventListener('blur', commit);
  nameControl(control, given, place);
  const note = given.timezone || (given.type === 'datetimepicker' ? zone : null);
  return {
    node: element('span', {class: 'field-with-note'}, control, note && element('span', {class: 'field-note'}, note.replace(/_/g, ' '))),
    field, control, focus: () => control.focus(),
  };
}
