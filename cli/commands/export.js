import { writeFile } from 'node:fs/promises';
import { InklingError } from '../../web/engine/error.js';
import { writeNpz } from '../../web/engine/formats/write-npz.js';
import { writeOnnx } from '../../web/engine/formats/write-onnx.js';
import { createTrainer } from '../../web/engine/index.js';
import { readSafetensors } from '../../web/engine/safetensors.js';
import { UsageError } from '../arguments.js';
import { readModelOption } from '../model.js';

/** @typedef {import('../../web/engine/index.js').Trainer} Trainer */

/** @type {Record<string, (saved: Uint8Array, trainer: Trainer) => Promise<Uint8Array>>} */
const WRITERS = {
  safetensors: async (saved) => saved,
  npz: async (saved) => {
    const { tensors, metadata } = readSafetensors(saved);
    return writeNpz(tensors, { metadata: JSON.stringify(metadata) });
  },
  onnx: async (saved, trainer) => {
    const { tensors, metadata } = readSafetensors(saved);
    const { config } = trainer;
    return writeOnnx({ config, description: await trainer.describe(), tensors, metadata });
  },
};

/** @param {import('../arguments.js').Options} options @param {string[]} words */
export async function run({ model, to, out, json }, words) {
  const formats = Object.keys(WRITERS).join(', ');
  if (words.length) throw new UsageError(`export: what is "${words[0]}" for? see --help`);
  if (!model) throw new UsageError('export: which model? give --model FILE');
  if (!to) throw new UsageError(`export: to what? give --to with one of ${formats}`);
  if (!Object.hasOwn(WRITERS, to))
    throw new UsageError(`--to: there is no format "${to}"; there are ${formats}`);
  if (!out) throw new UsageError('export: where to? give --out FILE');
  const trainer = await createTrainer({ model: await readModelOption(model), data: null });
  try {
    const bytes = await WRITERS[to](await trainer.save(), trainer);
    await write(out, bytes);
    console.log(
      json
        ? JSON.stringify({ event: 'done', out, format: to, bytes: bytes.length })
        : `${out}: ${bytes.length} bytes of ${to}`,
    );
  } finally {
    trainer.dispose();
  }
}

/** @param {string} path @param {Uint8Array} bytes */
async function write(path, bytes) {
  await writeFile(path, bytes).catch((error) => {
    throw new InklingError('INK_ERROR_FILE', `${path}: ${error.message}`, 'nothing was exported');
  });
}
