/** Starts the page: what outlives a change of person, and the first person. */

import * as api from './api.js';
import {element} from './blocks/dom.js';
import {drawingContext} from './interactions.js';
import {createModals} from './modal.js';
import {Page} from './page.js';
import {placeFrom} from './place.js';
import {firstPerson, nameOf} from './state/people.js';
import {Session} from './state/session.js';
import {createTour} from './tour/tour.js';
import {createAnnouncer} from './ui/announcer.js';
import {createToasts} from './ui/toast.js';
import {createWirePanel} from './wire/panel.js';

const toasts = createToasts();
const announcer = createAnnouncer();
const wire = createWirePanel({api});
const tour = createTour();
const root = element('div', {class: 'root'});
const waiting = document.querySelector('.waiting');
let page = null;

/** Forms belong to whoever looks at the moment they are drawn. */
const modals = createModals({
  api: {...api, act: (as, verb) => (page && page.session.me === as ? page.session.act(verb) : api.act(as, verb))},
  context: {
    get people() {
      return page.session.people;
    },
    get channels() {
      return page.session.channels;
    },
    now: () => page.session.now(),
    openChannel: (id) => page.openChannel(id),
    openPerson: (id) => page.openPerson(id),
  },
});

const shared = {toasts, announcer, modals, wire, tour, become};

/** Makes the page that of another person. */
async function become(id, place, {quiet = false} = {}) {
  const session = new Session(id);
  try {
    await session.start();
  } catch (problem) {
    session.close();
    toasts.problem(problem.message);
    return page;
  }
  const before = page;
  page = new Page(session, shared);
  before?.close();
  root.prepend(page.element);
  tour.follow(page, become);
  waiting?.remove();
  // Back and forward lead through people, too.
  if (before && !quiet) history.pushState(null, '', location.href);
  const opening = page.start(place);
  if (before) announcer.say(`You are ${nameOf(session.person)} now.`);
  await opening;
  return page;
}

/** Who is meant when the address does not say. */
async function somebody() {
  const {people, me} = await api.workspace();
  return me ?? firstPerson(new Map(people.map((person) => [person.id, person])))?.id;
}

/** Until the workspace answers, there is nothing to show but that. */
async function start() {
  const {as, place} = placeFrom(new URL(location.href));
  try {
    await become(as ?? (await somebody()), place);
    if (!page) await become(await somebody()); // nobody of this id lives here any more
  } catch (problem) {
    toasts.problem(problem.message);
  }
  if (!page) setTimeout(start, 2000);
}

wire.element.classList.add('wire-drawer');
new MutationObserver(() => {
  root.classList.toggle('root-with-wire', wire.isOpen());
  page?.wireButton.setAttribute('aria-pressed', String(wire.isOpen()));
}).observe(wire.element, {attributes: true, attributeFilter: ['hidden']});
root.append(wire.element);
document.body.append(root, toasts.element, announcer.element, tour.live);
start();
