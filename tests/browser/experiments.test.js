/** The Experiments drawer: small calculations by hand, and the engine's experiments. */
import assert from 'node:assert/strict';
import { inBrowsers, PATIENCE, press, textOf, waitForPhase, waitForStep } from './harness.js';

/** @typedef {import('puppeteer-core').Page} Page */

/** @param {string} lesson @param {string} [rest] */
const hash = (lesson, rest = '') =>
  `#synthetic=600&epochs=2&lang=en&drawer=experiments&lesson=${lesson}${rest}`;

/** @param {Page} page @param {string} name */
const read = (page, name) => textOf(page, `[data-read="${name}"]`);

/** Types into a field in place of what it holds. @param {Page} page @param {string} choice @param {string} text */
async function fill(page, choice, text) {
  await page.focus(`[data-choice="${choice}"]`);
  await page.keyboard.down('Control');
  await page.keyboard.press('a');
  await page.keyboard.up('Control');
  await page.keyboard.type(text);
}

/** The numbers on the drawing, in order. @param {Page} page @param {string} kind */
const numbersOf = (page, kind) =>
  page.$$eval(`.graph-drawing .graph-${kind}`, (texts) =>
    texts.map((text) => text.textContent ?? '').filter((text) => text !== ''),
  );

inBrowsers(
  'steps through a graph, forward and back, by button and by key',
  { hash: hash('graph') },
  async ({ page }) => {
    await page.waitForSelector('.graph-drawing', { timeout: PATIENCE });
    assert.deepEqual(await numbersOf(page, 'value'), ['1', '2', '2', '0']);
    assert.match(await textOf(page, '.graph-rule'), /first the values go forward/);
    await press(page, 'graph.next');
    assert.equal(await textOf(page, '.graph-steps li'), 'a = x + y = 1 + 2 = 3');
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
    assert.equal(
      await textOf(page, '.graph-steps [aria-current="step"]'),
      'a: ∂f/∂a · ∂f/∂f = 2 · 1 = 2b: ∂f/∂b · ∂f/∂f = 3 · 1 = 3',
    );
    assert.match(await textOf(page, '.graph-rule'), /^Mul switches/);
    await page.keyboard.press('End');
    assert.equal(await textOf(page, '.graph-steps li:last-child'), '∂f/∂y = 3 + 2 = 5');
    assert.deepEqual(await numbersOf(page, 'value'), ['1', '2', '2', '0', '3', '2', '6']);
    assert.deepEqual(await numbersOf(page, 'gradient'), ['2', '2', '3', '0', '2', '3', '1', '5']);
    await page.keyboard.press('ArrowLeft');
    assert.equal((await page.$$('.graph-steps li')).length, 7);

    // Numbers of one's own; the other graph, whose unit is dead with b = 1.
    await fill(page, 'graph-z', '3');
    assert.equal(
      await textOf(page, '.graph-steps li:nth-child(2)'),
      'b = max(y, z) = max(2, 3) = 3',
    );
    await page.select('[data-choice="graph.formula"]', 'neuron');
    assert.equal(await page.$('.graph-steps li'), null);
    await fill(page, 'graph-b', '1');
    await press(page, 'graph.all');
    assert.match(await textOf(page, '.graph-steps li:last-child'), /= 2 · 0 = 0$/);
    assert.equal((await numbersOf(page, 'gradient')).filter((text) => text === '0').length, 5);
    assert.match(
      await page.$eval('.graph-picture', (picture) => picture.ariaLabel ?? ''),
      /^Graph of f = max\(x · w \+ b, 0\), 7 of 7 steps done/,
    );
  },
);

inBrowsers(
  'computes both losses of three scores, and jiggles them',
  { hash: hash('scores') },
  async ({ page }) => {
    await page.waitForSelector('.scores', { timeout: PATIENCE });
    assert.equal(await read(page, 'term-1'), 'max(0, 5.1 − 3.2 + 1) = 2.9');
    assert.equal(await read(page, 'hinge'), '2.9 + 0 = 2.9');
    assert.equal(await read(page, 'probability-1'), '86.9%');
    await press(page, 'scores.example2');
    assert.equal(await read(page, 'crossEntropy'), '−ln 0.159 = 1.841');
    await fill(page, 'number-0', '5');
    assert.equal(await read(page, 'hinge'), '0 + 0 = 0');
    assert.match(await textOf(page, '.scores-verdict'), /^The right score leads/);
    await fill(page, 'margin', '4');
    assert.equal(await read(page, 'hinge'), '1 + 0 = 1');
    await page.focus('[data-choice="range-0"]');
    await page.keyboard.press('ArrowRight');
    assert.equal(await read(page, 'hinge'), '0.9 + 0 = 0.9');
    await page.click('[data-does="right-2"]');
    assert.equal(await read(page, 'term-2'), 'right class');

    await press(page, 'scores.example3');
    await fill(page, 'margin', '1');
    for (let i = 0; i < 3; i++) {
      await press(page, 'scores.jiggle');
      assert.equal(await read(page, 'hingeChange'), 'unchanged');
      assert.match(await read(page, 'crossEntropyChange'), /^[+−][\d.]+$/);
    }
  },
);

/** @param {Page} page @param {string} name @param {RegExp} pattern */
const waitForRead = (page, name, pattern) =>
  page.waitForFunction(
    (selector, source) =>
      new RegExp(source).test(document.querySelector(selector)?.textContent ?? ''),
    { timeout: PATIENCE },
    `[data-read="${name}"]`,
    pattern.source,
  );

/** A cell of the table. @param {Page} page @param {string} run @param {string} column */
const cell = (page, run, column) =>
  textOf(page, `[data-run="${run}"] [data-column="${column}"] .number`);

inBrowsers(
  'runs an experiment to its end beside the page, and keeps it while the drawer is closed',
  { hash: '#synthetic=3000&epochs=10000&lang=en&drawer=experiments' },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await page.waitForSelector('[data-does="trials.run"]:not(:disabled)', { timeout: PATIENCE });
    assert.match(await textOf(page, '.trials-words'), /^Overfit twenty images.*has a bug\./);
    await press(page, 'toggle');
    await waitForStep(page, 80);
    const workers = page.workers().length;
    await page.focus('[data-does="trials.run"]');
    await page.keyboard.press('Enter');
    // The page's own training makes room, and goes on when it is asked to.
    await waitForPhase(page, 'paused');
    await waitForRead(page, 'outcome', /^Done\. Best on the test images: 20 images, no reg/);
    assert.equal(await cell(page, 'overfit-tiny', 'train'), '100.0%');
    const test = Number.parseFloat(await cell(page, 'overfit-tiny', 'test'));
    assert.ok(test > 10 && test < 80, `${test} % of images it has not learnt`);
    assert.match(await cell(page, 'overfit-tiny', 'last'), /^0\.00\d+$/);
    const panel = await page.$eval('.panel-canvas', (canvas) => canvas.ariaLabel ?? '');
    assert.match(panel, /: training loss 0\.0\d+, validation loss \d/);
    // Its Worker goes; no other way to wait for that is known than to look again.
    while (page.workers().length > workers) await new Promise((resolve) => setTimeout(resolve, 50));

    await press(page, 'drawer-experiments');
    await press(page, 'drawer-experiments');
    await waitForRead(page, 'outcome', /^Done/);
    assert.equal(await cell(page, 'overfit-tiny', 'train'), '100.0%');
    await page.select('[data-choice="trials.experiment"]', 'random-search');
    assert.equal(await cell(page, 'random-search', 'test'), '–');
    assert.match(await page.evaluate(() => location.hash), /experiment=random-search/);
    await press(page, 'trials.run');
    await waitForRead(page, 'outcome', /^Done\. Best on the test images: SGD, as many steps/);

    await page.click('[data-run="follow-the-slope"] [data-does="trials.take"]');
    await page.waitForFunction(() => window.inkling.store.get().recipe.batch === 1000, {
      timeout: PATIENCE,
    });
    await waitForPhase(page, 'idle');
    const { optimizer, rate } = await page.evaluate(() => window.inkling.store.get().recipe);
    assert.deepEqual([optimizer, rate], ['sgd', 0.1]);
  },
);

inBrowsers(
  'cancels an experiment, keeps what is finished, and says what is shortened',
  { hash: hash('trials', '&experiment=results') },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await page.waitForSelector('[data-does="trials.run"]:not(:disabled)', { timeout: PATIENCE });
    assert.match(await textOf(page, '.trials-note'), /^Here with 3 epochs unless run in full/);
    await page.click('[data-does="trials.full"]');
    await press(page, 'trials.run');
    await waitForRead(page, 'trials', /^[2-9] of 11: .*, epoch \d+\/15, \d+:\d\d left$/);
    await press(page, 'trials.cancel');
    await waitForRead(page, 'outcome', /^Cancelled/);
    assert.match(await cell(page, 'softmax-random-sgd', 'test'), /%$/);
    assert.equal(await cell(page, 'mlp-improved', 'test'), '–');
    await page.waitForSelector('[data-does="trials.cancel"]:disabled', { timeout: PATIENCE });
  },
);

inBrowsers(
  'checks the gradients of the network, tensor by tensor',
  { hash: hash('gradient', '&model=softmax') },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await press(page, 'gradient.run');
    await waitForRead(
      page,
      'gradient',
      /^All 2 gradients are right: .* \de−\d, and 0\.001 would do/,
    );
    const rows = await page.$$eval('[data-tensor]', (all) =>
      all.map((row) => [...row.children].map((one) => one.textContent ?? '')),
    );
    assert.deepEqual(
      rows.map(([name, , bound, tried, , mark]) => [name, bound, tried, mark]),
      [
        ['layers.1.weight', '1e−3', '100 of 7,840', 'right'],
        ['layers.1.bias', '1e−3', '10 of 10', 'right'],
      ],
    );
    for (const [, error] of rows) assert.ok(Number(error.replace('−', '-')) < 1e-3, error);
  },
);

inBrowsers(
  'shows batch and epoch as a mock exam, beside the numbers of the page',
  { hash: hash('exam') },
  async ({ page }) => {
    await waitForPhase(page, 'idle');
    await press(page, 'exam.step');
    await press(page, 'exam.step');
    assert.match(await read(page, 'paper'), /^Epoch 1: 20 of 100 answered.* 2 times/);
    assert.equal(await read(page, 'exam-perEpoch'), '10');
    // 500 of the 600 images train, in batches of 128.
    assert.equal(await read(page, 'page-perEpoch'), '4');
    assert.equal(await read(page, 'page-total'), '8');
    await page.select('[data-choice="exam.batch"]', '100');
    assert.equal(await read(page, 'exam-perEpoch'), '1');
    await press(page, 'exam.epoch');
    await press(page, 'exam.epoch');
    assert.match(await read(page, 'paper'), /^2 times through the paper/);
    await page.select('[data-choice="batch"]', '64');
    await waitForRead(page, 'page-perEpoch', /^8$/);
  },
);

inBrowsers(
  'speaks Korean in every part, and keeps the part over a reload',
  { hash: hash('graph', '&lang=ko') },
  async ({ page }) => {
    await page.waitForSelector('.graph-drawing', { timeout: PATIENCE });
    await press(page, 'graph.next');
    assert.match(await textOf(page, '.graph-rule'), /^순전파/);
    for (const part of await page.$$('.lesson')) {
      await part.click();
      await page.waitForSelector('.lesson-content > div > *', { timeout: PATIENCE });
      assert.match(await textOf(page, '.lesson-content'), /[가-힣]/);
    }
    await press(page, 'lesson-scores');
    await page.reload();
    await page.waitForSelector('.scores', { timeout: PATIENCE });
    assert.equal(await read(page, 'term-0'), '정답');
    await waitForPhase(page, 'idle');
  },
);
