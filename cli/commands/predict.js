import { createTrainer } from '../../web/engine/index.js';
import { UsageError } from '../arguments.js';
import { readImage } from '../image.js';
import { readModelOption } from '../model.js';

/** @param {import('../arguments.js').Options} options @param {string[]} images */
export async function run(options, images) {
  if (!options.model) throw new UsageError('predict: which model? give --model FILE');
  if (!images.length) throw new UsageError('predict: which image? give IMAGE.png');
  const trainer = await createTrainer({
    model: await readModelOption(options.model),
    data: null,
    threads: options.threads,
    build: options.build,
  });
  try {
    for (const image of images) {
      const picture = await readImage(image);
      const { digit, probabilities } = await trainer.predict(
        picture,
        options.raw ? { ink: false } : {},
      );
      console.log(
        options.json ? asJson(image, digit, probabilities) : asText(image, digit, probabilities),
      );
    }
  } finally {
    trainer.dispose();
  }
}

/** @param {string} image @param {number | null} digit @param {Float32Array | null} probabilities */
function asJson(image, digit, probabilities) {
  return JSON.stringify({
    event: 'prediction',
    image,
    digit,
    probabilities: probabilities && Array.from(probabilities),
  });
}

/** @param {string} image @param {number | null} digit @param {Float32Array | null} probabilities */
function asText(image, digit, probabilities) {
  if (!probabilities) return `${image}: nothing is drawn`;
  const list = Array.from(probabilities, (p, i) => `${i}:${p.toFixed(3)}`);
  return `${image}: ${digit}  ${list.join(' ')}`;
}
