import { InklingError } from './error.js';
import { inNode, nodeModule } from './platform.js';

/**
 * The presets, and how a page gets each. Node reads the same files itself, since it warns of
 * every import of JSON.
 * @type {Record<string, () => Promise<{default: Record<string, unknown>}>>}
 */
const IMPORTS = {
  softmax: () => import('../../presets/softmax.json', { with: { type: 'json' } }),
  mlp: () => import('../../presets/mlp.json', { with: { type: 'json' } }),
  dnn: () => import('../../presets/dnn.json', { with: { type: 'json' } }),
  lenet5: () => import('../../presets/lenet5.json', { with: { type: 'json' } }),
  cnn: () => import('../../presets/cnn.json', { with: { type: 'json' } }),
};

/** The names that `createTrainer({model})` knows. */
export const PRESETS = Object.freeze(Object.keys(IMPORTS));

/**
 * @param {string} name
 * @returns {Promise<Record<string, unknown>>} its config, the caller's own
 */
export async function loadPreset(name) {
  if (!Object.hasOwn(IMPORTS, name))
    throw new InklingError(
      'INK_ERROR_CONFIG',
      `there is no preset "${name}"; there are ${PRESETS.join(', ')}`,
    );
  if (!inNode) return structuredClone((await IMPORTS[name]()).default);
  const here = import.meta.url;
  const { readFile } = await nodeModule('fs/promises');
  return JSON.parse(await readFile(new URL(`../../presets/${name}.json`, here), 'utf8'));
}
