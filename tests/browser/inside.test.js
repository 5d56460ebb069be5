/** The Inside drawer: what it shows is what the engine says, and it asks only while it is seen. */
import assert from 'node:assert/strict';
import { draw, inBrowsers, PATIENCE, press, textOf, waitForPhase, waitForStep } from './harness.js';

/** @typedef {import('puppeteer-core').Page} Page */

const HASH = '#synthetic=2000&epochs=2&lang=en&drawer=inside';

/** Waits until something has been drawn on it. @param {Page} page @param {string} selector */
const waitForPicture = (page, selector) =>
  page.waitForFunction(
    (where) => {
      const canvas = /** @type {HTMLCanvasElement | null} */ (document.querySelector(where));
      if (!canvas || canvas.width === 0 || canvas.height === 0) return false;
      const { data } = /** @type {CanvasRenderingContext2D} */ (
        canvas.getContext('2d')
      ).getImageData(0, 0, canvas.width, canvas.height);
      return data.some((value) => value > 0);
    },
    { timeout: PATIENCE },
    selector,
  );

/** @param {Page} page @param {string} selector @param {RegExp} pattern */
const waitForText = (page, selector, pattern) =>
  page.waitForFunction(
    (where, source) => new RegExp(source).test(document.querySelector(where)?.textContent ?? ''),
    { timeout: PATIENCE },
    selector,
    pattern.source,
  );

/** @param {Page} page */
const namesOf = (page) =>
  page.$$eval('.layer', (rows) =>
    rows.map((row) => {
      const [name, unit] = row.querySelectorAll('strong, .unit');
      return `${name.textContent}, ${unit.textContent}`;
    }),
  );

/** "1.5 + −0.25 = 1.25" → [1.5, −0.25, 1.25]. @param {Page} page */
const equationOf = async (page) =>
  [...(await textOf(page, '.unit-sum')).replaceAll('−', '-').matchAll(/-?[\d.]+/g)].map(Number);

/** Which views the page asks for from now on, and when. @param {Page} page */
const witnessViews = (page) =>
  page.evaluate(() => {
    const { trainer } = window.inkling;
    Object.assign(window, { views: [] });
    const { view } = trainer;
    trainer.view = (/** @type {string} */ name, /** @type {unknown[]} */ ...rest) => {
      Reflect.get(window, 'views').push([name, performance.now()]);
      return view.call(trainer, name, ...rest);
    };
  });
/** @param {Page} page @returns {Promise<[string, number][]>} */
const viewsOf = (page) => page.evaluate(() => Reflect.get(window, 'views'));

inBrowsers(
  'shows each layer of a validation image, then of the drawing, and the arithmetic of a unit',
  { hash: HASH },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await page.waitForSelector('.thumb[aria-pressed="true"]', { timeout: PATIENCE });
    assert.equal(await page.$$eval('.thumb', (all) => all.length), 10);
    assert.deepEqual(await namesOf(page), [
      'Input, 1 × 28×28',
      '1 Dense, 128 units',
      '2 ReLU, 128 units',
      '3 Dense: scores, 10 units',
    ]);
    await waitForPicture(page, '[data-layer="3"] canvas');

    // By pointer: the third of the ten scores.
    await page.$eval('[data-layer="3"]', (element) => element.scrollIntoView({ block: 'center' }));
    const box = await (await page.$('[data-layer="3"] canvas'))?.boundingBox();
    assert.ok(box);
    await page.mouse.click(box.x + 2.5 * (box.width / 10), box.y + box.height / 2);
    await waitForText(page, '.unit-title', /^3 Dense: scores: score of 2$/);
    await page.waitForSelector('.unit-sum:not([hidden])', { timeout: PATIENCE });
    const score = await page.evaluate(async () => {
      const { trainer, store } = window.inkling;
      await trainer.predict(store.get().gallery.items[0].image);
      return (await trainer.view('activations:3')).values[2];
    });
    const [sum, bias, value] = await equationOf(page);
    assert.ok(Math.abs(value - score) < 0.001, `${value} is the score ${score}`);
    assert.ok(Math.abs(sum + bias - value) < 0.002);
    const products = await page.$$eval('.terms tr:not([hidden]) td:last-child', (cells) =>
      cells.map((cell) => Number((cell.textContent ?? '').replace('−', '-'))),
    );
    const total = products.reduce((all, one) => all + one, 0);
    assert.ok(Math.abs(total - value) < 0.01, `${products} add up to ${value}`);
    await waitForPicture(page, '.products');

    // By keyboard: one to the right, in the hidden layer.
    await page.focus('[data-layer="1"]');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await waitForText(page, '.unit-title', /^1 Dense: unit 2$/);
    await waitForText(page, '.unit-words', /^784 inputs/);

    // The drawing takes over, and gives way to a chosen image.
    const before = await page.$eval('[data-layer="-1"] canvas', (canvas) =>
      /** @type {HTMLCanvasElement} */ (canvas).toDataURL(),
    );
    await draw(page);
    await page.waitForSelector('[data-does="own"][aria-pressed="true"]', { timeout: PATIENCE });
    await page.waitForFunction(
      (old) =>
        /** @type {HTMLCanvasElement} */ (
          document.querySelector('[data-layer="-1"] canvas')
        ).toDataURL() !== old,
      { timeout: PATIENCE },
      before,
    );
    await page.click('.thumb:nth-child(4)');
    await page.waitForSelector('.thumb:nth-child(4)[aria-pressed="true"]', { timeout: PATIENCE });
    assert.equal(
      await page.$eval('.thumb:nth-child(4)', (thumb) => thumb.getAttribute('aria-label')),
      'Validation image of a 3',
    );
  },
);

inBrowsers(
  "explains a convolution's pixel by its window, and a pooled one by its four",
  { hash: '#synthetic=600&model=lenet5&epochs=1&lang=en&drawer=inside' },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await page.waitForSelector('.thumb[aria-pressed="true"]', { timeout: PATIENCE });
    await waitForPicture(page, '[data-layer="5"] canvas');
    await page.focus('[data-layer="3"]');
    for (const key of /** @type {const} */ (['ArrowDown', 'ArrowRight', 'Enter']))
      await page.keyboard.press(key);
    await waitForText(page, '.unit-title', /^3 Convolution: map 1, row 2, column 2$/);
    await waitForText(page, '.unit-words', /^The 150 numbers/);
    const [sum, bias, value] = await equationOf(page);
    assert.ok(Math.abs(sum + bias - value) < 0.002);
    const own = await page.evaluate(async () => {
      const { trainer, store } = window.inkling;
      await trainer.predict(store.get().gallery.items[0].image);
      return (await trainer.view('activations:3')).values[11];
    });
    assert.ok(Math.abs(value - own) < 0.001);
    await page.focus('[data-layer="2"]');
    await page.keyboard.press('Enter');
    await waitForText(page, '.unit-words', /^The largest of ([−\d.]+, ){3}[−\d.]+ is [−\d.]+\.$/);
  },
);

inBrowsers(
  'says what the answer rests on, dreams, fools and draws the map',
  { hash: HASH },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await page.waitForSelector('.thumb[aria-pressed="true"]', { timeout: PATIENCE });
    await press(page, 'toggle');
    await waitForPhase(page, 'done');
    /** @param {string} selector */
    const toView = (selector) =>
      page.$eval(selector, (element) => element.scrollIntoView({ block: 'center' }));

    await toView('.saliency');
    await waitForPicture(page, '.saliency canvas');
    const { digit } = await page.evaluate(() => {
      const { trainer, store } = window.inkling;
      return trainer.predict(store.get().gallery.items[0].image);
    });
    await waitForText(page, '.saliency-answer', new RegExp(`^It says ${digit}, \\d+% sure\\.$`));

    // Of a past moment, where one is shown.
    await page.evaluate(() => window.inkling.store.set({ at: 0 }));
    await page.click('.thumb:nth-child(2)');
    await toView('.saliency');
    const untrained = await page.evaluate(async () => {
      const { trainer, store } = window.inkling;
      const [, , one] = store.get().gallery.items;
      const { digit, probabilities } = await trainer.predict(one.image, { at: 0 });
      return `It says ${digit}, ${Math.floor(100 * probabilities[digit])}% sure`;
    });
    await waitForText(page, '.saliency-answer', new RegExp(untrained));
    await page.evaluate(() => window.inkling.store.set({ at: null }));
    await page.click('.thumb:nth-child(1)');

    await toView('[data-does="fool"]');
    await press(page, 'fool');
    await waitForText(page, '.fool-verdict', /becomes \d: \d+ of 784|none was found/);
    const fooling = await page.evaluate(() => {
      const { trainer, store } = window.inkling;
      return trainer.fool(store.get().gallery.items[0].image);
    });
    const [before, change, after] = await page.$$eval('.fool-pictures li', (items) =>
      items.map((item) => item.textContent ?? ''),
    );
    assert.ok(fooling.found);
    assert.match(before, new RegExp(`^${fooling.before} \\d+%$`));
    assert.match(after, new RegExp(`^${fooling.digit} \\d+%$`));
    assert.match(change, /^×[\d.]+ \(to ±[\d.]+\)$/);
    for (const i of [1, 2, 3])
      await waitForPicture(page, `.fool-pictures li:nth-child(${i}) canvas`);

    await toView('[data-does="dream"]');
    await press(page, 'dream');
    await page.waitForSelector('.dreams li:nth-child(10) canvas[aria-label*="looks like"]', {
      timeout: PATIENCE,
    });
    for (const i of [1, 10]) await waitForPicture(page, `.dreams li:nth-child(${i}) canvas`);

    await toView('.spreads');
    for (const i of [1, 2, 3]) {
      const row = `.spreads li:nth-child(${i})`;
      await waitForText(page, `${row} .spread-words`, /^Mean −?[\d.]+, deviation [\d.]+\./);
      await waitForPicture(page, `${row} canvas`);
    }

    await toView('.cloud');
    await waitForPicture(page, '.cloud');
    const { values } = await page.evaluate(async () => {
      const map = await window.inkling.trainer.view('map', { count: 2000 });
      return { values: [...map.values] };
    });
    const wrong = values.filter(
      (/** @type {number} */ guess, /** @type {number} */ i) =>
        i % 4 === 3 && guess !== values[i - 1],
    ).length;
    await waitForText(
      page,
      '.cloud-unit',
      new RegExp(`^${values.length / 4} images, ${wrong} wrong`),
    );
  },
);

inBrowsers(
  'asks for the map at most once a second, and for nothing when it is closed or out of sight',
  { hash: '#synthetic=2000&epochs=10000&lang=en' },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await witnessViews(page);
    await press(page, 'drawer-inside');
    await page.waitForSelector('.thumb[aria-pressed="true"]', { timeout: PATIENCE });
    await press(page, 'toggle');
    await waitForStep(page, 80);
    const named = async (/** @type {RegExp} */ pattern) =>
      (await viewsOf(page)).filter(([name]) => pattern.test(name));
    await page.waitForFunction(
      () =>
        Reflect.get(window, 'views').some(
          (/** @type {[string]} */ [name]) => name === 'activations:1',
        ),
      { timeout: PATIENCE },
    );
    assert.deepEqual(await named(/^(map|dream|fool)/), [], 'out of sight, nobody asks');
    await page.$eval('.cloud', (element) => element.scrollIntoView());
    await page.waitForFunction(
      () =>
        Reflect.get(window, 'views').filter((/** @type {[string]} */ [name]) => name === 'map')
          .length >= 3,
      { timeout: PATIENCE },
    );
    const times = (await named(/^map$/)).map(([, time]) => time);
    for (let i = 1; i < times.length; i++) assert.ok(times[i] - times[i - 1] >= 999, `${times}`);

    await press(page, 'drawer-inside');
    const last = (await named(/^(?!weights:0)/)).length;
    const { step } = await page.evaluate(() => window.inkling.store.get().progress);
    await waitForStep(page, step + 300);
    assert.equal((await named(/^(?!weights:0)/)).length, last);
  },
);

inBrowsers(
  'looks into the sample on the pad, and shows its outputs at the moment that is chosen',
  { hash: HASH },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await page.waitForSelector('.thumb[aria-pressed="true"]', { timeout: PATIENCE });
    assert.equal(await page.$eval('[data-does="own"]', (own) => own.matches(':disabled')), true);
    await page.waitForSelector('[data-does="sample"]:not(:disabled)', { timeout: PATIENCE });
    await press(page, 'toggle');
    await waitForPhase(page, 'done');
    await press(page, 'sample');
    await page.waitForSelector('[data-does="own"][aria-pressed="true"]', { timeout: PATIENCE });
    await page.$eval('.spreads', (element) => element.scrollIntoView());
    /** What the scores' lowest and highest ought to be. @param {number | undefined} at */
    const ends = (at) =>
      page.evaluate(async (moment) => {
        const { trainer, store } = window.inkling;
        const [, { values }] = await Promise.all([
          trainer.predict(store.get().sample.image, { ink: false }),
          trainer.view('activations:3', { at: moment }),
        ]);
        return [Math.min(...values), Math.max(...values)];
      }, at);
    /** @param {number[]} expected */
    const waitForEnds = (expected) =>
      page.waitForFunction(
        (lowest, highest) => {
          const words = [...document.querySelectorAll('.spreads li:last-child .spread-ends span')];
          const told = words.map((one) => Number((one.textContent ?? '').replace('−', '-')));
          return Math.abs(told[0] - lowest) < 0.01 && Math.abs(told[1] - highest) < 0.01;
        },
        { timeout: PATIENCE },
        ...expected,
      );
    const now = await ends(undefined);
    await waitForEnds(now);
    await page.focus('[data-choice="moment"]');
    await page.keyboard.press('Home');
    const before = await ends(0);
    assert.notDeepEqual(before, now);
    await waitForEnds(before);
    // A drawing takes the sample's place here too.
    await draw(page);
    await page.waitForFunction(() => window.inkling.store.get().prediction?.step === 0, {
      timeout: PATIENCE,
    });
    assert.equal(await page.$eval('[data-does="own"]', (own) => own.matches(':disabled')), false);
  },
);
