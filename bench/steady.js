/** The rate of steady training, of us and of the peers alike, in Node and in pages. */

/**
 * @typedef {object} Protocol
 * @property {number} batch samples a step
 * @property {number} warmMilliseconds
 * @property {number} windowMilliseconds
 * @property {number} windows
 */

/**
 * @template T
 * @typedef {object} Steady
 * @property {number[]} rates samples a second of each window, by the caller's clock
 * @property {number} stepsPerWindow
 * @property {T[]} answers of the step that was each window
 */

/**
 * Warms up, then measures windows of one fixed number of steps.
 * @template T
 * @param {(steps: number) => Promise<T>} train takes so many steps; they are done when it resolves
 * @param {Protocol} protocol
 * @returns {Promise<Steady<T>>}
 */
export async function steadyRates(train, protocol) {
  const { batch, warmMilliseconds, windowMilliseconds, windows } = protocol;
  let steps = 1;
  let perStep = 1;
  for (let warmed = 0; warmed < warmMilliseconds; ) {
    const took = (await time(() => train(steps))).milliseconds;
    perStep = took / steps;
    warmed += took;
    if (took < warmMilliseconds / 3) steps *= 2;
  }
  const stepsPerWindow = Math.max(1, Math.round(windowMilliseconds / perStep));
  /** @type {number[]} */
  const rates = [];
  /** @type {T[]} */
  const answers = [];
  for (let window = 0; window < windows; window++) {
    const { milliseconds, answer } = await time(() => train(stepsPerWindow));
    rates.push((1000 * stepsPerWindow * batch) / milliseconds);
    answers.push(answer);
  }
  return { rates, stepsPerWindow, answers };
}

/** @template T @param {() => Promise<T>} work */
async function time(work) {
  const start = performance.now();
  const answer = await work();
  return { milliseconds: performance.now() - start, answer };
}
