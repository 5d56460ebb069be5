/**
 * Whether it reads what one draws: two hundred digits by hands of many kinds, replayed on the pad with
 * the mouse, before a `cnn` that the page has trained on an eighth of MNIST.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  inBrowsers,
  PATIENCE,
  padBox,
  press,
  textOf,
  waitForAnswer,
  waitForPhase,
  witnessAnswers,
} from './harness.js';
import { handwriting } from './ink-strokes.js';
import { firstOf, MISSING, mnist } from './mnist.js';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {import('./ink-strokes.js').Drawn} Drawn */

/** As many images and epochs as a test can wait for; all of MNIST makes it better. */
const SHARE = { train: 8000, t10k: 2000 };
const EPOCHS = 3;
/** Of all drawings. */
const LEAST_RIGHT = 0.95;

/**
 * The hand with the mouse: it finds the pad and the button beside it once, and takes another pen only
 * where it wants another.
 * @param {Page} page
 */
async function createHand(page) {
  const { mouse } = page;
  const box = await padBox(page);
  const clear = await (await page.waitForSelector('[data-does="clear"]'))?.clickablePoint();
  assert.ok(clear);
  let held = '';
  /** @param {Drawn} drawn @returns {Promise<string>} what the page takes it for */
  return async ({ pen, strokes }) => {
    if (pen !== held) await page.select('[data-choice="pen"]', pen);
    held = pen;
    // As a quick hand does: many points between two frames.
    const moves = strokes.flatMap((stroke) => {
      const [first, ...rest] = stroke.map(({ x, y }) => [
        box.x + x * box.height,
        box.y + y * box.height,
      ]);
      return [
        mouse.move(first[0], first[1]),
        mouse.down(),
        ...rest.map(([x, y]) => mouse.move(x, y)),
        mouse.up(),
      ];
    });
    await Promise.all(moves);
    await waitForAnswer(page);
    const guess = await textOf(page, '[data-read="digit"]');
    await mouse.click(clear.x, clear.y);
    return guess;
  };
}

/**
 * Right ones by what they have in common.
 * @param {(Drawn & {guess: string})[]} all @param {(drawn: Drawn) => string | number} of
 */
function tally(all, of) {
  const kinds = [...new Set(all.map(of))];
  return kinds
    .map((kind) => {
      const same = all.filter((drawn) => of(drawn) === kind);
      return `${kind}: ${same.filter(isRight).length}/${same.length}`;
    })
    .join(', ');
}

/** @param {Drawn & {guess: string}} drawn */
const isRight = ({ digit, guess }) => guess === String(digit);

if (!mnist) test('reads handwriting of many kinds', { skip: MISSING }, () => {});
else
  inBrowsers(
    'reads handwriting of many kinds',
    {
      hash: `#model=cnn&epochs=${EPOCHS}&threads=2&lang=en`,
      server: { data: firstOf(mnist.files, SHARE), isolated: true },
      // Firefox takes minutes for as many words of the mouse.
      only: ['chromium'],
      timeout: 5 * PATIENCE,
    },
    async ({ page, browser }) => {
      await waitForPhase(page, 'idle');
      await press(page, 'toggle');
      await page.waitForSelector('#lab[data-phase="done"]', { timeout: 3 * PATIENCE });
      await witnessAnswers(page);
      const { width, height } = await padBox(page);
      const guessOf = await createHand(page);
      const all = [];
      for (const drawn of handwriting(1, width / height))
        all.push({ ...drawn, guess: await guessOf(drawn) });
      const right = all.filter(isRight).length / all.length;
      const wrong = all
        .filter((drawn) => !isRight(drawn))
        .map(({ digit, style, way, guess }) => `${digit}${'abcd'[style]} ${way} → ${guess}`);
      console.log(
        `${browser}: ${(100 * right).toFixed(1)} % of ${all.length} drawings\n` +
          `by digit: ${tally(all, ({ digit }) => digit)}\n` +
          `by style: ${tally(all, ({ style }) => 'abcd'[style])}\n` +
          `by way: ${tally(all, ({ way }) => way)}\n` +
          `wrong: ${wrong.join(', ') || 'none'}`,
      );
      assert.ok(right >= LEAST_RIGHT, `${right}: ${wrong.join(', ')}`);
    },
  );
