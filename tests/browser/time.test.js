/** The way back in time: past moments on the pad, in the pictures and in the mistakes. */
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

/** @typedef {import('puppeteer-core').Page} Page */

const SLIDER = '[data-choice="moment"]';
const SMALL = '#synthetic=3000&epochs=3&lang=en';
/** A run that no test sees the end of. */
const ENDLESS = '#synthetic=3000&epochs=10000&lang=en';

/** @param {Page} page */
const sliderOf = (page) =>
  page.$eval(SLIDER, (element) => {
    const { value, max, disabled, ariaValueText } = /** @type {HTMLInputElement} */ (element);
    return { value: Number(value), max: Number(max), disabled, text: ariaValueText };
  });

/** The step whose answer is on the page; null: now. @param {Page} page @param {number | null} step */
const waitForAnswerOf = (page, step) =>
  page.waitForFunction(
    (wanted) => {
      const { at, prediction } = window.inkling.store.get();
      return at === wanted && prediction && (prediction.step ?? null) === wanted;
    },
    { timeout: PATIENCE },
    step,
  );

/** @param {Page} page @param {number} least */
const waitForMoments = (page, least) =>
  page.waitForFunction(
    (count) => window.inkling.store.get().moments.length >= count,
    { timeout: PATIENCE },
    least,
  );

/** Until the pictures of the weights are of that step; null: now. @param {Page} page @param {number | null} step */
const waitForPictures = async (page, step) => {
  const wanted = await page.evaluate(async (asked) => {
    const at = asked ?? undefined;
    const { values } = await window.inkling.trainer.view('weights:0', { at });
    return [...values.slice(0, 50)];
  }, step);
  await page.waitForFunction(
    (weights, at) => {
      const { weights: shown } = window.inkling.store.get();
      const isSame = (/** @type {number} */ weight, /** @type {number} */ i) =>
        weight === shown.values[i];
      return shown && (shown.step ?? null) === at && weights.every(isSame);
    },
    { timeout: PATIENCE },
    wanted,
    step,
  );
};

/** Until the open drawer has marked all images by the weights of that step. @param {Page} page @param {number | undefined} at */
const waitForMarks = async (page, at) => {
  const wanted = await page.evaluate(async (step) => {
    const { trainer } = window.inkling;
    const { labels, digits } = await trainer.answers('validation', { at: step });
    const wrong = digits.filter(
      (/** @type {number} */ digit, /** @type {number} */ i) => digit !== labels[i],
    );
    return `${wrong.length} wrong of ${labels.length}`;
  }, at);
  await page.waitForFunction(
    (text) => document.querySelector('.marked > .heading .unit')?.textContent === text,
    { timeout: PATIENCE },
    wanted,
  );
};

/** The answers that stand in the gallery. @param {Page} page @returns {Promise<string>} */
const galleryOf = (page) =>
  page.$$eval('.gallery .number', (all) => all.map((one) => one.textContent).join());

inBrowsers(
  'shows the network as it was at a past moment, and as it is now again',
  { hash: SMALL },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await draw(page);
    await waitForPrediction(page);
    assert.ok((await sliderOf(page)).disabled, 'there is no past yet');
    await press(page, 'toggle');
    await waitForPhase(page, 'done');
    await waitForMoments(page, 10);
    await waitForAnswerOf(page, null);
    await waitForPictures(page, null);
    const { step } = await stateOf(page);
    const weights = await hashOf(page);
    const end = await sliderOf(page);
    assert.deepEqual([end.value, end.disabled, end.text], [end.max, false, 'now']);
    assert.equal(await textOf(page, '[data-read="moment"]'), `Now: step ${step}, epoch 3`);
    const gallery = await galleryOf(page);

    await page.focus(SLIDER);
    await page.keyboard.press('Home');
    await waitForAnswerOf(page, 0);
    await waitForPictures(page, 0);
    const asked = await page.evaluate(async () => {
      const { trainer, store } = window.inkling;
      const { probabilities } = await trainer.predict(store.get().prediction.seen, { at: 0 });
      return [...probabilities];
    });
    for (const [digit, bar] of (await barsOf(page)).entries())
      assert.ok(Math.abs(bar - asked[digit]) < 1e-4, `${digit}: ${bar}, ${asked[digit]}`);
    await page.waitForFunction(
      (before) =>
        [...document.querySelectorAll('.gallery .number')].map((one) => one.textContent).join() !==
        before,
      { timeout: PATIENCE },
      gallery,
    );
    assert.equal(await textOf(page, '[data-read="moment"]'), 'Past moment: step 0, epoch 0');
    assert.equal(await textOf(page, '.answer-note'), 'Its answer at step 0.');
    assert.equal((await sliderOf(page)).text, 'step 0, epoch 0');
    await press(page, 'drawer-mistakes');
    await waitForMarks(page, 0);

    await page.focus(SLIDER);
    await page.keyboard.press('ArrowRight');
    await waitForAnswerOf(page, 1);
    await waitForMarks(page, 1);
    assert.equal(await hashOf(page), weights, 'looking back changes no bit');

    await press(page, 'now');
    await waitForAnswerOf(page, null);
    await waitForMarks(page, undefined);
    await press(page, 'drawer-mistakes');
    await waitForPictures(page, null);
    assert.equal(
      await page.$eval(
        '[data-does="now"]',
        (button) => /** @type {HTMLButtonElement} */ (button).disabled,
      ),
      true,
    );
    await press(page, 'reset');
    await waitForPhase(page, 'idle');
    assert.ok((await sliderOf(page)).disabled, 'nothing to look back on');
    assert.ok((await page.evaluate(() => window.inkling.store.get().moments)).length < 2);
  },
);

inBrowsers(
  'stays at a moment while training goes on, and moves nothing',
  // Slowly, so that no moment is thinned out on the way.
  { hash: `${ENDLESS}&pace=slow` },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await draw(page);
    await waitForPrediction(page);
    const pad = await padBox(page);
    await press(page, 'toggle');
    await waitForStep(page, 70);
    await waitForMoments(page, 12);
    const slider = await page.$(SLIDER);
    const box = await slider?.boundingBox();
    assert.ok(box);
    // Dragged by hand to its middle.
    await page.mouse.move(box.x + box.width - 6, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 8 });
    await page.mouse.up();
    const at = await page.evaluate(() => window.inkling.store.get().at);
    assert.ok(at > 0, `at ${at}`);
    await waitForAnswerOf(page, at);
    const bars = await barsOf(page);
    const { step } = await stateOf(page);
    await waitForStep(page, step + 100);
    assert.equal((await stateOf(page)).phase, 'training');
    assert.equal(await page.evaluate(() => window.inkling.store.get().at), at);
    await waitForAnswerOf(page, at);
    assert.deepEqual(await barsOf(page), bars, 'the past does not change');
    assert.deepEqual(await padBox(page), pad);
    assert.deepEqual(await slider?.boundingBox(), box);

    await page.focus(SLIDER);
    await page.keyboard.press('End');
    await waitForAnswerOf(page, null);
    await waitForMoments(page, 14);
    const { value, max } = await sliderOf(page);
    assert.equal(value, max, 'it follows training again');
  },
);

inBrowsers(
  'draws the answer over training time, and looks back from there',
  { hash: SMALL },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await draw(page);
    await waitForPrediction(page);
    assert.equal(await textOf(page, '[data-read="since"]'), 'draw a digit and train');
    await press(page, 'toggle');
    await waitForPhase(page, 'done');
    await waitForMoments(page, 10);
    // Watched from here on: how many questions at a time, and about which moments.
    await page.evaluate(() => {
      const { trainer } = window.inkling;
      const ribbonAsked = { most: 0, now: 0, at: /** @type {number[]} */ ([]) };
      Object.assign(window, { ribbonAsked });
      const predict = trainer.predict.bind(trainer);
      trainer.predict = async (/** @type {any} */ picture, /** @type {any} */ how) => {
        if (how?.ink !== false) return predict(picture, how);
        ribbonAsked.most = Math.max(ribbonAsked.most, ++ribbonAsked.now);
        if (how.at !== undefined) ribbonAsked.at.push(how.at);
        const answer = await predict(picture, how);
        ribbonAsked.now--;
        return answer;
      };
    });
    await press(page, 'clear');
    await page.waitForFunction(() => window.inkling.store.get().prediction === null);
    await draw(page);
    await waitForPrediction(page);
    await page.waitForFunction(
      () => {
        const { at, now } = Reflect.get(window, 'ribbonAsked');
        return now === 0 && new Set(at).size === window.inkling.store.get().moments.length - 1;
      },
      { timeout: PATIENCE },
    );
    // Since when the guess stands, worked out anew.
    const { moments, names, digits } = await page.evaluate(async () => {
      const { trainer, store } = window.inkling;
      const { moments, classNames: names, prediction } = store.get();
      const digits = [];
      for (const at of moments) digits.push((await trainer.predict(prediction.seen, { at })).digit);
      return { moments, names, digits };
    });
    const guess = digits.at(-1);
    const since =
      moments[digits.findLastIndex((/** @type {number} */ digit) => digit !== guess) + 1];
    await page.waitForFunction(
      (wanted) => document.querySelector('[data-read="since"]')?.textContent === wanted,
      { timeout: PATIENCE },
      `${names[guess]} since step ${since}`,
    );
    /** @returns {Promise<{most: number, at: number[]}>} */
    const askedOf = () => page.evaluate(() => Reflect.get(window, 'ribbonAsked'));
    const asked = await askedOf();
    assert.ok(asked.most <= 8, `a few moments at a time, not ${asked.most}`);
    assert.deepEqual(
      [...new Set(asked.at)].sort((a, b) => a - b),
      moments.slice(0, -1),
    );
    const ribbon = await page.$('.ribbon');
    assert.match(
      (await ribbon?.evaluate((canvas) => canvas.getAttribute('aria-description'))) ?? '',
      new RegExp(`for ${names[guess]} since step ${since}\\.$`),
    );

    const box = await ribbon?.boundingBox();
    assert.ok(box);
    const place = 3;
    await page.mouse.click(
      box.x + ((place + 0.5) * box.width) / moments.length,
      box.y + box.height / 2,
    );
    await waitForAnswerOf(page, moments[place]);
    assert.equal((await sliderOf(page)).value, place);
    await ribbon?.focus();
    await page.keyboard.press('ArrowLeft');
    await waitForAnswerOf(page, moments[place - 1]);
    await page.keyboard.press('End');
    await waitForAnswerOf(page, null);
    // The pad asks for the moments that it goes to, and the ribbon for none that it knows.
    const later = (await askedOf()).at.slice(asked.at.length);
    assert.deepEqual([...new Set(later)], [moments[place], moments[place - 1]]);
  },
);

inBrowsers(
  'leaves the ribbon out where there is no room, and asks nothing for it',
  { hash: SMALL, viewport: { width: 1280, height: 640 } },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    assert.equal(await page.$eval('.ribbon', (ribbon) => ribbon.getClientRects().length), 0);
    await draw(page);
    await waitForPrediction(page);
    await page.evaluate(() => {
      const { trainer } = window.inkling;
      Object.assign(window, { ribbonAsked: 0 });
      const predict = trainer.predict.bind(trainer);
      trainer.predict = (/** @type {any} */ picture, /** @type {any} */ how) => {
        // The pad asks about now.
        if (Number.isInteger(how?.at)) Object.assign(window, { ribbonAsked: 1 });
        return predict(picture, how);
      };
    });
    await press(page, 'toggle');
    await waitForPhase(page, 'done');
    await waitForMoments(page, 10);
    await waitForAnswerOf(page, null);
    assert.equal(await page.evaluate(() => Reflect.get(window, 'ribbonAsked')), 0);
  },
);
