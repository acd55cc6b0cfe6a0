import assert from 'node:assert/strict';
import {test} from 'node:test';

import {along, axisFor, chartTable, cut, labelFit, roundStep, shortNumber, shownNumber, slicePath, slices} from '../../slack/emulator/page/blocks/chart_scales.js';

test('an axis has round steps, holds zero and every value', () => {
  const rows = [
    [[3, 14], [0, 5, 10, 15]],
    [[1, 2], [0, 1, 2]],
    [[-3, 4], [-4, -2, 0, 2, 4]],
    [[0.1, 0.3], [0, 0.1, 0.2, 0.3]],
    [[45_000], [0, 10_000, 20_000, 30_000, 40_000, 50_000]],
    [[0], [0, 1]],
    [[], [0, 1]],
    [[-5, -1], [-5, -4, -3, -2, -1, 0]],
  ];
  for (const [values, ticks] of rows) assert.deepEqual(axisFor(values).ticks, ticks, String(values));
});

test('steps are 1, 2 or 5 times a power of ten', () => {
  assert.deepEqual([0.3, 1.1, 3, 7, 12, 2000].map(roundStep), [0.5, 2, 5, 10, 20, 2000]);
});

test('a value lies where its share of the axis is', () => {
  assert.equal(along({low: 0, high: 10}, 5, 200, 0), 100);
  assert.equal(along({low: -10, high: 10}, -10, 200, 0), 200);
});

test('slices fill the pie, and a pie of nothing has none', () => {
  const parts = slices([{label: 'a', value: 1}, {label: 'b', value: 3}]);
  assert.deepEqual(parts.map(({share, from, to}) => [share, from, to]), [[0.25, 0, 0.25], [0.75, 0.25, 1]]);
  assert.deepEqual(slices([{label: 'a', value: 0}]).map(({share}) => share), [0]);
});

test('a single slice is a closed ring', () => {
  assert.equal(slicePath({x: 50, y: 50}, 40, 20, 0, 1).match(/Z/g).length, 2);
  assert.ok(!slicePath({x: 50, y: 50}, 40, 20, 0, 0.3).includes('NaN'));
});

test('points go to their category by label, and gaps stay gaps', () => {
  const chart = {
    axis_config: {categories: ['Mon', 'Tue', 'Wed']},
    series: [{name: 'a', data: [{label: 'Wed', value: 3}, {label: 'Mon', value: 1}]}, {name: 'b', data: [4, null, 6]}],
  };
  assert.deepEqual(chartTable(chart), {
    categories: ['Mon', 'Tue', 'Wed'],
    series: [{name: 'a', values: [1, null, 3]}, {name: 'b', values: [4, null, 6]}],
  });
});

test('labels are slanted only where they do not fit', () => {
  assert.equal(labelFit(['Mon', 'Tue'], 100).slanted, false);
  assert.equal(labelFit(['Week 10 of 2026'], 30).slanted, true);
});

test('numbers are short beside an axis and exact enough elsewhere', () => {
  assert.deepEqual([0, 5, 1500, 12_500, 3_000_000].map(shortNumber), ['0', '5', '1,500', '12.5K', '3M']);
  assert.deepEqual([7, 3.14159, 42.19, 1234.5].map(shownNumber), ['7', '3.14', '42.2', '1,235']);
  assert.equal(cut('😀😀😀', 2), '😀…');
});
