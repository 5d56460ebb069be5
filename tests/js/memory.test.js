/** What a page has to have: the engine's memory with a full data set and a session on it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Core, PIXELS } from '../../web/engine/core.js';
import { PRESETS } from '../../web/engine/index.js';
import { loadEngine } from '../../web/engine/load.js';
import { readModel } from '../../web/engine/model.js';
import { engineFolder } from '../../web/engine/platform.js';

const LIMIT = 128 * 1024 * 1024;

/**
 * Blank images, all of one class, a thousand at a time.
 * @param {Core} core
 * @param {'train' | 'test'} part
 * @param {number} count
 */
function feed(core, part, count) {
  for (const [file, size] of /** @type {const} */ ([
    [`${part}-images`, PIXELS],
    [`${part}-labels`, 1],
  ])) {
    core.beginArray(file, count);
    const bytes = new Uint8Array(1000 * size);
    for (let i = 0; i < count; i += 1000) core.feedArray(file, 'uint8', bytes);
    core.endFile(file);
  }
}

for (const preset of PRESETS)
  test(`70,000 images and a session of ${preset} take less than 128 MB`, async () => {
    const wish = { build: 'strict', threads: 1, engineUrl: engineFolder() };
    const { engine } = await loadEngine(wish);
    const core = new Core(engine);
    const { lines } = await readModel(preset);
    core.create(lines, 1);
    feed(core, 'train', 60_000);
    feed(core, 'test', 10_000);
    assert.ok(core.step() && core.step());
    const sum = core.scoreSum();
    core.evaluate('validation', 0, 1000, sum);
    assert.equal(sum.read().count, 1000);
    const megabytes = engine.HEAPU8.length / 1024 / 1024;
    assert.ok(engine.HEAPU8.length < LIMIT, `${megabytes} MB`);
  });
