/** Equal bits from native code and WebAssembly; and what the preset reaches on real MNIST. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findSet } from '../../cli/sets.js';
import { flattenConfig } from '../../web/engine/config.js';
import { createTrainer } from '../../web/engine/index.js';
import { loadPreset } from '../../web/engine/presets.js';
import { inkling, jsonLines } from './helpers/cli.js';
import { temporaryFolder } from './helpers/idx.js';

const run = promisify(execFile);
const native = fileURLToPath(new URL('../../build/native/train_main', import.meta.url));
const nativeMissing = !existsSync(native) && 'build/native/train_main is not built';
const mnist = await findSet('mnist');
const mnistMissing = !mnist && 'MNIST is neither in $INKLING_DATA nor in data/cache';

/** @param {string[]} args */
async function trainNatively(...args) {
  const { stdout } = await run(native, args);
  return jsonLines(stdout).at(-1);
}

/**
 * A preset as train_main takes it, which adds epochs and seed itself.
 * @param {import('node:test').TestContext} t
 * @param {string} name
 */
async function presetFile(t, name) {
  const { epochs: _, seed: __, ...config } = await loadPreset(name);
  const dir = await temporaryFolder(t, { lines: flattenConfig(config) });
  return join(dir, 'lines');
}

/** @param {string} model @param {number} threads */
async function trainHere(model, threads) {
  const data = { synthetic: { train: 6000, test: 1000 } };
  const trainer = await createTrainer({ model, data, seed: 4, threads });
  try {
    await trainer.train({ epochs: 2 });
    const { accuracy } = await trainer.evaluate('test');
    return { accuracy, hash: await trainer.weightsSha256() };
  } finally {
    trainer.dispose();
  }
}

for (const preset of ['mlp', 'softmax'])
  test(`${preset} on synthetic digits: equal bits natively and here`, {
    skip: nativeMissing,
  }, async (t) => {
    const config = await presetFile(t, preset);
    const args = ['--config', config, '--synthetic', '6000', '--epochs', '2', '--seed', '4'];
    const expected = await trainNatively(...args);
    for (const threads of [1, 2]) {
      const { hash, accuracy } = await trainHere(preset, threads);
      assert.equal(hash, expected.weightsSha256, `${threads} threads`);
      assert.equal(accuracy.toFixed(4), expected.testAccuracy.toFixed(4));
    }
    assert.equal(
      (await trainNatively(...args, '--threads', '2')).weightsSha256,
      expected.weightsSha256,
    );
  });

for (const seed of ['1', '2', '3'])
  test(`mlp on MNIST, 3 epochs, seed ${seed}: at least 97.5 %, equal bits`, {
    skip: mnistMissing,
  }, async () => {
    const dir = /** @type {string} */ (mnist);
    const args = ['--data', dir, '--epochs', '3', '--seed', seed];
    const train = ['train', '--model', 'mlp', '--json', ...args];
    const done = jsonLines((await inkling(...train)).stdout).at(-1);
    assert.ok(done.testAccuracy >= 0.975, `${done.testAccuracy}`);
    if (seed === '1') {
      const threads = jsonLines((await inkling(...train, '--threads', '2')).stdout).at(-1);
      assert.equal(threads.weightsSha256, done.weightsSha256);
    }
    if (nativeMissing) return;
    const other = await trainNatively(...args, '--chunk', '777');
    assert.equal(other.weightsSha256, done.weightsSha256);
    assert.equal(other.testAccuracy, done.testAccuracy);
  });
