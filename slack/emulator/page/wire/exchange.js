/** What is worth knowing of an exchange between the workspace and the app. Pure. */

/** The fields of a form, in order. */
export function formFields(body) {
  if (typeof body !== 'string' || body === '') return [];
  return [...new URLSearchParams(body)].map(([name, value]) => ({name, value}));
}

function parsed(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}

function headerOf(message, name) {
  const found = (message?.headers ?? []).find(([each]) => each.toLowerCase() === name);
  return found?.[1] ?? '';
}

/**
 * What a request or response carries.
 * @returns {{kind: 'none'|'json'|'form'|'text', value?: *, fields?: Array<{name: string, value: string, json?: *}>, text?: string}}
 */
export function bodyOf(message) {
  const body = message?.body ?? '';
  const json = message?.json ?? undefined;
  if (/x-www-form-urlencoded/i.test(headerOf(message, 'content-type')) && typeof body === 'string' && body.includes('=')) {
    return {kind: 'form', fields: formFields(body).map((field) => ({...field, json: parsed(field.value)}))};
  }
  if (json !== undefined && json !== null) return {kind: 'json', value: json};
  const value = typeof body === 'string' ? parsed(body) : body ?? undefined;
  if (value !== undefined && value !== null) return {kind: 'json', value};
  return body ? {kind: 'text', text: String(body)} : {kind: 'none'};
}

/** Why an exchange counts as one that went wrong, in a few words; null when it went well. */
export function problemOf(exchange) {
  if (exchange.failure) return exchange.failure;
  if (exchange.lost) return 'connection lost';
  if (exchange.error) return exchange.error;
  const status = exchange.response?.status;
  if (status >= 400) return `status ${status}`;
  if (exchange.signature?.verdict === 'refused') return 'signature refused';
  return null;
}

/** Microseconds for people. */
export function shownTime(microseconds) {
  if (microseconds === null || microseconds === undefined) return '';
  if (microseconds < 1000) return `${microseconds} µs`;
  if (microseconds < 10_000) return `${(microseconds / 1000).toFixed(1)} ms`;
  if (microseconds < 1_000_000) return `${Math.round(microseconds / 1000)} ms`;
  return `${(microseconds / 1_000_000).toFixed(1)} s`;
}

const searchable = new WeakMap();

/** All text of an exchange, in small letters; made once, since a filter is typed letter by letter. */
function textOf(exchange) {
  if (!searchable.has(exchange)) {
    const json = (message) => (message?.json ? JSON.stringify(message.json) : '');
    const {request, response} = exchange;
    const all = [exchange.what, problemOf(exchange), request?.url, request?.body, json(request), response?.body, json(response)];
    searchable.set(exchange, all.filter(Boolean).join('\n').toLowerCase());
  }
  return searchable.get(exchange);
}

/** Whether an exchange passes the filter of the list. */
export function passes(exchange, {direction = '', kind = '', text = '', problems = false}) {
  if (direction && exchange.direction !== direction) return false;
  if (kind && exchange.kind !== kind) return false;
  if (problems && !problemOf(exchange)) return false;
  return !text || textOf(exchange).includes(text.toLowerCase());
}

/**
 * The exchanges with new ones among them: by id, each once, the newest `most`.
 * @param {Array<object>} known  in the order of their ids
 * @param {Array<object>} added
 */
export function merged(known, added, most = 500) {
  const byId = new Map(known.map((each) => [each.id, each]));
  for (const each of added) byId.set(each.id, each);
  return [...byId.values()].sort((one, other) => one.id - other.id).slice(-most);
}
