/** Switches for faults: what is on shows at once, with what Docket does about it. */

import {underWay} from '../blocks/action.js';
import {element, freshId} from '../blocks/dom.js';
import {faultLines, faultRequest, faults, methods, timesLeft} from './faults.js';

function numberField(label, {start, least, most, unit}) {
  const input = element('input', {type: 'number', class: 'wire-number', value: String(start), min: least, max: most, step: 1});
  const read = () => Math.min(most, Math.max(least, Math.round(Number(input.value)) || start));
  return {node: element('label', {class: 'wire-labelled'}, label, input, unit), read};
}

/**
 * @param {{fault: function(object): Promise<object>}} api
 * @returns {{element: HTMLElement, state: HTMLElement, show: function(object)}} `state` is the line that says what is on
 */
export function createFaultSwitches(api) {
  const method = element('select', {class: 'wire-select'}, methods.map((name) => element('option', {value: name}, name || 'any method')));
  const times = numberField('for', {start: 3, least: 1, most: 1000, unit: 'calls'});
  const trouble = element('p', {class: 'wire-trouble', role: 'alert', hidden: true});
  const lines = element('ul', {class: 'wire-fault-lines'});
  const end = element('button', {type: 'button', class: 'block-button wire-fault-end', onclick: () => ask(end, {kind: 'all', on: false})}, 'End all faults');
  const state = element('div', {class: 'wire-fault-state', role: 'status', hidden: true}, lines, end);
  let known = null;

  async function ask(control, what) {
    trouble.hidden = true;
    await underWay(control, async () => {
      try {
        const answer = await api.fault(what);
        if (answer?.faults) show(answer.faults);
      } catch (error) {
        trouble.textContent = error.message;
        trouble.hidden = false;
      }
    });
  }

  const cards = faults.map((fault) => {
    const amount = fault.extra && numberField(fault.extra.label, fault.extra);
    const textId = freshId('fault');
    const control = element('button', {type: 'button', role: 'switch', class: 'wire-switch', 'aria-describedby': textId, onclick: () => toggle()},
      element('span', {class: 'wire-switch-knob', 'aria-hidden': 'true'}), element('span', {}, fault.name));
    const count = element('span', {class: 'wire-fault-count'});
    const toggle = () => {
      const on = timesLeft(known, fault.kind) > 0;
      ask(control, on ? {kind: fault.kind, on: false} : faultRequest(fault, {method: method.value, times: times.read(), amount: amount?.read()}));
    };
    const node = element('div', {class: 'wire-fault'}, element('div', {class: 'wire-fault-head'}, control, count, amount?.node),
      element('p', {class: 'wire-fault-words', id: textId}, `${fault.what} `, element('span', {class: 'wire-fault-then'}, fault.then)));
    return {node, update() {
      const left = timesLeft(known, fault.kind);
      control.setAttribute('aria-checked', String(left > 0));
      node.classList.toggle('wire-fault-on', left > 0);
      count.textContent = left === 0 ? '' : left === Infinity ? 'on' : `${left} left`;
    }};
  });

  /** @param {object} faultsNow  {outage, planned} as the server says it */
  function show(faultsNow) {
    known = faultsNow ?? {outage: false, planned: []};
    const on = faultLines(known);
    lines.replaceChildren(...on.map((line) => element('li', {}, line)));
    state.hidden = on.length === 0;
    for (const card of cards) card.update();
  }

  show(null);
  const node = element('section', {class: 'wire-faults', 'aria-label': 'Faults'},
    element('div', {class: 'wire-fault-scope'}, element('label', {class: 'wire-labelled'}, 'Calls of', method), times.node), trouble,
    element('div', {class: 'wire-fault-cards'}, cards.map((card) => card.node)));
  return {element: node, state, show};
}
