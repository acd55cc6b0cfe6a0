// Measurements in turn, their medians, and the bars they are held against.

/** @returns the middle of some numbers */
export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * Measures several things in turn, again and again, so that what else goes on in the machine hits all of them alike.
 * @param {number} rounds
 * @param {Record<string, () => Promise<object>>} measurements
 * @returns for each name a function from a figure's name to the median of that figure
 */
export async function inTurn(rounds, measurements) {
  const lines = Object.fromEntries(Object.keys(measurements).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, measure] of Object.entries(measurements)) {
      const line = await measure();
      console.log(JSON.stringify(line));
      if (line.errors > 0) throw new Error(`${name}: ${line.errors} of ${line.sent} requests were not answered 200`);
      lines[name].push(line);
    }
  }
  return Object.fromEntries(Object.entries(lines).map(([name, all]) => [name, (figure) => median(all.map((line) => line[figure]))]));
}

let missed = 0;

function bar(what, measured, holds, words, more) {
  if (!holds) missed += 1;
  console.log(JSON.stringify({ what, measured: Math.round(measured * 100) / 100, bar: words, good: holds, ...more }));
}

export const atLeast = (what, measured, wanted, unit = '×', more = {}) => bar(what, measured, measured >= wanted, `≥ ${wanted} ${unit}`, more);
export const atMost = (what, measured, wanted, unit = '×', more = {}) => bar(what, measured, measured <= wanted, `≤ ${wanted} ${unit}`, more);

/** How many bars were missed so far. */
export const bars = { missed: () => missed };
