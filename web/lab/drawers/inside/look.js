/** Asks about one picture: every question in one go, so that no other picture comes between. */

/**
 * @param {import('../../state.js').Trainer} trainer
 * @param {Uint8Array} image 784 bytes
 * @param {string[]} names of views
 * @param {number | null} moment the step whose weights answer; null: now
 */
export async function look(trainer, image, names, moment) {
  const at = moment ?? undefined;
  const [prediction, ...views] = await Promise.all([
    trainer.predict(image, { at }),
    ...names.map((name) => trainer.view(name, { at })),
  ]);
  return { prediction, views };
}

/** 0.12345 → "0.123", −1234.5 → "−1234.5": three decimals, fewer of large numbers. @param {number} value */
export function figure(value) {
  const size = Math.abs(value);
  const text = value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : 3);
  // What rounds to nothing has no sign.
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}
