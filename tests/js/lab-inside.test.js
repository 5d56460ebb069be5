import assert from 'node:assert/strict';
import { test } from 'node:test';
import { binned, shownOf, unitAt, unitBeside } from '../../web/lab/drawers/inside/maps.js';
import { placeOf, stagesOf, viewOf } from '../../web/lab/drawers/inside/stages.js';
import {
  convolutionTerms,
  denseTerms,
  largest,
  pooledInputs,
  productsOf,
} from '../../web/lab/drawers/inside/terms.js';
import { start } from './helpers/trainer.js';

test('numbers are counted into equal parts from the lowest to the highest', () => {
  const { histogram, mean, zero, lowest, highest } = binned(Float32Array.of(0, 0, 0, 1, 2, -2));
  assert.deepEqual([lowest, highest, zero], [-2, 2, 0.5]);
  assert.ok(Math.abs(mean - 1 / 6) < 1e-6);
  assert.deepEqual([histogram[0], histogram[10], histogram[15], histogram[19]], [1, 3, 1, 1]);
  // All alike, as a dead layer's are.
  assert.equal(binned(new Float32Array(9)).histogram[0], 9);
});

const MODEL = {
  layers: [
    { type: 'conv2d', filters: 3, kernel: 5, padding: 2 },
    'relu',
    { type: 'maxpool2d', size: 3, stride: 2 },
    { type: 'conv2d', filters: 4, kernel: 3, stride: 2 },
    { type: 'avgpool2d' },
    'flatten',
    { type: 'dropout', rate: 0.2 },
    { type: 'dense', units: 'classes' },
  ],
  batchSize: 50,
};

test("every number's arithmetic comes to what the engine says", async (t) => {
  const trainer = await start(t, { model: MODEL });
  await trainer.step(5);
  await trainer.predict((await trainer.samples('train', { first: 2, count: 1 })).images);
  const stages = stagesOf(await trainer.describe(), [1, 28, 28]);
  assert.deepEqual(
    stages.map(({ type, shape }) => `${type} ${shape.join('×')}`),
    [
      'input 1×28×28',
      'conv2d 3×28×28',
      'relu 3×28×28',
      'maxpool2d 3×13×13',
      'conv2d 4×6×6',
      'avgpool2d 4×3×3',
      'dense 10×1×1',
    ],
  );
  const views = await Promise.all(stages.map((stage) => trainer.view(viewOf(stage))));
  for (const [i, stage] of stages.entries()) {
    if (!stage.before || stage.type === 'relu') continue;
    const input = { shape: stage.before.shape, values: views[i - 1].values };
    const how = /** @type {any} */ (MODEL.layers[stage.index]);
    const [weights, biases] =
      stage.parameters < 0
        ? []
        : await Promise.all(
            ['weights', 'biases'].map((name) => trainer.view(`${name}:${stage.parameters}`)),
          );
    for (const [unit, value] of views[i].values.entries()) {
      const place = placeOf(stage, unit);
      let found = 0;
      if (weights) {
        const terms =
          stage.type === 'dense'
            ? denseTerms(input, weights, unit)
            : convolutionTerms(input, weights, place, how);
        assert.deepEqual(
          [...terms.inputs],
          terms.units.map((one) => input.values[one]),
        );
        const [channels, height, width] = terms.shape;
        assert.equal(channels * height * width, terms.units.length);
        found = productsOf(terms).reduce((sum, one) => sum + one, biases.values[place[0]]);
      } else {
        const all = pooledInputs(input, place, how);
        found =
          stage.type === 'maxpool2d'
            ? Math.max(...all)
            : all.reduce((sum, one) => sum + one, 0) / all.length;
      }
      assert.ok(Math.abs(found - value) < 1e-4, `${stage.type} ${unit}: ${found}, ${value}`);
    }
  }
});

test('the largest products come first, the others as one sum', () => {
  const { first, others } = largest(Float32Array.of(1, -5, 0.5, 3, 0.25), 2);
  assert.deepEqual(first, [1, 3]);
  assert.deepEqual(others, { count: 3, sum: 1.75 });
  assert.deepEqual(largest(Float32Array.of(2), 6), { first: [0], others: { count: 0, sum: 0 } });
});

test('a point and the keys find the same numbers', () => {
  // Six maps in two rows, 30 pixels each with 4 between.
  const maps = [6, 10, 10];
  const size = { width: 98, height: 64 };
  assert.equal(unitAt(maps, size, 1, 1), 0);
  assert.equal(unitAt(maps, size, 29, 1), 9);
  assert.equal(unitAt(maps, size, 35, 1), 100);
  assert.equal(unitAt(maps, size, 1, 35), 300);
  assert.equal(unitAt(maps, size, -2, 1), null);
  assert.equal(unitBeside(maps, size, 9, 'ArrowRight'), 100);
  assert.equal(unitBeside(maps, size, 100, 'ArrowLeft'), 9);
  assert.equal(unitBeside(maps, size, 95, 'ArrowDown'), 305);
  assert.equal(unitBeside(maps, size, 0, 'ArrowUp'), 0);
  assert.equal(unitBeside(maps, size, 299, 'ArrowRight'), 299);
  assert.equal(unitBeside(maps, size, 0, 'Tab'), null);
  // No more units than are shown, in the last row as well.
  assert.equal(shownOf([1000, 1, 1]), 512);
  assert.equal(unitAt([5, 1, 1], { width: 31, height: 20 }, 25, 15), null);
});
