/** The network builder: layers put in, taken out and moved, by pointer, finger and key. */
import assert from 'node:assert/strict';
import {
  inBrowsers,
  PATIENCE,
  press,
  stateOf,
  textOf,
  waitForPhase,
  waitForStep,
} from './harness.js';

/** @typedef {import('puppeteer-core').Page} Page */

const SMALL = '#synthetic=2000&epochs=2&lang=en&drawer=network';
const ENDLESS = '#synthetic=2000&epochs=10000&lang=en&drawer=network';

/** @param {Page} page */
async function waitForBuilder(page) {
  await page.waitForSelector('.net-layer', { timeout: PATIENCE });
  await waitForPhase(page, 'idle');
}

/** @param {Page} page @returns {Promise<string[]>} the rows' types */
const typesOf = (page) =>
  page.$$eval('.net-layer > select', (all) =>
    all.map((select) => /** @type {HTMLSelectElement} */ (select).value),
  );

/** Waits until a network of these layers runs. @param {Page} page @param {string[]} types */
async function waitForLayers(page, types) {
  await page.waitForFunction(
    (wanted) => {
      const { description, draft } = window.inkling.store.get();
      const names = description.layers.map((/** @type {{type: string}} */ { type }) => type);
      return draft === null && names.join() === wanted;
    },
    { timeout: PATIENCE },
    types.join(),
  );
  assert.deepEqual(await typesOf(page), types);
}

/** @param {Page} page @param {string} path @param {string} text */
async function write(page, path, text) {
  const field = `[data-path="${path}"]`;
  await page.click(field, { count: 3 });
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** @param {Page} page @returns {Promise<string | undefined>} */
const focusedPath = (page) =>
  page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).dataset.path);

/** The middle of a row's grip. @param {Page} page @param {number} at */
async function gripOf(page, at) {
  const grip = await page.$(`[data-path="layers.${at}.move"]`);
  await grip?.scrollIntoView();
  const box = await grip?.boundingBox();
  assert.ok(box);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

inBrowsers(
  'puts a convolution and a pool before the rest, trains it, keeps it over a reload, and goes back',
  { hash: SMALL },
  async ({ page }) => {
    await waitForBuilder(page);
    assert.deepEqual(await typesOf(page), ['flatten', 'dense', 'relu', 'dense']);
    await page.click('[data-path="layers.0.insert"]');
    assert.equal(await focusedPath(page), 'layers.new');
    await page.select('[data-path="layers.new"]', 'conv2d');
    await waitForLayers(page, ['conv2d', 'flatten', 'dense', 'relu', 'dense']);
    assert.equal(await focusedPath(page), 'layers.0');
    await page.click('[data-path="layers.1.insert"]');
    await page.select('[data-path="layers.new"]', 'maxpool2d');
    const types = ['conv2d', 'maxpool2d', 'flatten', 'dense', 'relu', 'dense'];
    await waitForLayers(page, types);
    await write(page, 'layers.0.filters', '6');
    await page.waitForFunction(
      () => document.querySelector('.net-shape')?.textContent === '6×26×26',
      { timeout: PATIENCE },
    );
    const shapes = await page.$$eval('.net-shape', (all) => all.map((one) => one.textContent));
    assert.deepEqual(shapes, ['6×26×26', '6×13×13', '1014', '128', '128', '10']);
    assert.equal(
      await textOf(page, '[data-read="total"]'),
      `${(6 * 10 + 1015 * 128 + 1290).toLocaleString('en')} weights`,
    );
    assert.match(
      await page.evaluate(() => location.hash),
      /network=conv2d:filters=6,maxpool2d,flatten,dense:units=128,relu,dense:units=classes;/,
    );
    assert.equal(
      await page.$eval('[data-choice="model"] :checked', (option) => option.textContent),
      'MLP: one hidden layer, changed',
    );
    await press(page, 'toggle');
    await waitForPhase(page, 'done');

    await page.reload();
    await waitForBuilder(page);
    await waitForLayers(page, types);
    assert.equal(await page.$eval('[data-path="layers.0.filters"]', readValue), '6');

    await page.click('[data-path="layers.1.remove"]');
    await waitForLayers(page, ['conv2d', 'flatten', 'dense', 'relu', 'dense']);
    assert.equal(await focusedPath(page), 'layers.1.remove');
    await press(page, 'preset');
    await waitForLayers(page, ['flatten', 'dense', 'relu', 'dense']);
    assert.doesNotMatch(await page.evaluate(() => location.hash), /network=/);
    assert.equal(await page.$eval('[data-choice="model"]', readValue), 'mlp');
  },
);

/** @param {Element} control */
const readValue = (control) => /** @type {HTMLInputElement} */ (control).value;

inBrowsers('moves layers by keys and by drag', { hash: SMALL }, async ({ page }) => {
  await waitForBuilder(page);
  await page.focus('[data-path="layers.2.move"]');
  await page.keyboard.press('ArrowUp');
  await waitForLayers(page, ['flatten', 'relu', 'dense', 'dense']);
  assert.equal(await focusedPath(page), 'layers.1.move');
  await page.keyboard.press('ArrowUp');
  await waitForLayers(page, ['relu', 'flatten', 'dense', 'dense']);
  // There is nothing above the first.
  await page.keyboard.press('ArrowUp');
  assert.equal(await focusedPath(page), 'layers.0.move');
  assert.equal(
    await textOf(page, '[data-drawer="network"] [aria-live]'),
    'relu is now layer 1 of 4.',
  );

  const start = await gripOf(page, 0);
  const end = await gripOf(page, 2);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x, end.y + 6, { steps: 6 });
  assert.ok(await page.$('.net-layer.is-dragged'));
  await page.mouse.up();
  await waitForLayers(page, ['flatten', 'dense', 'relu', 'dense']);
  assert.equal(await page.$('.is-dragged, .is-before, .is-after'), null);

  // Escape lets go without moving, and leaves the drawer open.
  const from = await gripOf(page, 0);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x, end.y, { steps: 4 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  assert.deepEqual(await typesOf(page), ['flatten', 'dense', 'relu', 'dense']);
  assert.ok(await page.$('.net-layer'));
});

inBrowsers(
  'drags with a finger on a phone',
  // Touch is emulated by Chromium only.
  {
    hash: SMALL,
    only: ['chromium'],
    viewport: { width: 390, height: 664, hasTouch: true, isMobile: true },
  },
  async ({ page }) => {
    await waitForBuilder(page);
    const start = await gripOf(page, 1);
    const scrolled = await page.evaluate(() => scrollY);
    await page.touchscreen.touchStart(start.x, start.y);
    await page.touchscreen.touchMove(start.x, start.y + 20);
    // Just below the next row's middle, wherever that has come to by then.
    for (let i = 0; i < 3; i++) {
      const middle = await page.$eval('.net-layer:nth-child(3)', (row) => {
        const { top, height } = row.getBoundingClientRect();
        return top + height / 2;
      });
      await page.touchscreen.touchMove(start.x, middle + 6);
    }
    await page.touchscreen.touchEnd();
    await waitForLayers(page, ['flatten', 'relu', 'dense', 'dense']);
    const moved = (await page.evaluate(() => scrollY)) - scrolled;
    assert.ok(Math.abs(moved) < 200, 'the finger moved the row and not the page');
  },
);

inBrowsers(
  'says what is wrong on its row, and goes on training the network there was',
  { hash: ENDLESS },
  async ({ page }) => {
    await waitForBuilder(page);
    await press(page, 'toggle');
    await waitForStep(page, 80);
    await page.click('[data-path="layers.0.insert"]');
    await page.select('[data-path="layers.new"]', 'maxpool2d');
    await waitForPhase(page, 'idle');
    await press(page, 'toggle');
    await waitForStep(page, 20);
    await write(page, 'layers.0.size', '40');
    await page.waitForSelector('[data-path="layers.0.size"][aria-invalid="true"]', {
      timeout: PATIENCE,
    });
    const described = await page.$eval(
      '[data-path="layers.0.size"]',
      (field) => document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent,
    );
    assert.match(described ?? '', /^size: 40 is larger than its input, 28×28/);
    assert.ok(await page.$('.net-layer:first-child .net-fault'), 'it stands on its row');
    const { step, phase } = await stateOf(page);
    assert.equal(phase, 'training');
    await waitForStep(page, step + 20);
    assert.equal(await page.$('.notice:not([hidden])'), null);

    await write(page, 'layers.0.size', '2');
    await page.waitForFunction(() => document.querySelector('[aria-invalid]') === null, {
      timeout: PATIENCE,
    });
    assert.equal(await page.$('.net-fault:not([hidden])'), null);

    // A wrong live value as well.
    await write(page, 'penalty.l2', '-1');
    await page.waitForSelector('[data-path="penalty.l2"][aria-invalid="true"]', {
      timeout: PATIENCE,
    });
    assert.match(await textOf(page, '.net-fault'), /^L2: -1 is outside 0 … 1000/);
  },
);

inBrowsers(
  'changes numbers of the training without a new network',
  { hash: ENDLESS },
  async ({ page }) => {
    await waitForBuilder(page);
    await press(page, 'toggle');
    await waitForStep(page, 80);
    for (const [path, text] of Object.entries({
      'optimizer.learningRate': '0.002',
      'penalty.l2': '0.001',
      batchSize: '64',
      clipNorm: '5',
    })) {
      await write(page, path, text);
      await page.waitForFunction(
        (name, value) => {
          const { recipe, draft } = window.inkling.store.get();
          const { rate, batch, config } = recipe;
          const held = { 'optimizer.learningRate': rate, batchSize: batch };
          const own = name
            .split('.')
            .reduce((/** @type {any} */ place, /** @type {string} */ key) => place?.[key], config);
          return draft === null && (held[/** @type {'batchSize'} */ (name)] ?? own) === value;
        },
        { timeout: PATIENCE },
        path,
        Number(text),
      );
    }
    const { step, phase } = await stateOf(page);
    assert.ok(step >= 80);
    assert.equal(phase, 'training');
    await waitForStep(page, step + 20);
    const progress = await page.evaluate(() => window.inkling.store.get().progress);
    assert.ok(progress.learningRate <= 0.002);
    // The rate's other control knows.
    assert.equal(await page.$eval('[data-choice="rate"]', readValue), '0.002');
    await page.select('[data-path="loss"]', 'hinge');
    await waitForPhase(page, 'idle');
    assert.equal((await stateOf(page)).step, 0);
  },
);

inBrowsers(
  'says that an address holds a network the engine will not have, and shows it to be mended',
  { hash: '#synthetic=2000&lang=en&drawer=network&network=flatten,dense:units=3' },
  async ({ page }) => {
    await waitForBuilder(page);
    await page.waitForSelector('.notice:not([hidden])');
    assert.match(await textOf(page, '.notice-words'), /puts out 3 numbers/);
    assert.deepEqual(await typesOf(page), ['flatten', 'dense']);
    await page.waitForSelector('[data-path="layers.1"][aria-invalid="true"]');
    await write(page, 'layers.1.units', 'classes');
    await waitForLayers(page, ['flatten', 'dense']);
    assert.match(await page.evaluate(() => location.hash), /network=flatten,dense:units=classes/);
  },
);

inBrowsers(
  'leaves out what the address says, and keeps the read-outs',
  { hash: '#synthetic=2000&lang=en&drawer=network&hide=builder,charts,rate,pen,data' },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await page.waitForSelector('.net-layer', { timeout: PATIENCE });
    // It is there once there are images to show.
    await page.waitForSelector('.gallery:not([hidden])', { timeout: PATIENCE });
    /** @param {string} selector */
    const isSeen = (selector) =>
      page.$eval(selector, (element) => element.checkVisibility({ visibilityProperty: true }));
    for (const gone of ['.net-layer', '[data-does="drawer-network"]', '.chart', '.open-row'])
      assert.equal(await isSeen(gone), false, gone);
    assert.equal(await isSeen('[data-choice="pen"]'), false);
    for (const there of ['[data-does="toggle"]', '[data-does="drawer-log"]', '.gallery'])
      assert.equal(await isSeen(there), true, there);
    await page.waitForFunction(
      () =>
        /** @type {HTMLSelectElement} */ (document.querySelector('[data-choice="rate"]')).value !==
        '',
      { timeout: PATIENCE },
    );
    // The rate is still to be read, and by no hand or key to be changed.
    assert.equal(await page.$eval('[data-choice="rate"]', readValue), '0.006');
    assert.equal(await isSeen('[data-choice="rate"]'), true);
    await page.focus('[data-choice="optimizer"]');
    await page.keyboard.press('Tab');
    assert.equal(
      await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).dataset.choice),
      'batch',
    );
    assert.match(await page.evaluate(() => location.hash), /hide=builder,charts,rate,pen,data/);
    await page.evaluate(() => window.inkling.store.set({ hide: null }));
    assert.equal(await isSeen('.net-layer'), true);
    assert.equal(await page.$('[data-choice="rate"]:disabled'), null);

    await page.evaluate(() =>
      history.replaceState(null, '', '#synthetic=2000&lang=en&hide=chartz'),
    );
    await page.reload();
    await page.waitForSelector('.notice:not([hidden])', { timeout: PATIENCE });
    assert.match(await textOf(page, '.notice-words'), /hide=chartz/);
  },
);

inBrowsers(
  'opens from the recipe, by key, in Korean',
  { hash: '#synthetic=2000&lang=ko' },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await page.focus('[data-does="open-network"]');
    await page.keyboard.press('Enter');
    await waitForBuilder(page);
    assert.equal(await textOf(page, '[data-does="preset"]'), '원래 구성으로');
    /** What a person gets to read and to hear of each. */
    const explained = await page.$$eval('.net-layer select, .net-group select, .net-field', (all) =>
      all.map((one) => {
        const control = one.querySelector('input') ?? one;
        return [/** @type {HTMLElement} */ (one).title, control.getAttribute('aria-description')];
      }),
    );
    assert.ok(explained.length > 40);
    for (const [title, description] of explained) {
      assert.match(title ?? '', /[가-힣]요(\(.*?\))?\. /);
      assert.doesNotMatch(title ?? '', /[a-z]\.( |$)/);
      assert.equal(description, title);
    }
    assert.match(
      await page.$eval('[data-path="layers.1.units"]', (field) => field.ariaDescription ?? ''),
      /^출력의 개수이고, ‘classes’라고 쓰면 클래스 수와 같아요\. /,
    );
    await page.focus('[data-path="layers.add"]');
    await page.keyboard.press('Enter');
    assert.equal(await focusedPath(page), 'layers.new');
    const titles = await page.$$eval('[data-path="layers.new"] option:not([value=""])', (all) =>
      all.map((option) => /** @type {HTMLElement} */ (option).title),
    );
    assert.ok(titles.length > 10);
    for (const title of titles) assert.match(title, /[가-힣]/);
    await page.keyboard.press('Escape');
    assert.equal(await focusedPath(page), 'layers.add');
    assert.equal(await page.$('.is-new'), null);
    await page.keyboard.press('Escape');
    await page.waitForSelector('.net-layer', { hidden: true });
  },
);
