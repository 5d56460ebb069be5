/** In the place of engine/binaries.js: the strict engine of one thread, out of the page itself. */

// @ts-expect-error: made by tools/single.mjs
import { strict, tables } from 'inkling:engine';
import createEngine from '../../wasm/single.mjs';

/** Their gzipped bytes in base64. @type {Record<string, string>} */
const FILES = { 'strict.wasm': strict, 'tables.txt': tables };

/** @param {string} url @returns {Promise<Response>} */
export async function open(url) {
  const packed = FILES[url.split('/').at(-1) ?? ''];
  if (!packed) throw new Error('this file has the build "strict" only, of one thread');
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')));
}

/** What starts it. */
export const importFactory = async () => createEngine;
