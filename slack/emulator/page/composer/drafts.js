/** What was begun and not sent stays, for each person and place, as long as the tab lives. */

const key = (place) => `draft ${place}`;

export const readDraft = (place) => sessionStorage.getItem(key(place)) ?? '';

export function keepDraft(place, text) {
  if (text.trim()) sessionStorage.setItem(key(place), text);
  else sessionStorage.removeItem(key(place));
}

export const hasDraft = (place) => sessionStorage.getItem(key(place)) !== null;
