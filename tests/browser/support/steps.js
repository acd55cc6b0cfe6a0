/** What people do in the page, by what they see of it: labels, not classes. */

/** The list of a channel's or thread's messages. */
export const messagesIn = (page, where) => page.getByRole('list', { name: `Messages in ${where}` });
export const threadOf = (page) => page.getByRole('complementary', { name: /^Thread in/ });

/** The last message of a list that says this. */
export const messageSaying = (list, words) => list.getByRole('article').filter({ hasText: words }).last();

/** Goes to a channel by the list on the left. */
export async function openChannel(page, name) {
  await page.getByRole('navigation', { name: 'Channels and conversations' }).getByRole('button', { name: new RegExp(`^${name}(,|$)`) }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** Types into a composer and sends. @param scope  the page, or a thread */
export async function say(scope, words) {
  const field = scope.getByRole('textbox', { name: /^(Message |Reply)/ }).last();
  await field.fill(words);
  await field.press('Enter');
}

/** Puts an emoji on a message, through its toolbar and the picker. */
export async function react(page, message, name) {
  await message.hover();
  await message.getByRole('toolbar').getByRole('button', { name: 'Add a reaction' }).click();
  await page.getByRole('searchbox').fill(name);
  await page.keyboard.press('Enter');
  await message.getByRole('button', { name: `You reacted with :${name}:` }).waitFor();
}

/** Opens the thread that hangs on a message. */
export async function openThread(page, message) {
  await message.getByRole('button', { name: /\d+ repl(y|ies)/ }).click();
  const thread = threadOf(page);
  await thread.waitFor();
  return thread;
}
