/** Attachments of a message: the older form, and blocks behind a coloured bar. */

import {renderMrkdwn, renderPlainText} from '../text/mrkdwn.js';
import {element, link} from './dom.js';
import {drawBlocks} from './draw.js';
import {drawImage} from './elements/image.js';

const names = {good: '#2eb67d', warning: '#e8a33d', danger: '#d72b3f'};

function barColour(colour) {
  if (names[colour]) return names[colour];
  return /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.test(colour ?? '') ? `#${colour.replace('#', '')}` : null;
}

function drawField(field, context) {
  return element('div', {class: `attachment-field${field.short ? '' : ' attachment-field-wide'}`},
    element('div', {class: 'attachment-field-title'}, renderPlainText(field.title, context)), element('div', {class: 'text'}, renderMrkdwn(field.value, context)));
}

function drawFooter(attachment, context) {
  if (!attachment.footer && !attachment.ts) return null;
  const date = attachment.ts && renderMrkdwn(`<!date^${Math.floor(Number(attachment.ts))}^{date_short_pretty} at {time}|${attachment.ts}>`, context);
  return element('div', {class: 'attachment-footer'}, attachment.footer && renderPlainText(attachment.footer, context), attachment.footer && date && ' · ', date);
}

function drawOld(attachment, context) {
  const title = attachment.title && element('div', {class: 'attachment-title'}, attachment.title_link
    ? link(attachment.title_link, {class: 'text-link'}, renderPlainText(attachment.title, context)) : renderPlainText(attachment.title, context));
  const author = attachment.author_name && element('div', {class: 'attachment-author'}, link(attachment.author_link, {}, attachment.author_name));
  const text = attachment.text ?? (attachment.title || attachment.fields || attachment.pretext ? null : attachment.fallback);
  return [author, title, text && element('div', {class: 'text'}, renderMrkdwn(text, context)),
    attachment.fields?.length > 0 && element('div', {class: 'attachment-fields'}, attachment.fields.map((field) => drawField(field, context))),
    attachment.image_url && drawImage({image_url: attachment.image_url, alt_text: attachment.fallback ?? 'Picture'}, 'block-picture'),
    drawFooter(attachment, context)];
}

/**
 * @param {Array<object>} attachments
 * @param {object} context  as for drawBlocks
 * @returns {HTMLElement}
 */
export function drawAttachments(attachments, context) {
  return element('div', {class: 'attachments'}, (attachments ?? []).map((attachment) => {
    const body = attachment.blocks?.length ? drawBlocks(attachment.blocks, context) : drawOld(attachment, context);
    const box = element('div', {class: 'attachment'}, body);
    const colour = barColour(attachment.color);
    if (colour) box.style.setProperty('--attachment-bar', colour);
    const pretext = attachment.pretext && element('div', {class: 'text'}, renderMrkdwn(attachment.pretext, context));
    return [pretext, box];
  }));
}
