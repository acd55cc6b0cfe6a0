/** Videos and remote files, as cards with a link: this page plays nothing from elsewhere. */

import {renderText, textBox} from '../text/mrkdwn.js';
import {element, link} from './dom.js';

export function drawVideo(block, context) {
  const from = [block.provider_name, block.author_name].filter(Boolean).join(' · ');
  const label = [block.title?.text, block.alt_text].filter(Boolean).join(', video: ');
  const title = link(block.title_url ?? block.video_url, {class: 'text-link', 'aria-label': label}, renderText(block.title, context));
  return element('div', {class: 'block-link-card'},
    element('span', {class: 'link-card-sign', 'aria-hidden': 'true'}, '▶'),
    element('div', {}, from && element('div', {class: 'card-subtitle'}, from),
      element('div', {class: 'card-title'}, title),
      block.description && textBox(block.description, context, 'card-body')));
}

export function drawFile(block) {
  return element('div', {class: 'block-link-card'}, element('span', {class: 'link-card-sign', 'aria-hidden': 'true'}, '📄'),
    element('div', {}, element('div', {class: 'card-title'}, block.file?.title ?? block.external_id ?? 'Remote file'),
      element('div', {class: 'card-subtitle'}, `${block.source ?? 'remote'} file`)));
}
