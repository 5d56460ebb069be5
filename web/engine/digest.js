import { InklingError } from './error.js';

/**
 * SHA-256 over the arrays' values one after the other, float32 little-endian.
 * @param {Float32Array[]} arrays
 * @returns {Promise<string>} hexadecimal
 */
export async function sha256(arrays) {
  if (!globalThis.crypto?.subtle)
    throw new InklingError(
      'INK_ERROR_STATE',
      'a browser computes SHA-256 only on pages from https: or localhost',
    );
  const bytes = littleEndianBytes(arrays);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * @param {Float32Array[]} arrays
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function littleEndianBytes(arrays) {
  const bytes = new Uint8Array(arrays.reduce((total, values) => total + 4 * values.length, 0));
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const values of arrays)
    for (const value of values) {
      view.setFloat32(offset, value, true);
      offset += 4;
    }
  return bytes;
}
