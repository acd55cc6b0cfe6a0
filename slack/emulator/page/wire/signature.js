/** How the signature of a request was checked, step by step. Pure. docs.slack.dev/authentication/verifying-requests-from-slack */

const furthest = 300;  // seconds
const shortened = '…';

function apart(distance) {
  if (distance === 0) return 'of the same second as this request';
  const count = Math.abs(distance);
  return `${count} ${count === 1 ? 'second' : 'seconds'} ${distance > 0 ? 'before' : 'after'} this request`;
}

function baseWords(signed = '') {
  const words = 'The version, the timestamp and the body exactly as it came, joined by colons';
  return signed.endsWith(shortened) ? `${words}; only its beginning is shown here.` : `${words}.`;
}

/**
 * @param {object} exchange
 * @returns {Array<{state: 'good'|'bad'|'plain', title: string, words: string, code?: string}>}
 */
export function signatureSteps(exchange) {
  const {signature} = exchange;
  if (!signature || signature.verdict === 'none') {
    return [{state: 'plain', title: 'No signature', words: exchange.via === 'socket'
      ? 'Over Socket Mode the connection itself is authenticated with the app-level token; single envelopes carry no signature.'
      : 'This request carries no signature.'}];
  }
  const stamp = Number(signature.timestamp);
  const distance = Math.round(exchange.at / 1000 - stamp);
  const near = Number.isFinite(stamp) && Math.abs(distance) <= furthest;
  const refused = signature.verdict === 'refused';
  return [
    {
      state: near ? 'good' : 'bad', title: 'The timestamp is recent',
      words: Number.isFinite(stamp) && signature.timestamp !== ''
        ? `X-Slack-Request-Timestamp is ${apart(distance)}; more than five minutes either way would be refused, so that nobody can replay it later.`
        : 'X-Slack-Request-Timestamp is missing or no number.',
      code: String(signature.timestamp ?? ''),
    },
    {state: 'plain', title: 'The base string', words: baseWords(signature.signed), code: signature.signed ?? ''},
    {
      state: refused && near ? 'bad' : refused ? 'plain' : 'good', title: 'The signature',
      words: 'HMAC-SHA256 of the base string with the app’s signing secret, in hexadecimal, compared in constant time with X-Slack-Signature.',
      code: signature.value ?? '',
    },
    {
      state: refused ? 'bad' : 'good', title: refused ? 'Refused' : 'Accepted',
      words: refused
        ? 'Docket did not believe that this came from Slack and answered without doing anything.'
        : 'Docket believes that this came from Slack, unchanged.',
    },
  ];
}
