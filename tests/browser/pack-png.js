/** A picture as a small PNG: at most 256 colours, which a page of few colours hardly shows. */
import { crc32, deflateSync } from 'node:zlib';

/** Colours kept as they are, the commonest first: flat grounds and text stay exact. */
const EXACT = 128;
const MOST = 256;

/** @param {{width: number, height: number, data: Uint8Array}} picture RGBA */
export function packPng({ width, height, data }) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (let i = 0; i < data.length; i += 4) {
    const color = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  const common = [...counts].sort((a, b) => b[1] - a[1]);
  const palette = common.slice(0, EXACT).map(([color]) => color);
  if (common.length > EXACT) palette.push(...medianCut(common.slice(EXACT), MOST - palette.length));
  const index = new Map([...counts.keys()].map((color) => [color, nearest(color, palette)]));
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 4) {
      const color = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
      rows[y * (width + 1) + 1 + x] = index.get(color) ?? 0;
    }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits a pixel, colours by palette, no interlace.
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(channels))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** @param {string} type @param {Buffer} body */
function chunk(type, body) {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(body.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

/** @param {number} color */
const channels = (color) => [color >> 16, (color >> 8) & 255, color & 255];

/** @param {number} color @param {number[]} palette */
function nearest(color, palette) {
  const [red, green, blue] = channels(color);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, candidate] of palette.entries()) {
    const [r, g, b] = channels(candidate);
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
    if (distance < least) [least, best] = [distance, i];
  }
  return best;
}

/**
 * Heckbert's median cut, 1982: halves the box of colours with the widest channel until there are
 * enough boxes; each gives its mean.
 * @param {[number, number][]} colors with their counts @param {number} most
 */
function medianCut(colors, most) {
  const boxes = [colors];
  while (boxes.length < most) {
    const spans = boxes.map(widest);
    const at = spans.reduce((best, { span }, i) => (span > spans[best].span ? i : best), 0);
    const { span, channel } = spans[at];
    if (span === 0) break;
    const box = boxes[at].sort((a, b) => channels(a[0])[channel] - channels(b[0])[channel]);
    const half = box.length >> 1;
    boxes.splice(at, 1, box.slice(0, half), box.slice(half));
  }
  return boxes.map(mean);
}

/** @param {[number, number][]} box */
function widest(box) {
  const spans = [0, 1, 2].map((channel) => {
    let [low, high] = [255, 0];
    for (const [color] of box) {
      const value = channels(color)[channel];
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return high - low;
  });
  const span = Math.max(...spans);
  return { span, channel: spans.indexOf(span) };
}

/** @param {[number, number][]} box */
function mean(box) {
  const sums = [0, 0, 0];
  let total = 0;
  for (const [color, count] of box) {
    total += count;
    for (const [channel, value] of channels(color).entries()) sums[channel] += value * count;
  }
  const [red, green, blue] = sums.map((sum) => Math.round(sum / total));
  return (red << 16) | (green << 8) | blue;
}
