import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCurves } from '../../web/lab/curves.js';
import { valueAt } from '../../web/lab/panels/readout.js';
import { fromNines, ninesLabel, ninesTop, toNines } from '../../web/lab/views/nines.js';
import { align, createMean, createSeries } from '../../web/lab/views/series.js';

test('a series tells its value at a step, in a million points as in three', () => {
  const series = createSeries(8);
  assert.equal(series.at(5), null);
  for (let x = 1; x <= 1e6; x++) series.append(x, x % 1000);
  assert.equal(series.at(0), null);
  assert.equal(series.at(2e6), 0);
  const told = series.at(5e5);
  assert.ok(told !== null && told >= 0 && told < 1000);
  const few = createSeries();
  for (const x of [10, 20, 30]) few.append(x, x / 10);
  assert.deepEqual(
    [9, 10, 19, 20, 25, 31].map((x) => few.at(x)),
    [null, 1, 1, 2, 2, 3],
  );
  const points = few.points(100);
  assert.deepEqual(
    [9, 10, 19, 20, 25, 31].map((x) => valueAt(points, x)),
    [null, 1, 1, 2, 2, 3],
  );
});

test('a short series keeps every point', () => {
  const series = createSeries();
  for (const [x, y] of [
    [1, 2.3],
    [2, 1.5],
    [3, 1.8],
  ])
    series.append(x, y);
  assert.deepEqual(series.points(100), { x: [1, 2, 3], y: [2.3, 1.5, 1.8] });
  assert.deepEqual(series.last(), { x: 3, y: 1.8 });
});

test('a million points become at most one a pixel, and no extreme is lost', () => {
  const series = createSeries();
  const [spike, dip] = [123_457, 876_543];
  for (let x = 1; x <= 1_000_000; x++)
    series.append(x, x === spike ? 9 : x === dip ? -9 : Math.sin(x));
  for (const most of [50, 544, 1200]) {
    const { x, y } = series.points(most);
    assert.ok(x.length <= most, `${x.length} points on ${most} pixels`);
    assert.ok(x.length >= most / 4, `only ${x.length} points on ${most} pixels`);
    assert.ok(
      x.every((value, i) => i === 0 || value > x[i - 1]),
      'x rises',
    );
    assert.equal(Math.max(...y), 9);
    assert.equal(Math.min(...y), -9);
    assert.equal(x[y.indexOf(9)], spike);
    assert.equal(x[y.indexOf(-9)], dip);
  }
  assert.equal(series.length(), 1_000_000);
  assert.equal(series.highest(), 9);
});

test('a value that is not finite leaves no point', () => {
  const series = createSeries();
  series.append(1, Number.NaN);
  series.append(2, Number.POSITIVE_INFINITY);
  series.append(3, 1);
  assert.deepEqual(series.points(10), { x: [3], y: [1] });
});

test('curves with points of their own share one x', () => {
  assert.deepEqual(
    align([
      { x: [1, 2, 4], y: [10, 20, 40] },
      { x: [2, 3], y: [200, 300] },
    ]),
    [
      [1, 2, 3, 4],
      [10, 20, null, 40],
      [null, 200, 300, null],
    ],
  );
});

test('the running mean starts at the first value and follows', () => {
  const mean = createMean();
  assert.equal(mean.add(2), 2);
  let last = 2;
  for (let i = 0; i < 200; i++) last = mean.add(1);
  assert.ok(Math.abs(last - 1) < 0.001);
  assert.equal(mean.add(Number.NaN), last);
});

test('curves take each step once, however the records overlap', () => {
  const curves = createCurves();
  const recent = (/** @type {number} */ first, /** @type {number[]} */ loss) => ({
    first,
    loss: Float32Array.from(loss),
    accuracy: Float32Array.from(loss, () => 0.5),
  });
  curves.take(recent(1, [3, 2]));
  curves.take(recent(1, [3, 2]));
  curves.take(recent(2, [2, 1]));
  assert.deepEqual(curves.rawLoss.points(10), { x: [1, 2, 3], y: [3, 2, 1] });
  curves.clear();
  curves.take(recent(1, [5]));
  assert.deepEqual(curves.rawLoss.points(10), { x: [1], y: [5] });
});

test('90, 99 and 99.9 % stand equally far apart on the nines axis', () => {
  for (const [accuracy, nines] of [
    [0, 0],
    [0.9, 1],
    [0.99, 2],
    [0.999, 3],
    [1, 3],
  ])
    assert.ok(Math.abs(toNines(accuracy) - nines) < 1e-9, `${accuracy}`);
  assert.ok(Math.abs(fromNines(toNines(0.973)) - 0.973) < 1e-12);
  assert.deepEqual([0, 1, 2, 3].map(ninesLabel), ['0', '90', '99', '99.9']);
  assert.equal(ninesTop(0.98), 2.5);
  assert.equal(ninesTop(0.998), 3);
});
