/** Text of every kind that Slack has, as DOM nodes. */

import {element} from '../blocks/dom.js';
import {drawTree} from './draw_tree.js';
import {markdownTree} from './markdown_tree.js';
import {mrkdwnTree} from './mrkdwn_tree.js';
import {richTextTree} from './rich_text_tree.js';

/**
 * Slack's mrkdwn.
 * @param {string} text
 * @param {object} context  people, channels, me, now, openChannel, openPerson
 * @param {{verbatim?: boolean}} [how]  false: bare addresses, #names and @here are linked too
 * @returns {DocumentFragment}
 */
export function renderMrkdwn(text, context, {verbatim = true} = {}) {
  return drawTree(mrkdwnTree(text ?? '', {verbatim}), context);
}

/** A `plain_text`: only :emoji: are more than text, and not even those with `emoji` false. */
export function renderPlainText(text, context, {emoji = true} = {}) {
  const nodes = [];
  (text ?? '').split(/:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/).forEach((piece, index) => {
    if (index % 2 === 0) nodes.push({kind: 'text', text: piece});
    else nodes.push(emoji ? {kind: 'emoji', name: piece} : {kind: 'text', text: `:${piece}:`});
  });
  return drawTree(nodes, context);
}

/** A text object of either type; a bare string counts as plain text. */
export function renderText(object, context) {
  if (typeof object === 'string') return renderPlainText(object, context);
  if (object?.type === 'mrkdwn') return renderMrkdwn(object.text, context, {verbatim: object.verbatim === true});
  if (object?.type === 'rich_text') return renderRichText(object, context);
  return renderPlainText(object?.text, context, {emoji: object?.emoji !== false});
}

/** A rich_text block. */
export function renderRichText(block, context) {
  return drawTree(richTextTree(block), context);
}

/** The standard Markdown of a `markdown` block. */
export function renderMarkdown(text, context) {
  return drawTree(markdownTree(text ?? ''), context);
}

/** A text object in an element that keeps spaces and line breaks. */
export function textBox(object, context, classes = '') {
  return element('div', {class: `text ${classes}`.trim()}, renderText(object, context));
}
