/**
 * A curve that grows for as long as a run does, in bounded memory: points are kept as the lowest
 * and the highest of a bucket; when the buckets run out, neighbours merge. Drawing a million
 * points costs as much as drawing a few thousand.
 * @typedef {object} Series
 * @property {(x: number, y: number) => void} append x must not fall; a y that is not finite is left out
 * @property {(most: number) => {x: number[], y: number[]}} points at most that many, by rising x
 * @property {(x: number) => number | null} at the last value at or before x; of merged points, one
 *   of their extremes
 * @property {() => {x: number, y: number} | undefined} last
 * @property {() => number} highest
 * @property {() => number} lowest
 * @property {() => number} length points appended
 * @property {() => void} clear
 */

/**
 * @param {number} [capacity] buckets at which neighbours merge; even
 * @returns {Series}
 */
export function createSeries(capacity = 4096) {
  /** One bucket a row: x and y of its lowest point, x and y of its highest. */
  const buckets = new Float64Array(capacity * 4);
  let used = 0;
  let pointsPerBucket = 1;
  let inLast = 0;
  let appended = 0;
  let top = Number.NEGATIVE_INFINITY;
  let bottom = Number.POSITIVE_INFINITY;
  /** @type {{x: number, y: number} | undefined} */
  let last;

  const mergeNeighbours = () => {
    for (let i = 0; i < used / 2; i++) {
      const row = buckets.slice(i * 8, i * 8 + 4);
      widen(row, 0, buckets, i * 8 + 4);
      buckets.set(row, i * 4);
    }
    used /= 2;
    pointsPerBucket *= 2;
  };

  return {
    append(x, y) {
      if (!Number.isFinite(y)) return;
      appended++;
      last = { x, y };
      top = Math.max(top, y);
      bottom = Math.min(bottom, y);
      if (used > 0 && inLast < pointsPerBucket) {
        widen(buckets, (used - 1) * 4, [x, y, x, y], 0);
        inLast++;
        return;
      }
      if (used === capacity) mergeNeighbours();
      buckets.set([x, y, x, y], used * 4);
      used++;
      inLast = 1;
    },
    at(x) {
      if (last && x >= last.x) return last.y;
      let [low, high] = [0, used];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (Math.min(buckets[middle * 4], buckets[middle * 4 + 2]) <= x) low = middle + 1;
        else high = middle;
      }
      if (low === 0) return null;
      const [x0, y0, x1, y1] = buckets.subarray(low * 4 - 4, low * 4);
      return x1 <= x && (x1 > x0 || x0 > x) ? y1 : y0;
    },
    points: (most) => thin(buckets, used, most),
    last: () => last,
    highest: () => top,
    lowest: () => bottom,
    length: () => appended,
    clear() {
      used = 0;
      pointsPerBucket = 1;
      inLast = 0;
      appended = 0;
      top = Number.NEGATIVE_INFINITY;
      bottom = Number.POSITIVE_INFINITY;
      last = undefined;
    },
  };
}

/**
 * Takes the extremes of bucket `from` into bucket `into`.
 * @param {Float64Array} into @param {number} at
 * @param {ArrayLike<number>} from @param {number} start
 */
function widen(into, at, from, start) {
  if (from[start + 1] < into[at + 1]) {
    into[at] = from[start];
    into[at + 1] = from[start + 1];
  }
  if (from[start + 3] > into[at + 3]) {
    into[at + 2] = from[start + 2];
    into[at + 3] = from[start + 3];
  }
}

/** @param {Float64Array} buckets @param {number} used @param {number} most */
function thin(buckets, used, most) {
  // Each drawn bucket gives two points, its extremes in the order they came.
  const group = Math.max(1, Math.ceil((2 * used) / Math.max(2, most)));
  /** @type {{x: number[], y: number[]}} */
  const out = { x: [], y: [] };
  for (let i = 0; i < used; i += group) {
    const row = buckets.slice(i * 4, i * 4 + 4);
    for (let j = i + 1; j < Math.min(used, i + group); j++) widen(row, 0, buckets, j * 4);
    const order = row[0] <= row[2] ? [0, 2] : [2, 0];
    for (const at of row[0] === row[2] ? [0] : order) {
      out.x.push(row[at]);
      out.y.push(row[at + 1]);
    }
  }
  return out;
}

/**
 * Puts curves with points of their own on one rising x, as uPlot wants it; null where a curve has
 * no point.
 * @param {{x: number[], y: number[]}[]} curves
 * @returns {[number[], ...(number | null)[][]]}
 */
export function align(curves) {
  const xs = [...new Set(curves.flatMap((curve) => curve.x))].sort((a, b) => a - b);
  const rows = curves.map((curve) => {
    const at = new Map(curve.x.map((x, i) => [x, curve.y[i]]));
    return xs.map((x) => at.get(x) ?? null);
  });
  return [xs, ...rows];
}

/**
 * A running mean that forgets: the weight of a point falls by `keep` with each newer one, faster
 * among the first, where the curve is steep and a long memory would lag. Divided by the weights'
 * sum, so that the first points are not drawn towards 0.
 * @param {number} [keep] 0.95 is about the last 20 points
 */
export function createMean(keep = 0.95) {
  let sum = 0;
  let weight = 0;
  let added = 0;
  return {
    /** @param {number} value @returns {number} the mean */
    add(value) {
      if (Number.isFinite(value)) {
        added++;
        const kept = Math.min(keep, 1 - 4 / (added + 4));
        sum = kept * sum + value;
        weight = kept * weight + 1;
      }
      return sum / weight;
    },
    clear() {
      sum = 0;
      weight = 0;
      added = 0;
    },
  };
}
