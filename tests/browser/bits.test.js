/**
 * The same seed gives the same weights, bit for bit: in the page and in Node, in both browsers, on
 * one thread or two, with the headers of isolation or without, on a fast line or a slow one.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createTrainer } from '../../web/engine/index.js';
import { hashOf, inBrowsers, press, stateOf, waitForPhase } from './harness.js';
import { idxFolder } from './idx.js';
import { MISSING, mnist } from './mnist.js';

/** What Node makes of it. @param {import('../../web/engine/types.js').TrainerOptions} options @param {number} epochs */
async function nodeHash(options, epochs) {
  const trainer = await createTrainer({ model: 'mlp', seed: 5, ...options });
  try {
    await trainer.train({ epochs });
    return await trainer.weightsSha256();
  } finally {
    trainer.dispose();
  }
}

/** @type {Promise<string> | undefined} */
let onSynthetic;
const synthetic = () =>
  (onSynthetic ??= nodeHash({ data: { synthetic: { train: 3000, test: 500 } } }, 4));

for (const [isolated, threads] of /** @type {[boolean, number][]} */ ([
  [false, 1],
  [true, 1],
  [true, 2],
]))
  inBrowsers(
    `gives Node's weights ${isolated ? 'in isolation' : 'without isolation'} on ${threads} thread(s)`,
    {
      hash: `#synthetic=3000&epochs=4&seed=5${threads > 1 ? `&threads=${threads}` : ''}`,
      server: { isolated },
    },
    async ({ page }) => {
      assert.equal(await page.evaluate(() => crossOriginIsolated), isolated);
      await waitForPhase(page, 'idle');
      assert.equal(await page.evaluate(() => window.inkling.trainer.threads), threads);
      await press(page, 'toggle');
      await waitForPhase(page, 'done');
      assert.equal(await hashOf(page), await synthetic());
    },
  );

const folder = idxFolder(6000, 200);
/** @type {Promise<string> | undefined} */
let onFiles;
const files = () => (onFiles ??= fromFolder());

async function fromFolder() {
  const dir = mkdtempSync(join(tmpdir(), 'inkling-'));
  try {
    for (const [name, bytes] of Object.entries(folder)) writeFileSync(join(dir, name), bytes);
    return await nodeHash({ data: { dir } }, 2);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

for (const [line, chunk] of /** @type {[string, number][]} */ ([
  ['fast', 0],
  ['slow', 6007],
]))
  inBrowsers(
    `gives Node's weights on a ${line} line, trained from the first block on`,
    { hash: '#epochs=2&seed=5', server: { data: folder, chunk } },
    async ({ page }) => {
      // As soon as the engine answers, and most likely before all data is in.
      await page.waitForSelector('[data-does="toggle"]:not(:disabled)');
      await press(page, 'toggle');
      await waitForPhase(page, 'done');
      assert.equal((await stateOf(page)).source, 'mnist');
      assert.equal(await hashOf(page), await files());
    },
  );

if (!mnist) test('gives Node’s weights on MNIST', { skip: MISSING }, () => {});
else {
  const { dir, files: data } = mnist;
  /** @type {Promise<string> | undefined} */
  let onMnist;
  inBrowsers(
    'gives Node’s weights on MNIST',
    { hash: '#epochs=1&seed=5', server: { data, chunk: 200_000 } },
    async ({ page }) => {
      await page.waitForSelector('[data-does="toggle"]:not(:disabled)');
      await press(page, 'toggle');
      await waitForPhase(page, 'done');
      const state = await stateOf(page);
      assert.equal(state.step, 391);
      assert.ok(state.accuracy > 0.93, `${state.accuracy}`);
      onMnist ??= nodeHash({ data: { dir } }, 1);
      assert.equal(await hashOf(page), await onMnist);
    },
  );
}
