/** The page on synthetic digits: it trains, answers meanwhile, pauses, and changes as it is told. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  explode,
  hashOf,
  inBrowsers,
  PATIENCE,
  press,
  stateOf,
  textOf,
  waitForPhase,
  waitForStep,
} from './harness.js';
import { SITE } from './server.js';

/** Enough for two epochs of 20 steps: the network learns, and nobody waits. */
const SMALL = '#synthetic=3000&epochs=3&lang=en';
/** A run that no test sees the end of. */
const ENDLESS = '#synthetic=3000&epochs=10000&lang=en';

inBrowsers('trains from idle to done, and shows it', { hash: SMALL }, async ({ page }) => {
  await waitForPhase(page, 'idle');
  assert.match(await textOf(page, '.verdict-sentence'), /^Untrained: it is only guessing\./);
  await page.evaluate(() => {
    window.phases = [];
    new MutationObserver(() =>
      window.phases.push(document.getElementById('lab')?.dataset.phase),
    ).observe(/** @type {HTMLElement} */ (document.getElementById('lab')), {
      attributeFilter: ['data-phase'],
    });
  });
  await press(page, 'toggle');
  await waitForPhase(page, 'done');
  assert.deepEqual(await page.evaluate(() => window.phases), ['training', 'done']);
  const { step, totalSteps } = await stateOf(page);
  assert.equal(step, totalSteps);
  const loss = await page.evaluate(() => {
    const { points } = window.inkling.store.get().curves.loss;
    const { y } = points(1e6);
    return { first: y[0], last: y.at(-1), count: y.length };
  });
  assert.equal(loss.count, step, 'a point for every step');
  assert.ok(loss.last < 0.6 * loss.first, `loss went from ${loss.first} to ${loss.last}`);
  assert.match(await textOf(page, '.verdict-sentence'), /^Done in [\d.]+ s\. Now draw your own\.$/);
  assert.equal(await textOf(page, '[data-does="toggle"]'), 'Train more');
  await page.waitForFunction(
    () => /^\d+\.\d%$/.test(document.querySelector('[data-read="validation"]')?.textContent ?? ''),
    { timeout: PATIENCE },
  );
  await page.waitForFunction(() => document.querySelectorAll('.gallery li').length === 20, {
    timeout: PATIENCE,
  });
  const inks = await page.$$eval('canvas', (canvases) =>
    canvases
      .filter((canvas) => canvas.clientWidth > 0 && !canvas.closest('.pad-box, .seen-box'))
      .map((canvas) => {
        const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        const colors = new Set();
        for (let i = 0; i < data.length; i += 4)
          if (data[i + 3] > 128) colors.add(data.slice(i, i + 3).join());
        return { name: canvas.className || canvas.parentElement?.className, colors: colors.size };
      }),
  );
  assert.ok(inks.length > 20);
  assert.deepEqual(
    inks.filter(({ colors }) => colors < 1),
    [],
    'no canvas is blank',
  );
});

inBrowsers('answers in the middle of training', { hash: ENDLESS }, async ({ page }) => {
  await waitForPhase(page, 'idle');
  await press(page, 'toggle');
  await waitForStep(page, 80);
  // The run would go on for half a million steps: an answer can only come between two of them.
  const answer = await page.evaluate(async () => {
    const { trainer, store } = window.inkling;
    const { digit, probabilities, seen } = await trainer.predict(new Float32Array(784).fill(0.3));
    const { phase, progress } = store.get();
    return {
      digit,
      sum: probabilities.reduce((/** @type {number} */ sum, /** @type {number} */ p) => sum + p, 0),
      seen: seen.length,
      phase,
      left: progress.totalSteps - progress.step,
    };
  });
  assert.equal(answer.phase, 'training');
  assert.ok(answer.left > 0);
  assert.ok(answer.digit >= 0 && answer.digit <= 9);
  assert.ok(Math.abs(answer.sum - 1) < 1e-3);
  assert.equal(answer.seen, 784);
});

inBrowsers(
  'pauses between two steps and goes on from there',
  { hash: ENDLESS },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await press(page, 'toggle');
    await waitForStep(page, 70);
    assert.equal(await textOf(page, '[data-does="toggle"]'), 'Pause');
    await press(page, 'toggle');
    await waitForPhase(page, 'paused');
    const before = await stateOf(page);
    const weights = await hashOf(page);
    // Anything that still ran would be heard in the next answers, which come between steps.
    for (let i = 0; i < 5; i++) assert.equal(await hashOf(page), weights);
    assert.equal((await stateOf(page)).step, before.step);
    await page.evaluate(() => {
      const { store } = window.inkling;
      window.firsts = [];
      const seen = store.get().progress;
      store.subscribe(['progress'], (/** @type {any} */ { progress }) => {
        if (progress && progress !== seen) window.firsts.push(progress.recent.first);
      });
    });
    assert.equal(await textOf(page, '[data-does="toggle"]'), 'Continue');
    await press(page, 'step');
    await page.waitForFunction(
      (step) => window.inkling.store.get().progress.step === step,
      { timeout: PATIENCE },
      before.step + 1,
    );
    await waitForPhase(page, 'paused');
    await press(page, 'toggle');
    await waitForStep(page, before.step + 20);
    const firsts = await page.evaluate(() => window.firsts);
    assert.equal(firsts[0], before.step + 1, 'the step after the last one');
    await press(page, 'reset');
    await waitForPhase(page, 'idle');
    assert.equal((await stateOf(page)).step, 0);
  },
);

inBrowsers(
  'asks nothing for what nobody sees',
  { hash: ENDLESS, viewport: { width: 700, height: 400 } },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await page.evaluate(() => {
      const { trainer } = window.inkling;
      window.asked = { view: 0, evaluate: 0 };
      for (const name of /** @type {const} */ (['view', 'evaluate'])) {
        const original = trainer[name].bind(trainer);
        trainer[name] = (/** @type {unknown[]} */ ...args) => {
          window.asked[name]++;
          return original(...args);
        };
      }
    });
    await press(page, 'toggle');
    await waitForStep(page, 90);
    await page.waitForFunction(() => window.asked.evaluate > 0, {
      timeout: PATIENCE,
    });
    assert.equal(await page.evaluate(() => window.asked.view), 0, 'weights are folded away');
    await page.$eval('.fold-looksFor summary', (summary) =>
      /** @type {HTMLElement} */ (summary).click(),
    );
    await page.$eval('.fold-looksFor', (fold) => fold.scrollIntoView());
    await page.waitForFunction(() => window.asked.view > 0, {
      timeout: PATIENCE,
    });
  },
);

inBrowsers(
  'changes live what can change live, and starts anew for the rest',
  { hash: ENDLESS },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await press(page, 'toggle');
    await waitForStep(page, 70);
    await page.select('[data-choice="rate"]', '0.001');
    await page.waitForFunction(() => window.inkling.store.get().recipe.rate === 0.001, {
      timeout: PATIENCE,
    });
    await page.select('[data-choice="batch"]', '64');
    await page.waitForFunction(() => window.inkling.store.get().recipe.batch === 64, {
      timeout: PATIENCE,
    });
    const before = await stateOf(page);
    assert.equal(before.phase, 'training');
    assert.ok(before.step >= 70);
    await page.select('[data-choice="optimizer"]', 'adamw');
    await waitForPhase(page, 'idle');
    const { step, recipe } = await stateOf(page);
    assert.equal(step, 0);
    assert.equal(recipe.batch, 64);
    await page.select('[data-choice="rate"]', '0.0003');
    await page.waitForFunction(() => location.hash.includes('rate=0.0003'), { timeout: PATIENCE });
    await page.select('[data-choice="rate"]', '0.001');
    await page.waitForFunction(() => window.inkling.store.get().recipe.rate === 0.001, {
      timeout: PATIENCE,
    });
    assert.equal(recipe.rate, 0.001);
    assert.match(await page.evaluate(() => location.hash), /rate=0\.001/);
  },
);

inBrowsers(
  'says that the loss exploded, and offers a gentler rate',
  { hash: '#synthetic=3000&rate=10&epochs=3&lang=en' },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    for (let i = 0; i < 3; i++) {
      await press(page, 'step');
      await waitForStep(page, i + 1);
    }
    await explode(page);
    assert.equal(
      await textOf(page, '.verdict-sentence'),
      'Loss exploded: learning rate 10 is too high. Weights restored to step 3.',
    );
    assert.match(await textOf(page, '[data-does="remedy"]'), /^Use 0\.\d+$/);
    await press(page, 'remedy');
    await waitForPhase(page, 'done');
    assert.ok((await stateOf(page)).recipe.rate < 1);
  },
);

inBrowsers(
  'says in plain HTML what to do when it is opened as a file',
  // Says in red that a file may load no modules. Puppeteer sets Firefox up so that it may.
  { hash: SMALL, expected: /./, only: ['chromium'] },
  async ({ page }) => {
    await page.goto(pathToFileURL(join(SITE, 'index.html')).href);
    await page.waitForFunction(
      () => {
        const note = document.querySelector('.no-script');
        return note && getComputedStyle(note).visibility === 'visible';
      },
      { timeout: PATIENCE },
    );
    const words = await page.$eval('.no-script', (note) =>
      /** @type {HTMLElement} */ (note).innerText.replace(/\s+/g, ' '),
    );
    assert.match(words, /run npm start in Inkling’s folder/);
    assert.match(words, /npm start를 실행하고/);
  },
);
