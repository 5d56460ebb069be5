/** Hands and eyes on an open page: drawing, pressing, dropping, waiting, reading. */

/** @typedef {import('puppeteer-core').Page} Page */

/** Patience with a slow machine; no test asserts how long anything takes. */
export const PATIENCE = 60_000;

/** @param {Page} page @param {...string} phases */
export async function waitForPhase(page, ...phases) {
  const selector = phases.map((phase) => `#lab[data-phase="${phase}"]`).join();
  await page.waitForSelector(selector, { timeout: PATIENCE });
}

/** Another tab of the same browser. @param {Page} page @param {string} address */
export async function openBeside(page, address) {
  const other = await page.browserContext().newPage();
  await other.setViewport({ width: 1280, height: 800 });
  await other.goto(address);
  await waitForPhase(other, 'idle', 'paused', 'done');
  return other;
}

/** @param {Page} page @param {string} does */
export const press = (page, does) => page.click(`[data-does="${does}"]`);

/** Presses what a phone keeps in its menu. @param {Page} page @param {string} does */
export async function pressInMenu(page, does) {
  const button = await page.$(`[data-does="${does}"]`);
  if (!(await button?.isVisible())) await page.click('.head-menu');
  await press(page, does);
}

/** @param {Page} page @param {string} selector @returns {Promise<string>} */
export const textOf = (page, selector) =>
  page.$eval(selector, (element) => element.textContent ?? '');

/** The state behind the page, as far as it can be sent over. @param {Page} page */
export const stateOf = (page) =>
  page.evaluate(() => {
    const { phase, progress, validation, source, recipe, fellBack, loaded } =
      window.inkling.store.get();
    return {
      phase,
      step: progress?.step ?? 0,
      totalSteps: progress?.totalSteps ?? 0,
      accuracy: validation?.accuracy ?? null,
      source,
      recipe,
      fellBack,
      loaded,
    };
  });

/** What a drawer shows when it has got what it asks for of a network that has trained. @type {Record<string, string>} */
const FULL = {
  inside: '.spreads li',
  mistakes: '.marked-list li',
  log: '.runs .run',
  experiments: '.lesson-content > *',
  network: '.net-layer',
  data: '.class-counts tr:nth-child(11)',
};

/** Until it shows all that it will. @param {Page} page @param {string} name of a drawer */
export async function openDrawer(page, name) {
  await press(page, `drawer-${name}`);
  const drawer = `[data-drawer="${name}"]:not([aria-busy])`;
  await page.waitForSelector(`${drawer} ${FULL[name] ?? '*'}`, { timeout: PATIENCE });
}

/** @param {Page} page @param {number} step */
export async function waitForStep(page, step) {
  await page.waitForFunction(
    (least) => /** @type {any} */ (window.inkling.store.get().progress?.step ?? 0) >= least,
    { timeout: PATIENCE },
    step,
  );
}

/**
 * Goes on training until the loss explodes, at once. No preset reaches a loss that is not finite by its
 * rate alone (its units die first), so the engine's word for it is put into its mouth.
 * @param {Page} page
 */
export async function explode(page) {
  await page.evaluate(() => {
    const { trainer } = window.inkling;
    const { step, train } = trainer;
    trainer.step = trainer.train = async () => {
      Object.assign(trainer, { step, train });
      throw Object.assign(new Error('the loss is no longer a finite number'), {
        code: 'INK_ERROR_NONFINITE',
      });
    };
  });
  await press(page, 'toggle');
  await waitForPhase(page, 'diverged');
}

/** In the network drawer, open: a first layer that does not fit, with the fault on its row. @param {Page} page */
export async function breakLayer(page) {
  await page.click('[data-path="layers.0.insert"]');
  await page.select('[data-path="layers.new"]', 'maxpool2d');
  const size = '[data-path="layers.0.size"]';
  // As it is added it fits; its row is made anew when the network with it is there.
  await page.waitForFunction(
    () => {
      const { description, draft } = window.inkling.store.get();
      return draft === null && description.layers[0].type === 'maxpool2d';
    },
    { timeout: PATIENCE },
  );
  await page.click(size, { count: 3 });
  await page.keyboard.type('40\n');
  await page.waitForSelector(`${size}[aria-invalid="true"]`, { timeout: PATIENCE });
}

/** @param {Page} page @returns {Promise<string>} */
export const hashOf = (page) => page.evaluate(() => window.inkling.trainer.weightsSha256());

/** The ten bars' heights, 0 … 1. @param {Page} page @returns {Promise<number[]>} */
export const barsOf = (page) =>
  page.$$eval('.bar', (bars) =>
    bars.map((bar) =>
      Number(/scaleY\((.*)\)/.exec(/** @type {HTMLElement} */ (bar).style.transform)?.[1]),
    ),
  );

/** A seven, as a share of the pad. */
export const SEVEN = [
  [0.3, 0.2],
  [0.5, 0.19],
  [0.7, 0.2],
  [0.6, 0.45],
  [0.5, 0.8],
];

/** Draws with the mouse. @param {Page} page @param {number[][]} points shares of the pad */
export async function draw(page, points = SEVEN) {
  const corner = await padBox(page);
  const [start, ...rest] = points.map(([x, y]) => [
    corner.x + x * corner.width,
    corner.y + y * corner.height,
  ]);
  await page.mouse.move(start[0], start[1]);
  await page.mouse.down();
  for (const [x, y] of rest) await page.mouse.move(x, y, { steps: 5 });
  await page.mouse.up();
}

/** @param {Page} page */
export async function padBox(page) {
  const pad = await page.$('.pad');
  const box = await pad?.boundingBox();
  if (!box) throw new Error('the pad is not on the page');
  return box;
}

/** @param {Page} page */
export async function waitForPrediction(page) {
  await page.waitForFunction(
    () => /^\d$/.test(document.querySelector('[data-read="digit"]')?.textContent ?? ''),
    { timeout: PATIENCE },
  );
}

/** From now on it is known which drawing the answer on the page is for. @param {Page} page */
export const witnessAnswers = (page) =>
  page.evaluate(() => {
    const { trainer, store } = window.inkling;
    const predict = trainer.predict.bind(trainer);
    trainer.predict = async (/** @type {unknown[]} */ ...args) => {
      const { drawing } = store.get();
      const answer = await predict(...args);
      Object.assign(window, { answered: drawing });
      return answer;
    };
  });

/** Until the answer is for all of the drawing. @param {Page} page after `witnessAnswers` */
export const waitForAnswer = (page) =>
  page.waitForFunction(
    () => Reflect.get(window, 'answered') === window.inkling.store.get().drawing,
    { timeout: PATIENCE },
  );

/**
 * Drops files on the page, as a hand from outside would.
 * @param {Page} page @param {Record<string, Uint8Array>} files by name
 */
export async function drop(page, files) {
  const sent = Object.entries(files).map(([name, bytes]) => [
    name,
    Buffer.from(bytes).toString('base64'),
  ]);
  await page.evaluate((all) => {
    const carried = new DataTransfer();
    for (const [name, text] of all) {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      carried.items.add(new File([bytes], name));
    }
    const target = /** @type {HTMLElement} */ (document.querySelector('.pad'));
    for (const type of ['dragenter', 'dragover', 'drop'])
      target.dispatchEvent(
        new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }),
      );
  }, sent);
}
