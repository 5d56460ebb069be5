/**
 * How long the engine itself takes for what a person waits for, with no Worker between: the same
 * work as inside one. The same in Node and in a browser.
 */
import { flattenConfig } from '../../web/engine/config.js';
import { Core, PIXELS } from '../../web/engine/core.js';
import { loadEngine } from '../../web/engine/load.js';
import { engineFolder, inNode, nodeModule } from '../../web/engine/platform.js';
import { loadPreset } from '../../web/engine/presets.js';

/** Once compiled to its end, and long enough for a browser's coarse clock. */
const WARM_UP = 1000;
const CALLS = 200;
const BATCHES = 15;

/**
 * @typedef {object} Waits
 * @property {number} [decode] milliseconds from the bytes of 60,000 images' gz to the last image
 * @property {Record<string, number>} predict microseconds for one image, by preset
 */

/**
 * @param {{build: string, presets: string[], data: {dir?: string, urls?: string}}} task
 * @returns {Promise<Waits>}
 */
export async function waits({ build, presets, data }) {
  const { engine } = await loadEngine({ build, threads: 1, engineUrl: engineFolder() });
  const core = new Core(engine);
  const bytes = await trainImages(data);
  /** @type {Waits} */
  const record = { predict: {} };
  for (const name of presets) {
    const { seed: _, ...config } = await loadPreset(name);
    core.create(flattenConfig(config), 1);
    if (bytes && record.decode === undefined) record.decode = decode(core, bytes);
    record.predict[name] = predict(core);
  }
  return record;
}

/** @param {{dir?: string, urls?: string}} data @returns {Promise<Uint8Array | undefined>} */
async function trainImages({ dir, urls }) {
  const name = 'train-images-idx3-ubyte.gz';
  if (dir && inNode) return (await nodeModule('fs/promises')).readFile(`${dir}/${name}`);
  if (urls) return new Uint8Array(await (await fetch(`${urls}${name}`)).arrayBuffer());
  return undefined;
}

/** @param {Core} core @param {Uint8Array} bytes */
function decode(core, bytes) {
  const start = performance.now();
  core.feed('train-images', bytes);
  core.endFile('train-images');
  return performance.now() - start;
}

/** @param {Core} core */
function predict(core) {
  const image = Uint8Array.from({ length: PIXELS }, (_, i) => (i % 25 < 5 ? 255 : 0));
  for (let i = 0; i < WARM_UP; i++) core.predict(image);
  const times = Array.from({ length: BATCHES }, () => {
    const start = performance.now();
    for (let i = 0; i < CALLS; i++) core.predict(image);
    return ((performance.now() - start) * 1000) / CALLS;
  });
  return times.sort((a, b) => a - b)[Math.floor(BATCHES / 2)];
}
