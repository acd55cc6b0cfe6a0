/**
 * What people did to blocks that nobody else needs to know: text being typed, a folded container, a sorted table.
 * Blocks are drawn anew whenever their message or view changes; this is what stays.
 */

const most = 300;
const surfaces = new Map();

function of(key) {
  let found = surfaces.get(key);
  if (found) surfaces.delete(key);
  found ??= new Map();
  surfaces.set(key, found);
  if (surfaces.size > most) surfaces.delete(surfaces.keys().next().value);
  return found;
}

function surfaceKey(context) {
  return `${context.me} ${context.key}`;
}

/** Remembers `value` under `name` for this message or view. */
export function remember(context, name, value) {
  of(surfaceKey(context)).set(name, value);
}

/** What was remembered, or undefined. */
export function recall(context, name) {
  return surfaces.get(surfaceKey(context))?.get(name);
}

/** Forgets a message or view that is gone. */
export function forget(context) {
  surfaces.delete(surfaceKey(context));
}

/**
 * What somebody entered into an element. In a modal it stays as long as block_id and action_id stay (Slack's rule);
 * elsewhere the app's word counts as soon as it changes the element.
 */
export function recallEntry(context, block_id, given) {
  const kept = recall(context, `entry ${block_id} ${given.action_id}`);
  if (!kept || kept.entry.type !== given.type) return undefined;
  return context.surface === 'modal' || kept.given === JSON.stringify(given) ? kept.entry : undefined;
}

/** See recallEntry. */
export function rememberEntry(context, block_id, given, entry) {
  remember(context, `entry ${block_id} ${given.action_id}`, {entry, given: JSON.stringify(given)});
}
