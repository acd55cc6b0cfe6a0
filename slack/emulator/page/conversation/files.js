/** Files of a message: name, size, and what is in small text files. */

import {element} from '../blocks/dom.js';
import {icon} from '../ui/icons.js';

function sizeText(bytes) {
  if (!Number.isFinite(bytes)) return '';
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function drawFile(file) {
  const head = [
    icon('file', 20),
    element('span', {class: 'file-name'}, file.title || file.name || 'A file'),
    element('span', {class: 'file-size'}, sizeText(file.size)),
  ];
  if (!file.preview) return element('div', {class: 'file'}, element('div', {class: 'file-head'}, head));
  return element(
    'details',
    {class: 'file', open: true},
    element('summary', {class: 'file-head'}, head),
    element('pre', {class: 'file-preview', tabindex: '0', 'aria-label': `What is in ${file.name}`}, file.preview),
  );
}

/** @returns {HTMLElement|null} */
export function drawFiles(files) {
  return files?.length ? element('div', {class: 'files'}, files.map(drawFile)) : null;
}
