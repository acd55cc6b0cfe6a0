/** What people do with what the app shows: told to the server, and what went wrong to the person. */

/**
 * Does something as the person of this page.
 * @returns {Promise<object|null>} the server's answer; null when it was refused, which was shown
 */
export async function attempt(page, verb) {
  try {
    const answer = await page.session.act(verb);
    const trouble = answer.answer?.trouble;
    if (trouble) page.toasts.problem(`${page.session.app.name} did not answer as it should: ${trouble}`);
    return answer;
  } catch (problem) {
    page.toasts.problem(problem.message);
    return null;
  }
}

/** What every drawing of blocks and text needs to know. */
export function drawingContext(page) {
  const {session} = page;
  return {
    people: session.people,
    channels: session.channels,
    me: session.me,
    now: () => session.now(),
    openChannel: (id) => page.openChannel(id),
    openPerson: (id) => page.openPerson(id),
  };
}

/** For the blocks of a message. */
export function messageContext(page, channel, message) {
  const where = {channel, ts: message.ts};
  return {
    ...drawingContext(page),
    surface: 'message',
    key: `${channel} ${message.ts}`,
    act: (what) => attempt(page, {do: 'press', ...where, ...what, ...(message.ephemeral ? {ephemeral: true} : {})}),
    options: (what) => page.session.act({do: 'options', ...where, ...what}),
  };
}

/** For the blocks of a Home tab. */
export function homeContext(page, view) {
  return {
    ...drawingContext(page),
    surface: 'home',
    key: view.id,
    values: view.state?.values,
    act: (what) => attempt(page, {do: 'view_press', view_id: view.id, ...what}),
    options: (what) => page.session.act({do: 'options', view_id: view.id, ...what}),
  };
}
