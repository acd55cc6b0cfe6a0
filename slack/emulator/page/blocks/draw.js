/** Draws Block Kit. docs.slack.dev/reference/block-kit/blocks */

import {renderMarkdown, renderRichText, renderText} from '../text/mrkdwn.js';
import {drawCard, drawCarousel} from './card.js';
import {drawChart} from './chart.js';
import {drawContainer} from './container.js';
import {drawContextActions} from './context_actions.js';
import {drawDataTable} from './data_table.js';
import {element} from './dom.js';
import {drawElement} from './elements/draw.js';
import {drawImage} from './elements/image.js';
import {makePlace} from './elements/place.js';
import {drawInput} from './input.js';
import {drawFile, drawVideo} from './media.js';
import {drawSection} from './section.js';
import {drawTable} from './table.js';
import {drawPlan, drawTaskCard} from './tasks.js';
import {drawUnknown} from './unknown.js';

const alertWords = {info: 'Note', warning: 'Warning', error: 'Error', success: 'Done', default: 'Note'};
const alertSigns = {info: 'i', warning: '!', error: '!', success: '✓', default: 'i'};

function drawHeader(block, context) {
  return element('h3', {class: 'block-header'}, renderText(block.text, context));
}

function drawContext(block, context) {
  return element('div', {class: 'block-context'}, (block.elements ?? []).map((part) => (
    part.type === 'image' ? drawImage(part, 'block-context-image') : element('span', {class: 'text'}, renderText(part, context)))));
}

function drawActions(block, context) {
  return element('div', {class: 'block-actions'}, (block.elements ?? []).map((part) => drawElement(part, makePlace(block, context)).node));
}

function drawImageBlock(block, context) {
  return element('figure', {class: 'block-image'},
    block.title && element('figcaption', {}, renderText(block.title, context)), drawImage(block, 'block-picture'));
}

function drawAlert(block, context) {
  const level = block.level in alertWords ? block.level : 'default';
  return element('div', {class: `block-alert block-alert-${level}`, role: 'note'},
    element('span', {class: 'block-alert-sign', role: 'img', 'aria-label': alertWords[level]}, alertSigns[level]),
    element('div', {class: 'text'}, renderText(block.text, context)));
}

const drawers = {
  section: drawSection, header: drawHeader, divider: () => element('hr', {class: 'block-divider'}),
  context: drawContext, actions: drawActions, input: drawInput, image: drawImageBlock,
  rich_text: (block, context) => element('div', {class: 'text block-rich-text'}, renderRichText(block, context)),
  markdown: (block, context) => element('div', {class: 'text block-markdown'}, renderMarkdown(block.text, context)),
  table: drawTable, data_table: drawDataTable, data_visualization: drawChart, alert: drawAlert,
  card: drawCard, carousel: drawCarousel, container: (block, context) => drawContainer(block, context, drawBlocks),
  context_actions: drawContextActions, video: drawVideo, file: drawFile, task_card: drawTaskCard, plan: drawPlan,
};

function drawBlock(block, context) {
  const draw = Object.hasOwn(drawers, block?.type) ? drawers[block.type] : drawUnknown;
  try {
    const node = draw(block, context);
    if (block?.block_id) node.dataset.block = block.block_id;
    return node;
  } catch (error) {
    // One block with a shape nobody thought of must not take the rest of the message along.
    console.warn(`A block of type ${block?.type} could not be drawn:`, error);
    return drawUnknown(block);
  }
}

/**
 * Draws blocks.
 * @param {Array<object>} blocks
 * @param {object} context  people: Map of id to person; channels: Map of id to channel; me: id; now: () => milliseconds;
 * surface: 'message', 'modal' or 'home'; key: names the message or view; act({block_id, action_id, value}): tells the
 * app, shows its own errors; options({block_id, action_id, typed}); openChannel(id); openPerson(id). For modals also
 * values (state.values) and errors {block_id: text}
 * @returns {HTMLElement}
 */
export function drawBlocks(blocks, context) {
  return element('div', {class: `blocks blocks-${context.surface ?? 'message'}`}, (blocks ?? []).map((block) => drawBlock(block, context)));
}

/**
 * Draws blocks in the place of `old`, which was drawn by this module for the same message or view. The keyboard's
 * focus stays on its element, and a text keeps its selection.
 * @param {HTMLElement} old
 * @returns {HTMLElement} what stands there now
 */
export function replaceBlocks(old, blocks, context) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const drawn = drawBlocks(blocks, context);
  const search = focused?.closest('[data-action-id]');
  const selection = focused && 'selectionStart' in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  old.replaceWith(drawn);
  if (!search) return drawn;
  const {blockId, actionId, choice} = search.dataset;
  const target = [...drawn.querySelectorAll('[data-action-id]')].find(({dataset}) => (
    dataset.blockId === blockId && dataset.actionId === actionId && dataset.choice === choice));
  target?.focus({preventScroll: true});
  if (selection && selection[0] !== null && /^text/.test(target?.type ?? '')) target.setSelectionRange(...selection);
  return drawn;
}
