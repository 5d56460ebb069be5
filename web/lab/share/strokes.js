/**
 * A drawing as a short text for an address, and back. Bytes in base64url: version, aspect; then for
 * each stroke its number of points, its width, and the way from each point to the next, the first
 * from the corner of the pad. Numbers but the width are varints; ways may be negative.
 */

/** @typedef {import('../views/strokes.js').Drawing} Drawing */

const VERSION = 1;
/** Steps a unit, which is the pad's height: about a pixel. */
const GRID = 256;
const WIDTHS = 1000;
/** Points that are closer add nothing that one sees. */
const NEAR = 0.012;
/** Of a drawing that anybody would send; more is refused. */
export const MOST_TEXT = 8000;

/** @param {Drawing} drawing @returns {string} */
export function packStrokes({ aspect, strokes }) {
  const bytes = [VERSION];
  put(bytes, Math.round(aspect * GRID));
  let [x, y] = [0, 0];
  for (const stroke of strokes) {
    const points = thinned(stroke);
    put(bytes, points.length);
    const width = points.reduce((sum, point) => sum + point.width, 0) / points.length;
    bytes.push(Math.min(255, Math.max(1, Math.round(width * WIDTHS))));
    for (const point of points) {
      const [nextX, nextY] = [Math.round(point.x * GRID), Math.round(point.y * GRID)];
      put(bytes, zigzag(nextX - x));
      put(bytes, zigzag(nextY - y));
      [x, y] = [nextX, nextY];
    }
  }
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** @param {string} text @returns {Drawing | null} null: it is no drawing */
export function unpackStrokes(text) {
  const bytes = bytesOf(text);
  if (!bytes || bytes[0] !== VERSION) return null;
  let at = 1;
  const take = () => {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) return Number.NaN;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
    return Number.NaN;
  };
  const aspect = take() / GRID;
  if (!(aspect > 0.1 && aspect < 10)) return null;
  /** @type {Drawing['strokes']} */
  const strokes = [];
  let [x, y] = [0, 0];
  while (at < bytes.length) {
    const count = take();
    const width = bytes[at++] / WIDTHS;
    if (!(count > 0 && count < MOST_TEXT && width > 0)) return null;
    const stroke = [];
    for (let i = 0; i < count; i++) {
      x += back(take());
      y += back(take());
      if (!(Math.abs(x) < 16 * GRID && Math.abs(y) < 16 * GRID)) return null;
      stroke.push({ x: x / GRID, y: y / GRID, width });
    }
    strokes.push(stroke);
  }
  return strokes.length > 0 ? { aspect, strokes } : null;
}

/** @param {string} text */
function bytesOf(text) {
  if (text.length > MOST_TEXT) return null;
  try {
    const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

/** Without points that lie on one another; the first and the last stay. @param {Drawing['strokes'][0]} stroke */
function thinned(stroke) {
  const kept = [stroke[0]];
  for (const [i, point] of stroke.entries()) {
    const last = kept[kept.length - 1];
    const isFar = Math.hypot(point.x - last.x, point.y - last.y) >= NEAR;
    if (isFar || (i > 0 && i === stroke.length - 1)) kept.push(point);
  }
  return kept;
}

/** @param {number[]} bytes @param {number} value whole, from 0 */
function put(bytes, value) {
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  bytes.push(rest);
}

/** 0, −1, 1, −2 … as 0, 1, 2, 3 … @param {number} value */
const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);
/** @param {number} code */
const back = (code) => (code % 2 ? -(code + 1) / 2 : code / 2);
