/** The guided tour: a card at the foot of the sidebar that notices by itself what was done. */

import * as api from '../api.js';
import {element} from '../blocks/dom.js';
import {nameOf} from '../state/people.js';
import {avatar} from '../ui/avatar.js';
import {icon} from '../ui/icons.js';
import {pointAt} from './pointer.js';
import {keepProgress, onProgressElsewhere, readProgress} from './progress.js';
import {castOf, steps} from './steps.js';
import {isJustTicketed, nothingYet, observe, stepsDone, withReport, withRequest} from './story.js';

class Tour {
  constructor() {
    this.element = element('section', {class: 'tour', 'aria-label': 'Tour', hidden: true});
    this.live = element('div', {class: 'for-screen-readers', role: 'status'});
    this.page = null;
    this.unticketed = new Set();
    ({open: this.open, facts: this.facts} = readProgress());
    onProgressElsewhere((progress) => {
      ({open: this.open, facts: this.facts} = progress);
      this.draw();
    });
  }

  isRunning() {
    return this.open;
  }

  /** Goes along with another person, or the same after a fresh start. */
  follow(page, become) {
    this.page = page;
    this.become = become;
    const {session} = page;
    session.on('heard', (event) => this.heard(event));
    session.on('did', (event) => this.did(event));
    session.on('people', () => this.draw());
    session.on('reload', () => this.page === page && this.checkThatItIsThisWorkspace());
    this.facts ??= nothingYet(session.now());
    this.checkThatItIsThisWorkspace();
    this.draw();
  }

  /** The browser may remember a tour through a workspace that is gone. */
  async checkThatItIsThisWorkspace() {
    const {facts, page} = this;
    if (facts.at > page.session.now() + 60_000) this.keep(nothingYet(page.session.now()));
    const {request} = this.facts;
    if (!request || !page.session.channels.has(request.channel)) return;
    const found = await api.thread(page.session.me, request.channel, request.ts).catch(() => null);
    if (!found?.messages?.length && this.facts.request?.ts === request.ts && this.page === page) {
      this.keep(nothingYet(page.session.now()));
      return;
    }
    for (const message of found?.messages ?? []) this.heard({channel: request.channel, message});
  }

  keep(facts) {
    if (facts === this.facts) return;
    const before = this.facts ? stepsDone(this.facts) : 0;
    this.facts = facts;
    keepProgress({open: this.open, facts});
    const done = stepsDone(facts);
    if (done > before && this.open)
      this.live.textContent = done < steps.length ? `Step ${done} is done. Next: ${steps[done].title}.` : 'The tour is done.';
    this.draw();
  }

  heard({channel, message, live}) {
    const {session} = this.page;
    const isNew = isJustTicketed(this.unticketed, {channel, message, live});
    if (isNew && !this.facts.request && !message.bot_id)
      this.keep(withRequest(this.facts, channel, message, session.now()));
    this.keep(observe(this.facts, {channel, message}, session.now()));
  }

  did({verb, answer}) {
    if (verb.do === 'post' && !verb.thread_ts && this.led === steps[0] && stepsDone(this.facts) === 0)
      this.pointAtWhatWasAsked(verb.channel, answer.ts);
    if (verb.do !== 'command' || !/^\/ticket\s+report\b/i.test(verb.text) || stepsDone(this.facts) < steps.length - 1) return;
    this.keep(withReport(this.facts, this.page.session.now()));
  }

  /** The request is written: the reaction is next, on its row as soon as that is there. */
  async pointAtWhatWasAsked(channel, ts) {
    const {page} = this;
    const isThere = () => page.session.conversation(channel).messages.some((message) => message.ts === ts);
    for (let tries = 0; tries < 30 && !isThere(); tries += 1) await new Promise((done) => setTimeout(done, 100));
    if (isThere() && this.page === page && stepsDone(this.facts) === 0) this.takeThere(steps[0]);
  }

  begin() {
    this.open = true;
    this.facts = null;
    this.keep(nothingYet(this.page.session.now()));
    this.element.querySelector('button')?.focus();
  }

  end() {
    this.open = false;
    keepProgress({open: false, facts: this.facts});
    this.draw();
  }

  async takeThere(step) {
    this.led = step;
    const who = step.who(castOf(this.page.session, this.facts), this.facts);
    if (who && who.id !== this.page.session.me) await this.become(who.id);
    const cast = castOf(this.page.session, this.facts);
    pointAt(await step.go(this.page, this.facts, cast));
  }

  draw() {
    if (!this.page) return;
    this.element.hidden = !this.open;
    if (!this.open) return;
    const hadFocus = this.element.contains(document.activeElement);
    const done = stepsDone(this.facts);
    this.element.replaceChildren(...(done < steps.length ? this.drawStep(done) : this.drawEnd()));
    if (hadFocus) this.element.querySelector('.button-primary')?.focus({preventScroll: true});
  }

  drawTop(title, done) {
    const dots = element(
      'div',
      {class: 'tour-dots', role: 'img', 'aria-label': `${done} of ${steps.length} steps done`},
      steps.map((_, at) => element('span', {class: at < done ? 'tour-dot-done' : at === done ? 'tour-dot-now' : ''})),
    );
    return [
      element(
        'div',
        {class: 'tour-top'},
        dots,
        element('span', {class: 'tour-count'}, done < steps.length ? `Step ${done + 1} of ${steps.length}` : 'Done'),
        element(
          'button',
          {
            type: 'button',
            class: 'icon-button',
            'aria-label': 'Close the tour',
            title: 'Close: it is in the help menu if you want it back',
            onclick: () => this.end(),
          },
          icon('close', 14),
        ),
      ),
      element('h2', {class: 'tour-title'}, title),
    ];
  }

  drawStep(at) {
    const step = steps[at];
    const {session} = this.page;
    const cast = castOf(session, this.facts);
    const who = step.who(cast, this.facts);
    const other = who && who.id !== session.me;
    return [
      ...this.drawTop(step.title, at),
      element('p', {class: 'tour-why'}, step.why(cast, this.facts)),
      element('p', {class: 'tour-what'}, step.what(cast, this.facts)),
      step.hint ? element('p', {class: 'tour-hint'}, step.hint) : null,
      element(
        'button',
        {
          type: 'button',
          class: 'button button-primary tour-go',
          title: other ? `Be ${nameOf(who)} and go there` : 'Go there',
          onclick: () => this.takeThere(step),
        },
        other ? avatar(who, 'small') : null,
        'Take me there',
      ),
    ].filter(Boolean);
  }

  drawEnd() {
    return [
      ...this.drawTop('That was the whole way', steps.length),
      element(
        'p',
        {class: 'tour-why'},
        'From a reaction to the report. Now play: let an evening pass with the clock above, or be somebody else.',
      ),
      element('p', {class: 'tour-hint'}, 'The wire panel shows every request behind this, and lets you break the line.'),
      element(
        'div',
        {class: 'tour-buttons'},
        element(
          'button',
          {type: 'button', class: 'button button-primary', onclick: () => this.page.toggleWire(true)},
          'Open the wire panel',
        ),
        element('button', {type: 'button', class: 'button', onclick: () => this.end()}, 'Close'),
      ),
    ];
  }
}

export const createTour = () => new Tour();
