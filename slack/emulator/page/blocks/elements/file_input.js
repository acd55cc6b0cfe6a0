/** Files: chosen or dropped, listed, taken away again. */

import {sentContent} from '../../file_content.js';
import {element} from '../dom.js';
import {Field} from '../field.js';
import {nameControl} from './place.js';

/** Bytes for people. */
function sizeText(bytes = 0) {
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(bytes < 10240 ? 1 : 0)} kB`;
}

/** Whether a file has one of the kinds that the app takes; no kinds means all. */
export function isTaken(name, kinds) {
  if (!kinds?.length) return true;
  const end = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return kinds.some((kind) => kind.replace(/^\./, '').toLowerCase() === end || (kind === 'jpg' && end === 'jpeg'));
}

async function readFile(file) {
  return {name: file.name, mimetype: file.type || 'application/octet-stream', size: file.size, ...(await sentContent(file))};
}

export function drawFileInput(given, place) {
  const field = new Field(given, place.block, place.context);
  const most = given.max_files ?? 10;
  const control = element('input', {type: 'file', class: 'field-file', multiple: most > 1, accept: given.filetypes?.map((kind) => `.${kind}`).join(',')});
  const note = element('p', {class: 'field-note', role: 'status'});
  const list = element('ul', {class: 'field-files'});
  const show = () => {
    list.replaceChildren(...field.entry.files.map((file, index) => element('li', {},
      element('span', {class: 'field-file-name'}, file.name), element('span', {class: 'field-note'}, sizeText(file.size)),
      element('button', {type: 'button', class: 'field-remove', 'aria-label': `Remove ${file.name}`, onclick: () => {
        field.choose({files: field.entry.files.filter((_, other) => other !== index)}, control);
        control.focus();
      }}, '×'))));
  };
  async function add(files) {
    const refused = [...files].filter((file) => !isTaken(file.name, given.filetypes)).map((file) => file.name);
    const taken = [...files].filter((file) => isTaken(file.name, given.filetypes));
    const room = most - field.entry.files.length;
    const read = await Promise.all(taken.slice(0, room).map(readFile));
    const said = [];
    if (refused.length) said.push(`Not taken: ${refused.join(', ')} (only ${given.filetypes.join(', ')}).`);
    if (taken.length > room) said.push(`At most ${most} ${most === 1 ? 'file' : 'files'}.`);
    note.textContent = said.join(' ');
    if (read.length) await field.choose({files: [...field.entry.files, ...read]}, control);
  }
  control.addEventListener('change', async () => {
    const chosen = [...control.files];
    control.value = '';
    await add(chosen);
  });
  const node = element('div', {class: 'field-drop', ondragover: (event) => event.preventDefault(), ondrop: (event) => {
    event.preventDefault();
    add(event.dataTransfer.files);
  }}, control, note, list);
  field.listeners.push(show);
  show();
  nameControl(control, given, place);
  return {node, field, control, focus: () => control.focus()};
}
