/** One exchange in full: request and response side by side, and how the signature was checked. */

import {element} from '../blocks/dom.js';
import {jsonView} from '../blocks/json_view.js';
import {bodyOf, problemOf, shownTime} from './exchange.js';
import {signatureSteps} from './signature.js';

function copyButton(text) {
  const button = element('button', {type: 'button', class: 'wire-small', async onclick() {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Not allowed here';
    }
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 1500);
  }}, 'Copy');
  return button;
}

function drawFields(fields) {
  return element('dl', {class: 'wire-fields'}, fields.map(({name, value, json}) => [
    element('dt', {}, name), element('dd', {}, json === undefined ? element('span', {class: 'wire-value'}, value || '(empty)') : jsonView(json, {depth: 3})),
  ]));
}

function drawBody(message) {
  const body = bodyOf(message);
  if (body.kind === 'none') return element('p', {class: 'wire-none'}, 'No body.');
  const raw = typeof message.body === 'string' && message.body !== '' ? message.body : JSON.stringify(body.value, null, 2) ?? '';
  const drawers = {
    json: () => jsonView(body.value, {depth: 4}), form: () => drawFields(body.fields), text: () => element('pre', {class: 'wire-pre'}, body.text),
  };
  const shown = drawers[body.kind]();
  const note = {json: 'JSON', form: 'Form, decoded', text: 'Text'}[body.kind];
  return element('div', {class: 'wire-body'}, element('div', {class: 'wire-body-head'}, element('span', {}, note), copyButton(raw)), shown);
}

function drawHeaders(headers) {
  if (!headers?.length) return null;
  return element('details', {class: 'wire-headers'}, element('summary', {}, headers.length === 1 ? '1 header' : `${headers.length} headers`),
    element('dl', {class: 'wire-fields'}, headers.map(([name, value]) => [element('dt', {}, name), element('dd', {class: 'wire-value'}, value)])));
}

const signs = {good: ['✓', 'passed'], bad: ['✗', 'failed'], plain: ['·', 'note']};

function drawSignature(exchange) {
  if (exchange.direction !== 'to_app') return null;
  const verdict = exchange.signature?.verdict ?? 'none';
  return element('details', {class: 'wire-signature', open: verdict === 'refused'},
    element('summary', {}, 'Signature: ', element('span', {class: `wire-verdict wire-verdict-${verdict}`}, verdict)),
    element('ol', {class: 'wire-steps'}, signatureSteps(exchange).map(({state, title, words, code}) => element('li', {class: `wire-step wire-step-${state}`},
      element('span', {class: 'wire-step-sign', role: 'img', 'aria-label': signs[state][1]}, signs[state][0]),
      element('div', {}, element('strong', {}, title), element('p', {}, words), code && element('pre', {class: 'wire-pre wire-step-code'}, code))))));
}

function side(title, first, message, trouble) {
  return element('section', {class: 'wire-side', 'aria-label': title}, element('h4', {}, title),
    element('div', {class: 'wire-first-line'}, first), trouble && element('p', {class: 'wire-trouble'}, trouble),
    message && [drawHeaders(message.headers), drawBody(message)]);
}

/** @param {object} exchange @returns {HTMLElement} */
export function drawDetail(exchange) {
  const {request, response} = exchange;
  const problem = problemOf(exchange);
  const words = [
    exchange.direction === 'to_app' ? 'Slack to Docket' : 'Docket to Slack', exchange.via === 'socket' ? 'Socket Mode' : 'HTTP',
    shownTime(exchange.took), exchange.attempt > 0 && `retry ${exchange.attempt}`,
  ].filter(Boolean);
  return element('article', {class: 'wire-detail', 'aria-label': `Exchange ${exchange.id}`},
    element('header', {class: 'wire-detail-head'}, element('h3', {}, exchange.what), element('p', {class: 'wire-detail-words'}, words.join(' · '))),
    drawSignature(exchange),
    element('div', {class: 'wire-sides'},
      side('Request', `${request?.method ?? ''} ${request?.url ?? ''}`.trim(), request),
      side('Response', response ? `${exchange.via === 'socket' && !response.status ? 'acknowledged' : response.status}` : 'none came', response, problem)));
}
