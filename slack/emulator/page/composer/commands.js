/** Slash commands: those of the app, and the two that a client has of its own. */

const own = [
  {command: '/invite', usage_hint: '@docket', description: 'Bring the app into this channel'},
  {command: '/leave', usage_hint: '', description: 'Leave this channel'},
];

/** All that can be typed here. */
export function commandsFor(session) {
  const ofApp = (session.app.commands ?? []).map((each) => ({...each, of: session.app.name}));
  const name = session.people.get(session.app.bot_user)?.name ?? 'docket';
  return [...ofApp, ...own.map((each) => ({...each, usage_hint: each.usage_hint.replace('@docket', `@${name}`)}))];
}

/** What a line means to the server. */
export function verbOf(line, channel) {
  const word = line.split(/\s/, 1)[0].toLowerCase();
  if (word === '/invite') return {do: 'invite_bot', channel};
  if (word === '/leave') return {do: 'leave', channel};
  return {do: 'command', channel, text: line};
}
