/** The progress of an assistant: one task, or a plan of several. */

import {renderRichText, renderText} from '../text/mrkdwn.js';
import {element, link} from './dom.js';

const statuses = {
  pending: ['○', 'waiting'], in_progress: ['◐', 'under way'], complete: ['✓', 'done'], error: ['!', 'failed'],
};

function rich(block, context) {
  return block && element('div', {class: 'text task-output'}, renderRichText(block, context));
}

function drawSources(sources) {
  if (!sources?.length) return null;
  return element('div', {class: 'task-sources'}, sources.map((source) => link(source.url, {class: 'text-link'}, source.text ?? source.url)));
}

export function drawTaskCard(task, context) {
  const [sign, words] = statuses[task.status] ?? statuses.pending;
  return element('div', {class: `block-task block-task-${task.status ?? 'pending'}`},
    element('div', {class: 'task-title'}, element('span', {class: 'task-sign', role: 'img', 'aria-label': words}, sign), renderText(task.title, context)),
    rich(task.details, context), rich(task.output, context), drawSources(task.sources));
}

export function drawPlan(block, context) {
  const done = (block.tasks ?? []).filter((task) => task.status === 'complete').length;
  return element('section', {class: 'block-plan'},
    element('div', {class: 'plan-title'}, renderText(block.title, context), element('span', {class: 'plan-count'}, ` ${done} of ${block.tasks?.length ?? 0} done`)),
    (block.tasks ?? []).map((task) => drawTaskCard(task, context)));
}
