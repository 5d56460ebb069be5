/** The gradient check from the terminal and from JavaScript. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createTrainer } from '../../web/engine/index.js';

const CLI = fileURLToPath(new URL('../../cli/inkling.js', import.meta.url));

test('gradcheck names every trained tensor and passes', async () => {
  const { stdout } = await promisify(execFile)('node', [CLI, 'gradcheck', '--json']);
  const { passed, worst, bound, rows } = JSON.parse(stdout);
  assert.ok(passed && worst <= bound && bound === 1e-3);
  assert.deepEqual(
    rows.map((/** @type {{name: string}} */ { name }) => name),
    ['layers.1.weight', 'layers.1.bias', 'layers.3.weight', 'layers.3.bias'],
  );
  for (const row of rows) assert.ok(row.error > 0 && row.tried > 0);
});

test('tells of each tensor as soon as it is done, and can be begun anew', async () => {
  const trainer = await createTrainer({ data: null, build: 'check' });
  /** @type {string[]} */
  const told = [];
  const onRow = (/** @type {{name: string}} */ { name }, /** @type {number} */ tensors) => {
    assert.equal(tensors, 4);
    told.push(name);
  };
  const { rows } = await trainer.gradcheck({ onRow });
  assert.deepEqual(
    told,
    rows.map(({ name }) => name),
  );
  assert.deepEqual((await trainer.gradcheck()).rows, rows);
  trainer.dispose();
});

test('only the build "check" can do it, and a model that fits nothing is refused', async () => {
  const trainer = await createTrainer({ data: null });
  await assert.rejects(trainer.gradcheck(), { code: 'INK_ERROR_STATE', message: /build "check"/ });
  trainer.dispose();
  await assert.rejects(createTrainer({ data: null, build: 'check', model: { layers: ['relu'] } }), {
    code: 'INK_ERROR_CONFIG',
    message: /layers\.0: puts out 784 numbers, but there are 10 classes/,
  });
});
