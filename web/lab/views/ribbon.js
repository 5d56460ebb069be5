/** How likely each class of a picture was over training time: a column a moment, a row a class. */

/**
 * @typedef {ArrayLike<number> | null} Column probabilities; null: not known yet
 * @typedef {{digit: number, from: number, to: number}} Stretch of columns with one likeliest class,
 *   from the first to the last of them
 */

/** Of the numerals above the rows, CSS pixels. */
const NUMERALS = 16;
/** A stretch that is narrower stays without its numeral. */
const LEAST = 12;

/** @param {ArrayLike<number>} probabilities */
const likeliest = (probabilities) => {
  let best = 0;
  for (let i = 1; i < probabilities.length; i++)
    if (probabilities[i] > probabilities[best]) best = i;
  return best;
};

/**
 * Which class was the likeliest, and when; a column that is not known yet belongs to none.
 * @param {readonly Column[]} columns @returns {Stretch[]}
 */
export function stretchesOf(columns) {
  /** @type {Stretch[]} */
  const stretches = [];
  for (const [i, column] of columns.entries()) {
    if (!column) continue;
    const digit = likeliest(column);
    const last = stretches.at(-1);
    if (last?.digit === digit && last.to === i - 1) last.to = i;
    else stretches.push({ digit, from: i, to: i });
  }
  return stretches;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{columns: readonly Column[], place: number, names: readonly string[]}} model place: of the
 *   moment that is shown
 * @param {import('./canvas.js').Size} size
 */
export function drawRibbon(context, { columns, place, names }, { width, height, colors }) {
  context.fillStyle = colors.sunk;
  context.fillRect(0, NUMERALS, width, height - NUMERALS);
  const stretches = stretchesOf(columns);
  const now = stretches.at(-1);
  if (!now) return;
  /** Whole pixels, so that no seam shows between two columns. @param {number} i */
  const left = (i) => Math.round((i * width) / columns.length);
  const row = (height - NUMERALS) / names.length;
  for (const [i, column] of columns.entries())
    for (let digit = 0; column && digit < column.length; digit++) {
      context.globalAlpha = column[digit];
      context.fillStyle = digit === now.digit ? colors.seal : colors.ink;
      context.fillRect(left(i), NUMERALS + digit * row, left(i + 1) - left(i), row);
    }
  context.globalAlpha = 1;

  // Named by the page's own type, which the canvas does not take over by itself.
  context.font = `600 12px ${getComputedStyle(context.canvas).fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const { digit, from, to } of stretches) {
    const [start, end] = [left(from), left(to + 1)];
    context.fillStyle = colors.edge;
    if (from > 0) context.fillRect(start, 0, 1, height);
    context.fillStyle = digit === now.digit ? colors.seal : colors['ink-2'];
    if (end - start >= LEAST) context.fillText(names[digit], (start + end) / 2, NUMERALS / 2);
  }
  context.strokeStyle = colors.ink;
  context.lineWidth = 2;
  const end = Math.max(left(place + 1), left(place) + 4);
  context.strokeRect(left(place) + 1, 1, end - left(place) - 2, height - 2);
}
