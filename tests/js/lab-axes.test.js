import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spread } from '../../web/lab/views/annotate.js';
import { accuracyAxis, HEALTHY, lossAxis, rateAxis, ratioAxis } from '../../web/lab/views/axes.js';

const CHANCE = Math.log(10);

/** @param {import('../../web/lab/views/axes.js').Axis} axis */
const labels = ({ ticks, label }) => ticks.map(label);

test('a loss axis shows chance, and no more of an exploding batch than need be', () => {
  const low = lossAxis('linear', { chance: CHANCE, lowest: 0.1, highest: 2 });
  assert.ok(low.top > CHANCE && low.bottom === 0);
  assert.deepEqual(labels(low), ['0', '1', '2']);
  assert.equal(lossAxis('linear', { chance: CHANCE, lowest: 1, highest: 1e9 }).top, 12);
  const nothing = { chance: CHANCE, lowest: Number.POSITIVE_INFINITY, highest: 0 };
  assert.ok(lossAxis('log', nothing).bottom < 0 && lossAxis('linear', nothing).top > 0);
});

test('a logarithmic loss axis gives each power of ten the same height', () => {
  const axis = lossAxis('log', { chance: CHANCE, lowest: 0.004, highest: 3 });
  assert.deepEqual(labels(axis), ['0.001', '0.01', '0.1', '1']);
  assert.ok(axis.bottom <= axis.place(0.004) && axis.place(3) <= axis.top);
  assert.ok(Math.abs(axis.place(1) - axis.place(0.1) - 1) < 1e-9);
  assert.ok(Number.isFinite(axis.place(0)), 'a loss of 0 has a place as well');
  const short = lossAxis('log', { chance: CHANCE, lowest: 0.2, highest: 3 });
  assert.deepEqual(labels(short), ['0.1', '0.3', '1', '3']);
});

test('accuracy stands on nines, or evenly', () => {
  const nines = accuracyAxis('nines', 0.98);
  assert.deepEqual(labels(nines), ['0', '90', '99']);
  assert.ok(Math.abs(nines.place(0.99) - 2) < 1e-9);
  assert.deepEqual(labels(accuracyAxis('nines', 0.996)), ['0', '90', '99', '99.9']);
  const even = accuracyAxis('linear', 0.98);
  assert.deepEqual(labels(even), ['0', '25', '50', '75', '100']);
  assert.equal(even.place(0.5), 50);
});

test('a rate axis has a few round ticks of few letters', () => {
  for (const highest of [1e-4, 0.0003, 0.002, 0.006, 0.1, 1, 10, Number.NEGATIVE_INFINITY]) {
    const axis = rateAxis(highest);
    assert.ok(axis.top > 0 && axis.ticks.length >= 2 && axis.ticks.length <= 5, String(highest));
    for (const label of labels(axis)) assert.ok(label.length <= 5, label);
  }
});

test('a ratio axis has the healthy band in it, and a tick a decade', () => {
  for (const [lowest, highest] of [
    [Infinity, -Infinity],
    [2e-7, 0.3],
    [0, 0.5],
  ]) {
    const axis = ratioAxis(lowest, highest);
    assert.ok(axis.bottom <= axis.place(HEALTHY.least) && axis.place(HEALTHY.most) <= axis.top);
    assert.equal(axis.ticks[0], axis.bottom);
    assert.ok(axis.ticks.at(-1) === axis.top);
    assert.equal(axis.label(-3), '1e-3');
  }
});

test('names that would overlap move apart, inside the chart', () => {
  const at = (/** @type {number[]} */ ...ys) => ys.map((y) => ({ y }));
  /** @param {{y: number}[]} places */
  const spreadOut = (places) => {
    spread(places, 10, 5, 95);
    return places.map(({ y }) => y);
  };
  assert.deepEqual(spreadOut(at(20, 50)), [20, 50]);
  assert.deepEqual(spreadOut(at(50, 52)), [46, 56]);
  assert.deepEqual(spreadOut(at(94, 95, 95)), [75, 85, 95]);
  assert.deepEqual(spreadOut([]), []);
});
