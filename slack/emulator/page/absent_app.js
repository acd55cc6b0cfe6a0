/** What Slack tells somebody who addresses an app that is not in the channel: it does not hear them. */

const calls = (text, app) => text?.includes(`<@${app.bot_user}>`) === true;

/** Whether this was meant for the app, and never reaches it. */
export function isUnheard(verb, {app, channels}) {
  const channel = channels.get(verb.channel);
  if (!channel || channel.kind === 'im' || channel.members?.includes(app.bot_user) !== false) return false;
  return (verb.do === 'post' && calls(verb.text, app)) || (verb.do === 'react' && verb.name === 'ticket');
}

/** Tells whoever the page is. */
export function noteAbsentApp({session, toasts}) {
  session.on('did', ({verb}) => {
    if (!isUnheard(verb, session)) return;
    const {name} = session.app;
    toasts.problem(`${name} is not in #${session.channels.get(verb.channel).name} and does not see this. Bring it in with /invite @${name}.`);
  });
}
