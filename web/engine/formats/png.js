/** 28×28 pictures out of PNG files. */
import { inNode } from '../platform.js';
import { collect, formatError } from './bytes.js';

const SIDE = 28;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Of a file; the pixels themselves are 3 KB. */
const LIMIT = 2 ** 20;

/** @param {Uint8Array} start a file's first bytes */
export function isPng(start) {
  return SIGNATURE.every((byte, i) => start[i] === byte);
}

/**
 * @param {import('./bytes.js').Item} item
 * @returns {Promise<Uint8Array>} RGBA
 */
export async function readPng(item) {
  const bytes = await collect(item.read(), LIMIT, item.name);
  if (!isPng(bytes) || bytes.length < 24) throw formatError(item.name, 'is no PNG');
  const view = new DataView(bytes.buffer);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (width !== SIDE || height !== SIDE)
    throw formatError(item.name, `is ${width}×${height}; images are ${SIDE}×${SIDE}`);
  try {
    return await (inNode ? decodeInNode(bytes) : decodeInBrowser(bytes));
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw formatError(item.name, `the PNG is damaged (${message})`);
  }
}

/** @param {Uint8Array} bytes */
async function decodeInNode(bytes) {
  // By a name that bundlers do not follow: a page has a decoder of its own.
  const name = 'pngjs';
  const { PNG } = await import(/* @vite-ignore */ name);
  return new Uint8Array(PNG.sync.read(Buffer.from(bytes)).data);
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function decodeInBrowser(bytes) {
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }), {
    premultiplyAlpha: 'none',
    colorSpaceConversion: 'none',
  });
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser draws nothing in a Worker');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return new Uint8Array(context.getImageData(0, 0, SIDE, SIDE).data);
}
