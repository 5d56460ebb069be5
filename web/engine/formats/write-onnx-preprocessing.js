/** What happens to grey levels before the first layer, as ONNX operators. */
import { InklingError } from '../error.js';

/** @typedef {import('./write-onnx.js').Graph} Graph */
/** @typedef {import('./write-onnx.js').Value} Value */

const SIDE = 28;

/** @param {Graph} graph @returns {Value} what the first layer gets */
export function addPreprocessing(graph) {
  const { features, preprocess } = graph.config;
  if (features) {
    const { type } = graph.settle('features', features);
    throw new InklingError(
      'INK_ERROR_CONFIG',
      `features: ${type} has no form in ONNX; models on pixels can be exported`,
    );
  }
  const choice = graph.settle('preprocess', preprocess, 'standardize');
  if (!Object.hasOwn(WAYS, choice.type))
    throw new InklingError(
      'INK_ERROR_CONFIG',
      `preprocess: ${choice.type} has no form in ONNX yet`,
    );
  return WAYS[choice.type](graph, choice);
}

/** @param {string} name @returns {Value} */
const image = (name) => ({ name, shape: [1, SIDE, SIDE], isFlat: false });

/** @param {Graph} graph */
const scaled = (graph) => graph.node('Div', ['pixels', graph.scalar('white', 255)]);

/** @type {Record<string, (graph: Graph, choice: Record<string, any>) => Value>} */
const WAYS = {
  none: () => image('pixels'),
  scale: (graph) => image(scaled(graph)),
  standardize(graph, { mean, deviation }) {
    const centred = graph.node('Sub', [scaled(graph), graph.scalar('mean', mean)]);
    return image(graph.node('Div', [centred, graph.scalar('deviation', deviation)]));
  },
  mean: (graph) => image(centred(graph, [1])),
  'mean-image': (graph) => image(centred(graph, [1, SIDE, SIDE])),
  pca: principal,
  whiten(graph, choice) {
    const x = principal(graph, choice);
    return { ...x, name: graph.node('Mul', [x.name, graph.weight('preprocess.scale')]) };
  },
};

/** Less what was found to be the mean. @param {Graph} graph @param {number[]} shape */
function centred(graph, shape) {
  // Findings are all zeros until they are found.
  if (graph.tensor('preprocess.mean').values.every((value) => value === 0))
    throw new InklingError(
      'INK_ERROR_STATE',
      'preprocess: it is fitted on training images; train and save the model first',
    );
  return graph.node('Sub', [scaled(graph), graph.weight('preprocess.mean', shape)]);
}

/** @param {Graph} graph @param {Record<string, any>} choice @returns {Value} */
function principal(graph, { components }) {
  const rows = graph.node('Flatten', [centred(graph, [1, SIDE, SIDE])], { axis: 1 });
  const inputs = [rows, graph.weight('preprocess.components')];
  return {
    name: graph.node('Gemm', inputs, { transB: 1 }),
    shape: [components, 1, 1],
    isFlat: true,
  };
}
