/** What marked answers come to: counts by class, and which images to show. */

/**
 * @typedef {import('../engine/types.js').Answers} Answers
 * @typedef {{label: number, digit: number}} Cell what it is, and what it is taken for
 */

/**
 * @param {Pick<Answers, 'labels' | 'digits'>} answers @param {number} classes
 * @returns {number[][]} counts, [label][digit]
 */
export function confusionOf({ labels, digits }, classes) {
  const counts = Array.from({ length: classes }, () => Array(classes).fill(0));
  for (const [i, label] of labels.entries()) counts[label][digits[i]]++;
  return counts;
}

/** @param {number[][]} confusion @returns {(number | null)[]} share right of each class; null: none there */
export function rightOf(confusion) {
  return confusion.map((row, label) => {
    const all = row.reduce((sum, count) => sum + count, 0);
    return all > 0 ? row[label] / all : null;
  });
}

/**
 * The classes that are taken for another most often.
 * @param {number[][]} confusion @param {number} most
 * @returns {(Cell & {count: number})[]}
 */
export function mostConfused(confusion, most) {
  return confusion
    .flatMap((row, label) => row.map((count, digit) => ({ label, digit, count })))
    .filter(({ label, digit, count }) => label !== digit && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
}

/**
 * Numbers of the images in a cell, or of the wrong ones; the surest answers first.
 * @param {Answers} answers @param {Cell | null} cell @param {number} most
 * @returns {number[]}
 */
export function numbersOf({ first, labels, digits, probabilities }, cell, most) {
  /** @param {number} i */
  const isWanted = (i) =>
    cell ? labels[i] === cell.label && digits[i] === cell.digit : labels[i] !== digits[i];
  return [...labels.keys()]
    .filter(isWanted)
    .sort((a, b) => probabilities[b] - probabilities[a])
    .slice(0, most)
    .map((i) => first + i);
}

/** @param {Answers[]} parts one after the other, of one moment @returns {Answers} */
export function joined(parts) {
  /** @template {Uint8Array | Float32Array} List @param {List} whole @param {(part: Answers) => List} list */
  const join = (whole, list) => {
    let at = 0;
    for (const part of parts) {
      whole.set(list(part), at);
      at += part.labels.length;
    }
    return whole;
  };
  const all = parts.reduce((sum, { labels }) => sum + labels.length, 0);
  const { first = 0, step } = parts[0] ?? {};
  return {
    first,
    ...(step !== undefined && { step }),
    labels: join(new Uint8Array(all), ({ labels }) => labels),
    digits: join(new Uint8Array(all), ({ digits }) => digits),
    probabilities: join(new Float32Array(all), ({ probabilities }) => probabilities),
  };
}

/** @param {Pick<Answers, 'labels' | 'digits'>} answers */
export const wrongOf = ({ labels, digits }) =>
  labels.reduce((sum, label, i) => sum + Number(label !== digits[i]), 0);
