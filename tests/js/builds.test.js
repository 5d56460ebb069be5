import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DATA, start } from './helpers/trainer.js';

const ENGINE = new URL('../../build/wasm/engine/', import.meta.url);

test('threads and the fast build', async (t) => {
  const one = await start(t);
  await one.train();
  const two = await start(t, { threads: 2 });
  assert.equal(two.threads, 2);
  await two.train();
  assert.equal(await two.weightsSha256(), await one.weightsSha256());
  const strict = await one.evaluate('validation');
  /** @type {string[]} */
  const weights = [];
  for (const threads of [1, 2]) {
    const fast = await start(t, { build: 'auto', threads });
    assert.deepEqual([fast.build, fast.threads], ['fast', threads]);
    const { validation } = await fast.train();
    assert.ok(Math.abs(Number(validation?.accuracy) - strict.accuracy) < 0.05);
    weights.push(await fast.weightsSha256());
  }
  assert.equal(weights[0], weights[1]);
});

test('the threads of one engine serve session after session', async (t) => {
  const trainer = await start(t, { threads: 4 });
  await trainer.step(5);
  const first = await trainer.weightsSha256();
  for (let i = 0; i < 5; i++) {
    await trainer.load(DATA);
    await trainer.step(5);
    assert.equal(await trainer.weightsSha256(), first);
  }
});

test('the compiled engine can be handed in', async (t) => {
  const wasm = await WebAssembly.compile(await readFile(new URL('strict.wasm', ENGINE)));
  const trainer = await start(t, { wasm, data: null });
  assert.equal((await trainer.describe()).parameters, 19090);
});

test('each binary and its JavaScript are at most 60 KB gzipped', async () => {
  for (const build of ['strict', 'fast', 'strict-threads', 'fast-threads']) {
    const files = await Promise.all(
      ['wasm', 'mjs'].map((ending) => readFile(new URL(`${build}.${ending}`, ENGINE))),
    );
    const sizes = files.map((bytes) => gzipSync(bytes, { level: 9 }).length);
    assert.ok(sizes[0] + sizes[1] <= 60 * 1024, `${build}: ${sizes.join(' + ')} bytes`);
  }
});
