/** jax-js on its WebAssembly device, one thread: the whole step under one jit. */
import { shapesOf } from '../workloads.mjs';
import { initialWeights } from './batches.js';
import { PACKAGES } from './load.js';

/** Its arrays count their readers: `ref` is one more, and each use is one less. */

/** @type {import('./page.js').Build} */
export async function build(config, batches) {
  const jax = await import(`${PACKAGES}/@jax-js/jax/dist/index.js`);
  const {
    blockUntilReady,
    defaultDevice,
    init,
    jit,
    nn,
    numpy: np,
    random,
    tree,
    valueAndGrad,
  } = jax;
  if (!(await init('wasm')).includes('wasm')) throw new Error('the wasm device does not start');
  defaultDevice('wasm');
  const { forward, weights } = modelOf(jax, config);
  const hasDropout = shapesOf(config).some(({ type }) => type === 'dropout');
  const lossOf = (
    /** @type {any} */ w,
    /** @type {any} */ x,
    /** @type {any} */ y,
    /** @type {any} */ key,
  ) =>
    nn
      .logSoftmax(forward(w, x, hasDropout ? key : undefined))
      .mul(nn.oneHot(y, 10))
      .sum()
      .mul(-1 / config.batchSize);
  const { state: begin, update } = optimizerOf(np, config.optimizer, weights);
  const step = jit(
    (
      /** @type {any[]} */ w,
      /** @type {any[]} */ s,
      /** @type {any} */ x,
      /** @type {any} */ y,
      /** @type {any} */ key,
    ) => {
      const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(w), x, y, key);
      return [...update(w, s, gradients), loss];
    },
  );
  let present = weights;
  let state = begin;
  let key = random.key(1);
  return async (steps) => {
    for (let i = 0; i < steps; i++) {
      const { images, labels } = batches.take();
      const x = np.array(images).reshape([labels.length, 784]);
      const y = np.array(labels, { dtype: np.int32 });
      let use = key.ref;
      if (hasDropout) {
        use.dispose();
        [key, use] = random.split(key, 2);
      }
      let loss;
      [present, state, loss] = step(present, state, x, y, use);
      loss.dispose();
      await blockUntilReady(present);
    }
  };
}

/** @param {any} jax @param {import('../workloads.mjs').Config} config */
function modelOf({ lax, nn, numpy: np, random }, config) {
  /** @type {any[]} */
  const weights = [];
  const layers = shapesOf(config).map(({ type, options, from, to, inputs }) => {
    const place = weights.length;
    if (type === 'dense' || type === 'conv2d') {
      const shape =
        type === 'dense' ? [inputs, to[0]] : [to[0], from[0], options.kernel, options.kernel];
      weights.push(
        np.array(initialWeights(inputs * to[0], inputs)).reshape(shape),
        np.zeros(type === 'dense' ? to : [to[0], 1, 1]),
      );
    }
    return { type, options, place, from, to };
  });
  const isFlat = layers[0].type === 'flatten';
  /** @param {any[]} w @param {any} x @param {any} key of the dropout's random numbers */
  const forward = (w, x, key) => {
    let value = isFlat ? x : x.reshape([-1, ...config.input]);
    for (const { type, options, place, to } of layers) {
      if (type === 'relu') value = nn.relu(value);
      if (type === 'flatten') value = value.reshape([-1, to[0]]);
      if (type === 'dense') value = np.dot(value, w[place]).add(w[place + 1]);
      if (type === 'maxpool2d') {
        const window = [options.size, options.size];
        value = lax.reduceWindow(value, np.max, window, window);
      }
      if (type === 'conv2d') {
        const padding = options.padding ?? 0;
        const around = padding ? [1, 2].map(() => [padding, padding]) : 'VALID';
        value = lax.convGeneralDilated(value, w[place], [1, 1], around).add(w[place + 1]);
      }
      if (type === 'dropout' && key) {
        const [now, later] = random.split(key, 2);
        key = later;
        const keep = random.bernoulli(now, 1 - options.rate, value.shape);
        value = np.where(keep, value.div(1 - options.rate), 0);
      }
    }
    key?.dispose();
    return value;
  };
  return { forward, weights };
}

/**
 * @param {any} np @param {any} options @param {any[]} weights
 * @returns {{state: any[], update: (w: any[], s: any[], g: any[]) => [any[], any[]]}}
 */
function optimizerOf(np, { type, learningRate, momentum }, weights) {
  const zeros = () => weights.map(({ shape }) => np.zeros(shape));
  const count = weights.length;
  if (type === 'sgd')
    return { state: [], update: (w, s, g) => [w.map((x, i) => x.sub(g[i].mul(learningRate))), s] };
  if (type === 'momentum')
    return {
      state: zeros(),
      update: (w, s, g) => {
        const v = g.map((slope, i) => s[i].mul(momentum).add(slope));
        return [w.map((x, i) => x.sub(v[i].ref.mul(learningRate))), v];
      },
    };
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  return {
    state: [np.array(0), ...zeros(), ...zeros()],
    update: (w, [steps, ...s], g) => {
      const t = steps.add(1);
      const [c1, c2] = [beta1, beta2].map((beta) => np.array(1).sub(np.power(beta, t.ref)));
      const m = g.map((slope, i) => s[i].mul(beta1).add(slope.ref.mul(1 - beta1)));
      const v = g.map((slope, i) =>
        s[count + i].mul(beta2).add(slope.ref.mul(slope).mul(1 - beta2)),
      );
      const moved = w.map((x, i) => {
        const root = np.sqrt(v[i].ref.div(c2.ref)).add(epsilon);
        return x.sub(m[i].ref.div(c1.ref).mul(learningRate).div(root));
      });
      c1.dispose();
      c2.dispose();
      return [moved, [t, ...m, ...v]];
    },
  };
}
