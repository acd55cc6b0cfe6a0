/** The arithmetic of charts: round axis steps, slices, where a value lies. Pure. */

/** The next round number (1, 2 or 5 times a power of ten) at or above `size`. */
export function roundStep(size) {
  const power = 10 ** Math.floor(Math.log10(size));
  const lead = size / power;
  // 0.3 / 0.1 is a little more than 3: a hair of tolerance keeps such a step.
  const factor = [1, 2, 5, 10].find((each) => lead <= each * (1 + 1e-9));
  return factor * power;
}

/**
 * An axis that holds zero and all values, in about `wanted` round steps.
 * @param {number[]} values
 * @returns {{low: number, high: number, ticks: number[]}}
 */
export function axisFor(values, wanted = 5) {
  const least = Math.min(0, ...values);
  const most = Math.max(0, ...values);
  const whole = values.every(Number.isInteger);
  const step = Math.max(whole ? 1 : 0, most === least ? 1 : roundStep((most - least) / wanted));
  const low = Math.floor(least / step + 1e-9) * step;
  const high = Math.max(Math.ceil(most / step - 1e-9) * step, low + step);
  const count = Math.round((high - low) / step);
  const ticks = Array.from({length: count + 1}, (_, index) => Number((low + index * step).toPrecision(12)));
  return {low, high, ticks};
}

/** Where `value` lies between `from` and `to`, for an axis from low to high. */
export function along(axis, value, from, to) {
  return from + ((value - axis.low) / (axis.high - axis.low)) * (to - from);
}

/** A number for people: thousands apart, no more digits than help. */
export function shownNumber(value) {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', {maximumFractionDigits: Number.isInteger(value) ? 0 : digits});
}

/** The same, short, for beside an axis: 12.5K, 3M. */
export function shortNumber(value) {
  if (Math.abs(value) < 10_000) return value.toLocaleString('en-US', {maximumFractionDigits: 6});
  return value.toLocaleString('en-US', {notation: 'compact', maximumFractionDigits: 1});
}

/**
 * The slices of a pie, clockwise from the top.
 * @param {Array<{label: string, value: number}>} segments
 * @returns {Array<{label: string, value: number, share: number, from: number, to: number}>} angles in turns
 */
export function slices(segments) {
  const values = segments.map((segment) => Math.max(0, Number(segment.value) || 0));
  const total = values.reduce((sum, value) => sum + value, 0);
  let from = 0;
  return segments.map((segment, index) => {
    const share = total > 0 ? values[index] / total : 0;
    const slice = {label: segment.label, value: values[index], share, from, to: from + share};
    from += share;
    return slice;
  });
}

/** The path of a slice of a ring; a whole turn is two circles, since an arc cannot end where it begins. */
export function slicePath(centre, outer, inner, from, to) {
  if (to - from >= 0.9999) {
    const half = (radius, way, down) => `a ${radius} ${radius} 0 0 ${way} 0 ${down}`;
    const circle = (radius, way) => `M ${centre.x} ${centre.y - radius} ${half(radius, way, 2 * radius)} ${half(radius, way, -2 * radius)} Z`;
    return `${circle(outer, 1)} ${circle(inner, 0)}`;
  }
  const point = (radius, turn) => {
    const angle = (turn - 0.25) * 2 * Math.PI;
    return `${(centre.x + radius * Math.cos(angle)).toFixed(2)} ${(centre.y + radius * Math.sin(angle)).toFixed(2)}`;
  };
  const large = to - from > 0.5 ? 1 : 0;
  const arc = (radius, way, turn) => `A ${radius} ${radius} 0 ${large} ${way} ${point(radius, turn)}`;
  return `M ${point(outer, from)} ${arc(outer, 1, to)} L ${point(inner, to)} ${arc(inner, 0, from)} Z`;
}

/**
 * The values of a chart with axes as a table: one row per category, one column per series. Null where a series has no point.
 * @returns {{categories: string[], series: Array<{name: string, values: Array<number|null>}>}}
 */
export function chartTable(chart) {
  const given = chart.series ?? [];
  const labels = chart.axis_config?.categories ?? (given[0]?.data ?? []).map((point) => point?.label ?? '');
  const valueAt = (data, label, index) => {
    const point = data?.find((each) => each?.label === label) ?? (data?.some((each) => each?.label !== undefined) ? null : data?.[index]);
    const value = typeof point === 'object' && point !== null ? point.value : point;
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  };
  return {
    categories: labels.map(String),
    series: given.map((each) => ({name: each.name ?? '', values: labels.map((label, index) => valueAt(each.data, label, index))})),
  };
}

/** How labels fit under an axis: level or slanted, and about how wide the longest is. */
export function labelFit(labels, step) {
  const widest = Math.max(0, ...labels.map((label) => Math.min(20, [...label].length))) * 6.6;
  return {slanted: widest > step - 6, widest};
}

/** Text cut to `most` characters, with an ellipsis. */
export function cut(text, most) {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
