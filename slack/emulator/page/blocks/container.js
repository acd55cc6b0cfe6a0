/** A container: a titled box with blocks in it, that can be folded. */

import {renderRichText, renderText} from '../text/mrkdwn.js';
import {element} from './dom.js';
import {drawImage} from './elements/image.js';
import {recall, remember} from './memory.js';

const widths = ['narrow', 'standard', 'wide', 'full'];

export function drawContainer(block, context, drawBlocks) {
  const name = `container ${block.block_id}`;
  const title = element('span', {class: 'container-title text'}, block.icon && drawImage(block.icon, 'container-icon'),
    block.rich_text_title ? renderRichText(block.rich_text_title, context) : renderText(block.title, context));
  const subtitle = block.subtitle && element('span', {class: 'container-subtitle text'}, renderText(block.subtitle, context));
  const inside = element('div', {class: 'container-inside'}, drawBlocks(block.child_blocks, context));
  const width = widths.includes(block.width) ? block.width : 'standard';
  const classes = `block-container block-container-${width}${block.has_header_divider ? ' block-container-divided' : ''}`;
  if (!block.is_collapsible) return element('section', {class: classes}, element('div', {class: 'container-head'}, title, subtitle), inside);
  const details = element('details', {class: classes, open: recall(context, name) ?? !block.default_collapsed},
    element('summary', {class: 'container-head'}, title, subtitle), inside);
  details.addEventListener('toggle', () => remember(context, name, details.open));
  return details;
}
