/** The wire panel: every request and answer between the workspace and Docket, and the faults that can be put between them. */

import {element} from '../blocks/dom.js';
import {drawDetail} from './detail.js';
import {merged, passes} from './exchange.js';
import {createFaultSwitches} from './fault_switches.js';
import {createWireList} from './list.js';

const most = 500;
const kinds = ['event', 'interaction', 'options', 'command', 'handshake', 'api', 'response_url', 'upload', 'download'];

function choice(label, entries, onchange) {
  return element('select', {class: 'wire-select', 'aria-label': label, onchange}, entries.map(([value, words]) => element('option', {value}, words)));
}

class WirePanel {
  constructor(api) {
    this.api = api;
    this.exchanges = [];
    this.chosen = null;
    this.newest = 0;
    this.read = 0;
    this.clearedTo = 0;
    this.waiting = [];
    this.paused = false;
    this.live = null;
    this.build();
  }

  build() {
    const redraw = () => this.draw();
    this.direction = choice('Direction', [['', 'both directions'], ['to_app', '→ to Docket'], ['from_app', '← to Slack']], redraw);
    this.kind = choice('Kind', [['', 'all kinds'], ...kinds.map((kind) => [kind, kind.replace('_', ' ')])], redraw);
    this.text = element('input', {type: 'search', class: 'wire-search', placeholder: 'Search', 'aria-label': 'Search in exchanges', oninput: redraw});
    this.problems = element('input', {type: 'checkbox', onchange: redraw});
    this.pause = element('button', {type: 'button', class: 'wire-small', 'aria-pressed': 'false', onclick: () => this.setPaused(!this.paused)}, 'Pause');
    const clear = element('button', {type: 'button', class: 'wire-small', onclick: () => this.clear()}, 'Clear');
    this.faultsButton = element('button', {type: 'button', class: 'wire-small', 'aria-expanded': 'false', onclick: () => this.toggleFaults()}, 'Faults');
    const close = element('button', {type: 'button', class: 'wire-small wire-close', 'aria-label': 'Close the wire panel', onclick: () => this.toggle()}, '×');
    this.count = element('span', {class: 'wire-count', role: 'status'});
    this.list = createWireList((id) => this.choose(id));
    this.switches = createFaultSwitches(this.api);
    this.switches.element.hidden = true;
    this.empty = element('p', {class: 'wire-empty'});
    this.detail = element('div', {class: 'wire-detail-holder', tabindex: '-1'});
    this.trouble = element('p', {class: 'wire-trouble', role: 'alert', hidden: true});
    this.element = element('section', {class: 'wire', 'aria-label': 'Wire', hidden: true},
      element('header', {class: 'wire-head'}, element('h2', {}, 'Wire'), this.count, this.direction, this.kind, this.text,
        element('label', {class: 'wire-labelled'}, this.problems, 'problems only'), element('span', {class: 'wire-space'}),
        this.pause, clear, this.faultsButton, close),
      this.switches.state, this.trouble,
      element('div', {class: 'wire-main'}, this.switches.element, element('div', {class: 'wire-list'}, this.empty, this.list.element), this.detail));
  }

  filter() {
    return {direction: this.direction.value, kind: this.kind.value, text: this.text.value.trim(), problems: this.problems.checked};
  }

  draw() {
    this.drawing = 0;
    const shown = this.exchanges.filter((each) => passes(each, this.filter()));
    const {length} = this.exchanges;
    this.count.textContent = shown.length === length ? `${length}` : `${shown.length} of ${length}`;
    this.empty.hidden = shown.length > 0;
    this.empty.textContent = length > 0 ? 'Nothing passes the filter.' : 'Nothing has gone over the wire yet. Write a message or press a button.';
    this.list.show(shown, this.chosen);
    if (this.drawnDetail !== this.chosen) this.drawDetail();
  }

  drawDetail() {
    this.drawnDetail = this.chosen;
    const exchange = this.exchanges.find((each) => each.id === this.chosen);
    this.detail.replaceChildren(exchange ? drawDetail(exchange) : element('p', {class: 'wire-none'}, 'Choose an exchange to see what was said.'));
    this.detail.scrollTop = 0;
  }

  choose(id) {
    this.chosen = id;
    this.draw();
  }

  /** Several exchanges in one frame are drawn once. */
  take(added) {
    const fresh = added.filter((each) => each.id > this.clearedTo);
    for (const each of added) this.newest = Math.max(this.newest, each.id);
    if (this.paused) {
      this.waiting = merged(this.waiting, fresh, most);
      this.pause.textContent = `Go on (${this.waiting.length} new)`;
      return;
    }
    this.exchanges = merged(this.exchanges, fresh, most);
    if (!this.element.hidden) this.drawing ||= requestAnimationFrame(() => this.draw());
  }

  setPaused(paused) {
    this.paused = paused;
    this.pause.setAttribute('aria-pressed', String(paused));
    this.pause.textContent = paused ? 'Go on' : 'Pause';
    if (paused) return;
    const {waiting} = this;
    this.waiting = [];
    this.take(waiting);
  }

  clear() {
    this.clearedTo = this.newest;
    this.exchanges = [];
    this.waiting = [];
    this.chosen = null;
    this.draw();
  }

  toggleFaults() {
    this.switches.element.hidden = !this.switches.element.hidden;
    this.faultsButton.setAttribute('aria-expanded', String(!this.switches.element.hidden));
    this.draw();
  }

  /** Everything that was said before the panel was opened, in pages; what comes live meanwhile may already be there. */
  async load() {
    try {
      for (let page = 0; page < 50; page += 1) {
        const {exchanges = []} = await this.api.wire(this.read);
        this.take(exchanges);
        this.read = Math.max(this.read, ...exchanges.map((each) => each.id));
        if (exchanges.length < 200) break;
      }
    } catch (error) {
      this.trouble.textContent = error.message;
      this.trouble.hidden = false;
    }
  }

  /** After a lost connection: the workspace may be another one, which numbers its exchanges from one again. */
  readAnew() {
    this.newest = 0;
    this.read = 0;
    this.clear();
    this.load();
  }

  toggle() {
    this.element.hidden = !this.element.hidden;
    if (this.element.hidden) {
      this.before?.isConnected && this.before.focus();
      return;
    }
    this.before = document.activeElement;
    this.trouble.hidden = true;
    this.live ??= this.api.wireLive((exchange) => this.take([exchange]), () => this.readAnew());
    this.load();
    this.draw();
    this.text.focus();
  }
}

/**
 * @param {{api: {wire: function(number): Promise<object>, wireLive: function(function(object), function()), fault: function(object): Promise<object>}}} parts
 * @returns {{element: HTMLElement, toggle: function(), isOpen: function(): boolean, showFaults: function(object)}}
 * showFaults takes the `faults` of the workspace or of a live event
 */
export function createWirePanel({api}) {
  const panel = new WirePanel(api);
  return {
    element: panel.element, toggle: () => panel.toggle(), isOpen: () => !panel.element.hidden,
    showFaults: (faults) => panel.switches.show(faults),
  };
}
