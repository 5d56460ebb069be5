/** Each layer as ONNX operators. */
import { InklingError } from '../error.js';

/** @typedef {import('./write-onnx.js').Graph} Graph */
/** @typedef {import('./write-onnx.js').Value} Value */

/**
 * @typedef {object} Place a layer where it stands
 * @property {Graph} graph
 * @property {Value} x what comes in
 * @property {Record<string, any>} layer its parameters
 * @property {string} path such as "layers.3"
 * @property {[number, number, number]} shape of what comes out
 */

/** @param {string} operator @param {(layer: any) => Record<string, any>} [attributes] */
const same =
  (operator, attributes = () => ({})) =>
  /** @param {Place} place @returns {Value} */
  ({ graph, x, layer }) => ({ ...x, name: graph.node(operator, [x.name], attributes(layer)) });

/** @param {string} operator */
const pool =
  (operator) =>
  /** @param {Place} place @returns {Value} */
  ({ graph, x, layer, shape }) => {
    const { size, stride } = layer;
    const windows = { kernel_shape: [size, size], strides: [stride || size, stride || size] };
    return { name: graph.node(operator, [graph.image(x).name], windows), shape, isFlat: false };
  };

/** @param {Place} place @returns {Value} */
const pass = ({ x }) => x;

/** @type {Record<string, (place: Place) => Value>} */
const LAYERS = {
  dense({ graph, x, path, shape }) {
    const inputs = [
      graph.flat(x).name,
      graph.weight(`${path}.weight`),
      graph.weight(`${path}.bias`),
    ];
    return { name: graph.node('Gemm', inputs, { transB: 1 }), shape, isFlat: true };
  },
  conv2d({ graph, x, layer, path, shape }) {
    const { kernel, stride, padding } = layer;
    const inputs = [
      graph.image(x).name,
      graph.weight(`${path}.weight`),
      graph.weight(`${path}.bias`),
    ];
    const name = graph.node('Conv', inputs, {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [padding, padding, padding, padding],
    });
    return { name, shape, isFlat: false };
  },
  batchnorm({ graph, x, layer, path }) {
    const parts = ['weight', 'bias', 'running_mean', 'running_var'];
    const inputs = [x.name, ...parts.map((part) => graph.weight(`${path}.${part}`))];
    const name = graph.node('BatchNormalization', inputs, { epsilon: { float: layer.epsilon } });
    return { ...x, name };
  },
  prelu: ({ graph, x, path }) => ({
    ...x,
    name: graph.node('PRelu', [x.name, graph.weight(`${path}.weight`)]),
  }),
  gelu,
  maxout,
  maxpool2d: pool('MaxPool'),
  avgpool2d: pool('AveragePool'),
  flatten: ({ graph, x }) => graph.flat(x),
  relu: same('Relu'),
  'leaky-relu': same('LeakyRelu', ({ slope }) => ({ alpha: { float: slope } })),
  elu: same('Elu', ({ alpha }) => ({ alpha: { float: alpha } })),
  sigmoid: same('Sigmoid'),
  tanh: same('Tanh'),
  dropout: pass,
  identity: pass,
};

/**
 * x · ½(1 + erf(x/√2)): operator set 13 has no Gelu yet.
 * @param {Place} place
 * @returns {Value}
 */
function gelu({ graph, x }) {
  const scaled = graph.node('Mul', [x.name, graph.scalar('rootHalf', Math.SQRT1_2)]);
  const erf = graph.node('Erf', [scaled]);
  const raised = graph.node('Add', [erf, graph.scalar('one', 1)]);
  const below = graph.node('Mul', [raised, graph.scalar('half', 0.5)]);
  return { ...x, name: graph.node('Mul', [x.name, below]) };
}

/** The largest of neighbouring channels. @param {Place} place @returns {Value} */
function maxout({ graph, x, layer, shape }) {
  const [channels, height, width] = shape;
  const groups = graph.reshape(x.name, [channels, layer.pieces, height * width], false);
  const largest = graph.node('ReduceMax', [groups.name], { axes: [2], keepdims: 0 });
  return graph.reshape(largest, shape, x.isFlat);
}

/**
 * @param {Graph} graph
 * @param {Value} input
 * @returns {Value} N×classes
 */
export function addLayers(graph, input) {
  let x = input;
  for (const [index, { type, shape }] of graph.layers.entries()) {
    if (!Object.hasOwn(LAYERS, type))
      throw new InklingError(
        'INK_ERROR_CONFIG',
        `layers.${index}: ${type} has no form in ONNX yet`,
      );
    x = LAYERS[type]({
      graph,
      x,
      layer: graph.settle('layer', graph.config.layers[index]),
      path: `layers.${index}`,
      shape: /** @type {[number, number, number]} */ ([shape[0], shape[1] ?? 1, shape[2] ?? 1]),
    });
  }
  return graph.flat(x);
}
