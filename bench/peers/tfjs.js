/**
 * TensorFlow.js on its WebAssembly backend, one thread, by its core API. That backend has no gradient
 * of a convolution's filters, so there is no training of D and E.
 */
import { shapesOf } from '../workloads.mjs';
import { initialWeights } from './batches.js';
import { loadScript, PACKAGES } from './load.js';

/** @type {import('./page.js').Build} */
export async function build(config, batches) {
  const tf = await start();
  /** @type {any[]} */
  const variables = [];
  const layers = shapesOf(config).map(({ type, options, from, to, inputs }) => {
    if (type === 'relu') return (/** @type {any} */ x) => tf.relu(x);
    if (type === 'dropout') return (/** @type {any} */ x) => tf.dropout(x, options.rate);
    if (type === 'flatten') return (/** @type {any} */ x) => x;
    if (type !== 'dense') throw new Error(`there is no ${type} here`);
    const weight = tf.variable(tf.tensor(initialWeights(inputs * to[0], inputs), [from[0], to[0]]));
    const bias = tf.variable(tf.zeros(to));
    variables.push(weight, bias);
    return (/** @type {any} */ x) => tf.add(tf.matMul(x, weight), bias);
  });
  const optimizer = optimizerOf(tf, config.optimizer);
  const step = (/** @type {boolean} */ isLast) => {
    const { images, labels } = batches.take();
    return tf.tidy(() => {
      const x = tf.tensor2d(images, [labels.length, 784]);
      const y = tf.oneHot(tf.tensor1d(labels, 'int32'), 10);
      const loss = () =>
        tf.losses.softmaxCrossEntropy(
          y,
          layers.reduce((value, layer) => layer(value), x),
        );
      return optimizer.minimize(loss, isLast, variables);
    });
  };
  return async (steps) => {
    for (let i = 1; i < steps; i++) step(false);
    const loss = step(true);
    await loss.data();
    loss.dispose();
  };
}

async function start() {
  await loadScript('@tensorflow/tfjs/dist/tf.min.js');
  await loadScript('@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js');
  const { tf } = /** @type {any} */ (globalThis);
  tf.wasm.setWasmPaths(`${PACKAGES}/@tensorflow/tfjs-backend-wasm/dist/`);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await tf.setBackend('wasm'))) throw new Error('the wasm backend does not start');
  await tf.ready();
  tf.enableProdMode();
  return tf;
}

/** @param {any} tf @param {any} options */
function optimizerOf(tf, { type, learningRate, momentum }) {
  if (type === 'adam') return tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
  return type === 'momentum'
    ? tf.train.momentum(learningRate, momentum)
    : tf.train.sgd(learningRate);
}
