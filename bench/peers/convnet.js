/**
 * ConvNetJS: sample by sample, in float64. It has no Adam; Adadelta, with as many numbers a weight,
 * stands in.
 */
import { shapesOf } from '../workloads.mjs';
import { loadScript } from './load.js';

/** @type {import('./page.js').Build} */
export async function build(config, batches) {
  await loadScript('convnetjs/build/convnet-min.js');
  const { convnetjs } = /** @type {any} */ (globalThis);
  const net = new convnetjs.Net();
  net.makeLayers(layersOf(config));
  const trainer = new convnetjs.Trainer(net, {
    batch_size: config.batchSize,
    l2_decay: 0,
    ...methodOf(config.optimizer),
  });
  const image = new convnetjs.Vol(28, 28, 1, 0);
  return async (steps) => {
    for (let i = 0; i < steps; i++) {
      const { images, labels } = batches.take();
      for (const [k, label] of labels.entries()) {
        image.w.set(images.subarray(784 * k, 784 * (k + 1)));
        trainer.train(image, label);
      }
    }
  };
}

/** Activation and dropout are options of the layer before them. @param {import('../workloads.mjs').Config} config */
function layersOf(config) {
  /** @type {Record<string, unknown>[]} */
  const layers = [{ type: 'input', out_sx: 28, out_sy: 28, out_depth: 1 }];
  for (const { type, options, to } of shapesOf(config)) {
    if (type === 'relu') Object.assign(layers[layers.length - 1], { activation: 'relu' });
    if (type === 'dropout') Object.assign(layers[layers.length - 1], { drop_prob: options.rate });
    if (type === 'maxpool2d') layers.push({ type: 'pool', sx: options.size, stride: options.size });
    if (type === 'conv2d')
      layers.push({
        ...{ type: 'conv', sx: options.kernel, filters: options.filters },
        ...{ stride: 1, pad: options.padding ?? 0 },
      });
    if (type === 'dense')
      layers.push(
        options.units === 'classes'
          ? { type: 'softmax', num_classes: to[0] }
          : { type: 'fc', num_neurons: to[0] },
      );
  }
  return layers;
}

/** @param {any} options */
const methodOf = ({ type, learningRate, momentum = 0 }) =>
  type === 'adam'
    ? { method: 'adadelta', eps: 1e-6, ro: 0.95 }
    : { method: 'sgd', learning_rate: learningRate, momentum };
