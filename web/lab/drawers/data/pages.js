/** Which images a contact sheet shows: those of a class, a page at a time. */

/**
 * The numbers of a class's images in their part.
 * @param {Uint8Array} labels @param {number | null} label null: of any class
 */
export function numbersOf(labels, label) {
  const all = Uint32Array.from(labels, (_, number) => number);
  return label === null ? all : all.filter((number) => labels[number] === label);
}

/** How many there are of each class. @param {Uint8Array} labels @param {number} classes */
export function countsOf(labels, classes) {
  const counts = new Uint32Array(classes);
  for (const label of labels) counts[label]++;
  return counts;
}

/**
 * How many cells of about that size fit beside and below one another.
 * @param {{width: number, height: number}} size @param {number} least from one cell to the next, CSS pixels
 * @param {number} gap of that
 */
export function gridOf({ width, height }, least, gap) {
  const columns = Math.max(1, Math.floor((width + gap) / least));
  const side = (width + gap) / columns;
  return { columns, rows: Math.max(1, Math.floor((height + gap + 1) / side)), side };
}

/**
 * Where a key leads from a place; beyond a page's end lies the next one.
 * @param {string} key @param {number} place @param {number} total places
 * @param {{columns: number, rows: number}} grid
 * @returns {number | null} null: the key means nothing here
 */
export function placeAfter(key, place, total, { columns, rows }) {
  /** @type {Record<string, number>} */
  const moves = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -columns * rows,
    PageDown: columns * rows,
    Home: -Infinity,
    End: Infinity,
  };
  if (!(key in moves)) return null;
  return Math.max(0, Math.min(total - 1, place + moves[key]));
}
