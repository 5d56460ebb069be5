/** MNIST, where it is at hand. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { findSet } from '../../cli/sets.js';

/** Why a test is left out without it. */
export const MISSING = 'MNIST is not at hand: set INKLING_DATA';

/** @param {string} dir @returns {Record<string, Uint8Array>} */
function filesIn(dir) {
  const names = readdirSync(dir).filter((name) => name.includes('-ubyte'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(dir, name))]));
}

const dir = await findSet('mnist');

/** Where it lies, and its files by name, as the server hands them out. */
export const mnist = dir === undefined ? undefined : { dir, files: filesIn(dir) };

/**
 * The first of them only, where a test cannot wait for all.
 * @param {Record<string, Uint8Array>} files @param {{train: number, t10k: number}} counts
 */
export const firstOf = (files, counts) =>
  Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => {
      const whole = bytes[0] === 0x1f ? gunzipSync(bytes) : Buffer.from(bytes);
      const count = name.startsWith('train') ? counts.train : counts.t10k;
      const header = 4 + 4 * whole[3];
      const each = (whole.length - header) / whole.readUInt32BE(4);
      whole.writeUInt32BE(count, 4);
      return [name, whole.subarray(0, header + count * each)];
    }),
  );
