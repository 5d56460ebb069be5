// Where the built engine and the data sets lie, for building, serving and developing alike.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './shell.mjs';

export const site = join(root, 'dist/site');
export const single = join(root, 'dist/inkling.html');
export const engine = join(root, 'build/wasm/engine');

/** The engine's modules and the tables of what can be configured, by file name. */
export const ENGINE_FILE = /^(((strict|fast)(-threads)?|check)\.(mjs|wasm)|tables\.txt)$/;
const DATA_FILE = /^(train|t10k)-(images-idx3|labels-idx1)-ubyte(\.gz)?$/;

/**
 * Every data set at hand: its name and its files' full paths.
 * @returns {Map<string, string[]>}
 */
export function dataSets() {
  const sets = new Map();
  for (const home of [process.env.INKLING_DATA, join(root, 'data/cache')]) {
    if (!home || !existsSync(home)) continue;
    for (const name of readdirSync(home)) {
      const folder = join(home, name);
      if (sets.has(name) || !statSync(folder).isDirectory()) continue;
      const files = readdirSync(folder).filter((file) => DATA_FILE.test(file));
      if (files.length >= 4)
        sets.set(
          name,
          files.map((file) => join(folder, file)),
        );
    }
  }
  return sets;
}

/** What the page reads to learn which data sets lie beside it, at data/index.json. */
export const dataIndex = () => JSON.stringify([...dataSets().keys()]);

/**
 * The file behind an address such as /data/mnist/train-images-idx3-ubyte.gz or /engine/strict.wasm.
 * @param {string} path
 * @returns {string | undefined}
 */
export function fileFor(path) {
  const [, top, ...rest] = path.split('/');
  if (top === 'engine' && rest.length === 1 && ENGINE_FILE.test(rest[0]))
    return join(engine, rest[0]);
  if (top !== 'data' || rest.length !== 2) return undefined;
  return dataSets()
    .get(rest[0])
    ?.find((file) => file.endsWith(`/${rest[1]}`));
}
