// How long the engine takes to its first step.
import { median } from '../statistics.mjs';
import * as write from '../table.mjs';

/** @typedef {import('./measure.js').Start} Start */

/** Milliseconds from the first 2,048 samples to the first step. */
const FIRST_STEP_LIMIT = 300;

/** @param {(Start | undefined)[]} sessions @returns {Start | undefined} */
export function summaryOfStart(sessions) {
  if (!sessions.some(Boolean)) return undefined;
  const middle = (/** @type {keyof Start} */ of) => median(sessions.map((start) => start?.[of]));
  return {
    ready: middle('ready'),
    firstStep: middle('firstStep'),
    untilFirstStep: middle('untilFirstStep'),
    untilLoaded: middle('untilLoaded'),
  };
}

/** @param {(Start & {name: string})[]} rows */
export const startTable = (rows) =>
  write.table(
    [
      'engine-build-threads',
      'createTrainer → ready',
      '2,048 samples → first step',
      `of ${FIRST_STEP_LIMIT} ms`,
      'createTrainer → first step',
      '→ all data in',
    ],
    rows.map(({ name, ready, firstStep, untilFirstStep, untilLoaded }) => [
      name,
      write.milliseconds(ready),
      write.milliseconds(firstStep),
      write.times(firstStep / FIRST_STEP_LIMIT),
      write.milliseconds(untilFirstStep),
      write.milliseconds(untilLoaded),
    ]),
  );
