/** The page on synthetic digits: it loads, trains, answers, pauses and speaks two languages. */
import assert from 'node:assert/strict';
import {
  barsOf,
  draw,
  hashOf,
  inBrowsers,
  PATIENCE,
  padBox,
  press,
  stateOf,
  textOf,
  waitForPhase,
  waitForPrediction,
  waitForStep,
} from './harness.js';

/** Enough for two epochs of 20 steps: the network learns, and nobody waits. */
const SMALL = '#synthetic=3000&epochs=3&lang=en';
/** A run that no test sees the end of. */
const ENDLESS = '#synthetic=3000&epochs=10000&lang=en';

inBrowsers('trains from idle to done, and shows it', { hash: SMALL }, async ({ page }) => {
  await waitForPhase(page, 'idle');
  assert.match(await textOf(page, '.verdict-sentence'), /^Untrained: it is only guessing\./);
  await page.evaluate(() => {
    /** @type {any} */ (window).phases = [];
    new MutationObserver(() =>
      /** @type {any} */ (window).phases.push(document.getElementById('lab')?.dataset.phase),
    ).observe(/** @type {HTMLElement} */ (document.getElementById('lab')), { attributeFilter: ['data-phase'] });
  });
  await press(page, 'toggle');
  await waitForPhase(page, 'done');
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).phases), ['training', 'done']);
  const { step, totalSteps } = await stateOf(page);
  assert.equal(step, totalSteps);
  const loss = await page.evaluate(() => {
    const { points } = /** @type {any} */ (window).inkling.store.get().curves.loss;
    const { y } = points(1e6);
    return { first: y[0], last: y.at(-1), count: y.length };
  });
  assert.equal(loss.count, step, 'a point for every step');
  assert.ok(loss.last < 0.6 * loss.first, `loss went from ${loss.first} to ${loss.last}`);
  assert.match(await textOf(page, '.verdict-sentence'), /^Done in [\d.]+ s\. Now draw your own\.$/);
  assert.equal(await textOf(page, '[data-does="toggle"]'), 'Train more');
  await page.waitForFunction(() => /^\d+\.\d%$/.test(document.querySelector('[data-read="validation"]')?.textContent ?? ''), { timeout: PATIENCE });
  await page.waitForFunction(() => document.querySelectorAll('.gallery li').length === 20, { timeout: PATIENCE });
  const inks = await page.$$eval('canvas', (canvases) =>
    canvases
      .filter((canvas) => canvas.clientWidth > 0 && !canvas.closest('.pad-box, .seen-box'))
      .map((canvas) => {
        const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        const colors = new Set();
        for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 128) colors.add(data.slice(i, i + 3).join());
        return { name: canvas.className || canvas.parentElement?.className, colors: colors.size };
      }),
  );
  assert.ok(inks.length > 20);
  assert.deepEqual(inks.filter(({ colors }) => colors < 1), [], 'no canvas is blank');
});

inBrowsers('answers in the middle of training', { hash: ENDLESS }, async ({ page }) => {
  await waitForPhase(page, 'idle');
  await press(page, 'toggle');
  await waitForStep(page, 80);
  // The run would go on for half a million steps: an answer can only come between two of them.
  const answer = await page.evaluate(async () => {
    const { trainer, store } = /** @type {any} */ (window).inkling;
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

inBrowsers('pauses between two steps and goes on from there', { hash: ENDLESS }, async ({ page }) => {
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
    const { store } = /** @type {any} */ (window).inkling;
    /** @type {any} */ (window).firsts = [];
    const seen = store.get().progress;
    store.subscribe(['progress'], (/** @type {any} */ { progress }) => {
      if (progress && progress !== seen) /** @type {any} */ (window).firsts.push(progress.recent.first);
    });
  });
  assert.equal(await textOf(page, '[data-does="toggle"]'), 'Continue');
  await press(page, 'step');
  await page.waitForFunction((step) => /** @type {any} */ (window).inkling.store.get().progress.step === step, { timeout: PATIENCE }, before.step + 1);
  await waitForPhase(page, 'paused');
  await press(page, 'toggle');
  await waitForStep(page, before.step + 20);
  const firsts = await page.evaluate(() => /** @type {any} */ (window).firsts);
  assert.equal(firsts[0], before.step + 1, 'the step after the last one');
  await press(page, 'reset');
  await waitForPhase(page, 'idle');
  assert.equal((await stateOf(page)).step, 0);
});

inBrowsers('reads what a mouse draws, before training and after', { hash: SMALL }, async ({ page }) => {
  await waitForPhase(page, 'idle');
  assert.deepEqual(await barsOf(page), Array(10).fill(0));
  await draw(page);
  await waitForPrediction(page);
  assert.match(await textOf(page, '.answer-note'), /only guessing/);
  const untrained = await barsOf(page);
  assert.ok(Math.abs(untrained.reduce((sum, bar) => sum + bar) - 1) < 0.01, 'bars are probabilities');
  const drawn = await page.evaluate(() => /** @type {any} */ (window).inkling.store.get().drawing);
  assert.ok(drawn.strokes[0].length > 10, 'the points between are kept');

  await press(page, 'toggle');
  await waitForPhase(page, 'done');
  await page.waitForFunction(
    (before) => {
      const now = [...document.querySelectorAll('.bar')].map((bar) => /** @type {HTMLElement} */ (bar).style.transform);
      return now.some((bar, i) => bar !== before[i]);
    },
    { timeout: PATIENCE },
    untrained.map((bar) => `scaleY(${bar})`),
  );
  const seen = await page.evaluate(() => [.../** @type {any} */ (window).inkling.store.get().prediction.seen]);
  assert.ok(seen.filter((grey) => grey > 128).length > 30, 'the network sees ink');

  await draw(page, [
    [0.35, 0.5],
    [0.65, 0.5],
  ]);
  assert.equal(await strokes(page), 2);
  await press(page, 'undo');
  assert.equal(await strokes(page), 1);
  await press(page, 'clear');
  assert.equal(await strokes(page), 0);
  await page.waitForFunction(() => document.querySelector('[data-read="digit"]')?.textContent === '', { timeout: PATIENCE });
  assert.deepEqual(await barsOf(page), Array(10).fill(0));
  assert.equal(await page.$eval('[data-does="undo"]', (button) => /** @type {HTMLButtonElement} */ (button).disabled), true);
});

/** @param {import('puppeteer-core').Page} page */
const strokes = (page) =>
  page.evaluate(() => /** @type {any} */ (window).inkling.store.get().drawing.strokes.length);

// Puppeteer has no touch screen for Firefox.
inBrowsers(
  'reads what a finger draws on a phone, and does not scroll under it',
  { hash: SMALL, only: ['chromium'], viewport: { width: 390, height: 844, hasTouch: true, isMobile: true } },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    const pad = await padBox(page);
    await page.touchscreen.touchStart(pad.x + 0.5 * pad.width, pad.y + 0.15 * pad.height);
    for (let i = 1; i <= 12; i++)
      await page.touchscreen.touchMove(pad.x + 0.5 * pad.width, pad.y + (0.15 + 0.05 * i) * pad.height);
    await page.touchscreen.touchEnd();
    await waitForPrediction(page);
    assert.equal(await strokes(page), 1);
    assert.equal(await page.evaluate(() => scrollY), 0);
    const small = await page.$$eval('button, summary', (controls) =>
      controls
        .filter((control) => control.getClientRects().length > 0 && control.getBoundingClientRect().height < 44)
        .map((control) => control.textContent),
    );
    assert.deepEqual(small, [], 'every control is 44 px high');
  },
);

inBrowsers('keeps a drawing when the window changes', { hash: SMALL }, async ({ page }) => {
  await waitForPhase(page, 'idle');
  await draw(page);
  await waitForPrediction(page);
  await page.setViewport({ width: 700, height: 800 });
  const hasInk = () =>
    page.$eval('.pad', (pad) => {
      const canvas = /** @type {HTMLCanvasElement} */ (pad);
      const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      return canvas.width === Math.round(canvas.clientWidth * devicePixelRatio) && data.some((byte, i) => i % 4 === 3 && byte > 0);
    });
  await page.waitForFunction(() => {
    const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector('.pad'));
    return canvas.width === Math.round(canvas.clientWidth * devicePixelRatio) && canvas.width !== 312;
  }, { timeout: PATIENCE });
  assert.ok(await hasInk());
});

inBrowsers('speaks English and Korean', { hash: SMALL }, async ({ page }) => {
  await waitForPhase(page, 'idle');
  await draw(page);
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await press(page, 'language');
  await page.waitForFunction(() => document.documentElement.lang === 'ko', { timeout: PATIENCE });
  assert.equal(await textOf(page, '[data-does="toggle"]'), '학습');
  assert.equal(await textOf(page, '.verdict-sentence'), '아직 배운 것이 없어 찍고 있어요. 숫자를 쓰고 ‘학습’을 눌러 보세요.');
  assert.equal(await strokes(page), 1, 'the drawing stays');
  assert.match(await page.evaluate(() => location.hash), /lang=ko/);
  assert.equal(await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).dataset.does), 'language');
  await press(page, 'language');
  await page.waitForFunction(() => document.documentElement.lang === 'en', { timeout: PATIENCE });
});

inBrowsers('reaches every control by keyboard, and shows where', { hash: SMALL }, async ({ page }) => {
  await waitForPhase(page, 'idle');
  await draw(page);
  await waitForPrediction(page);
  const name = () =>
    page.evaluate(() => {
      const element = /** @type {HTMLElement} */ (document.activeElement);
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const { does, choice } = element.dataset;
      return { name: does ?? choice ?? '', outline: `${outlineStyle} ${outlineWidth}` };
    });
  const reached = new Map();
  for (let i = 0; i < 24; i++) {
    await page.keyboard.press('Tab');
    const { name: at, outline } = await name();
    if (at) reached.set(at, outline);
  }
  const controls = await page.$$eval('button, select, input:not([tabindex="-1"])', (all) =>
    all
      .filter((control) => control.getClientRects().length > 0 && !(/** @type {HTMLButtonElement} */ (control).disabled))
      .map((control) => {
        const { does, choice } = /** @type {HTMLElement} */ (control).dataset;
        return does ?? choice ?? control.outerHTML;
      }),
  );
  assert.deepEqual([...reached.keys()].sort(), controls.sort());
  for (const [at, outline] of reached) assert.equal(outline, 'solid 2px', at);
  // And works from there.
  await page.focus('[data-does="step"]');
  await page.keyboard.press('Enter');
  await waitForPhase(page, 'paused');
  assert.equal((await stateOf(page)).step, 1);
});

inBrowsers('asks nothing for what nobody sees', { hash: ENDLESS, viewport: { width: 700, height: 400 } }, async ({ page }) => {
  await waitForPhase(page, 'idle');
  await page.evaluate(() => {
    const { trainer } = /** @type {any} */ (window).inkling;
    /** @type {any} */ (window).asked = { view: 0, evaluate: 0 };
    for (const name of /** @type {const} */ (['view', 'evaluate'])) {
      const original = trainer[name].bind(trainer);
      trainer[name] = (/** @type {unknown[]} */ ...args) => {
        /** @type {any} */ (window).asked[name]++;
        return original(...args);
      };
    }
  });
  await press(page, 'toggle');
  await waitForStep(page, 90);
  await page.waitForFunction(() => /** @type {any} */ (window).asked.evaluate > 0, { timeout: PATIENCE });
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).asked.view), 0, 'weights are folded away');
  await page.$eval('.fold-looksFor summary', (summary) => /** @type {HTMLElement} */ (summary).click());
  await page.$eval('.fold-looksFor', (fold) => fold.scrollIntoView());
  await page.waitForFunction(() => /** @type {any} */ (window).asked.view > 0, { timeout: PATIENCE });
});

inBrowsers('changes live what can change live, and starts anew for the rest', { hash: ENDLESS }, async ({ page }) => {
  await waitForPhase(page, 'idle');
  await press(page, 'toggle');
  await waitForStep(page, 70);
  await page.select('[data-choice="rate"]', '0.001');
  await page.waitForFunction(() => /** @type {any} */ (window).inkling.store.get().recipe.rate === 0.001, { timeout: PATIENCE });
  assert.equal((await stateOf(page)).phase, 'training');
  await page.select('[data-choice="batch"]', '64');
  await waitForPhase(page, 'idle');
  const { step, recipe } = await stateOf(page);
  assert.equal(step, 0);
  assert.equal(recipe.batch, 64);
  assert.equal(recipe.rate, 0.001);
  assert.match(await page.evaluate(() => location.hash), /rate=0\.001/);
});

// No preset reaches a loss that is not finite by its rate alone (its units die first), so here the
// engine's word for it is put into its mouth.
inBrowsers('says that the loss exploded, and offers a gentler rate', { hash: '#synthetic=3000&rate=10&epochs=3&lang=en' }, async ({ page }) => {
  await waitForPhase(page, 'idle');
  for (let i = 0; i < 3; i++) {
    await press(page, 'step');
    await waitForStep(page, i + 1);
  }
  await page.evaluate(() => {
    const { trainer } = /** @type {any} */ (window).inkling;
    const { step } = trainer;
    trainer.step = async () => {
      trainer.step = step;
      throw Object.assign(new Error('the loss is no longer a finite number'), { code: 'INK_ERROR_NONFINITE' });
    };
  });
  await press(page, 'toggle');
  await waitForPhase(page, 'diverged');
  assert.equal(
    await textOf(page, '.verdict-sentence'),
    'Loss exploded: learning rate 10 is too high. Weights restored to step 3.',
  );
  assert.match(await textOf(page, '[data-does="remedy"]'), /^Use 0\.\d+$/);
  await press(page, 'remedy');
  await waitForPhase(page, 'done');
  assert.ok((await stateOf(page)).recipe.rate < 1);
});
