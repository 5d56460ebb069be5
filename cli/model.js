/** What --model means: a preset, a JSON file or saved weights, told apart by content. */
import { readFile } from 'node:fs/promises';
import { setPath } from '../web/engine/config.js';
import { InklingError } from '../web/engine/error.js';
import { loadPreset, PRESETS } from '../web/engine/presets.js';
import { readSafetensors, writeSafetensors } from '../web/engine/safetensors.js';

/**
 * @param {string} name
 * @param {[string, unknown][]} changes of --set
 * @returns {Promise<Record<string, any> | Uint8Array>} as createTrainer takes it
 */
export async function readModelOption(name, changes = []) {
  /** @param {Record<string, any>} config */
  const change = (config) =>
    changes.reduce((changed, [path, value]) => setPath(changed, path, value), config);
  if (PRESETS.includes(name)) return change(await loadPreset(name));
  const bytes = await readModelFile(name);
  if (looksLikeSafetensors(bytes)) return changes.length ? changeSaved(bytes, change) : bytes;
  return change(readJson(name, bytes));
}

/** @param {string} path */
async function readModelFile(path) {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    const reason =
      code === 'ENOENT'
        ? `there is no such file, and no such preset (${PRESETS.join(', ')})`
        : message;
    throw new InklingError('INK_ERROR_FILE', `${path}: ${reason}`);
  }
}

/** A header length that fits into the file, then JSON. @param {Uint8Array} bytes */
function looksLikeSafetensors(bytes) {
  if (bytes.length < 9 || bytes[8] !== 0x7b) return false;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  return length <= BigInt(bytes.length);
}

/** @param {Uint8Array} bytes @param {(config: Record<string, any>) => object} change */
function changeSaved(bytes, change) {
  const { tensors, metadata } = readSafetensors(bytes);
  const config = JSON.stringify(change(JSON.parse(metadata.config ?? '{}')));
  return writeSafetensors(tensors, { ...metadata, config });
}

/** @param {string} path @param {Uint8Array} bytes */
function readJson(path, bytes) {
  try {
    const config = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof config === 'object' && config !== null && !Array.isArray(config)) return config;
  } catch {
    // Said below.
  }
  throw new InklingError(
    'INK_ERROR_FORMAT',
    `${path} is neither a model config (a JSON object) nor saved weights (safetensors)`,
    'the model cannot be read',
  );
}
