/** What the logits say of each class, as the loss has it. */

/** @typedef {import('./write-onnx.js').Graph} Graph */

/**
 * Adds the outputs "logits" and "probabilities".
 * @param {Graph} graph
 * @param {import('./write-onnx.js').Value} logits
 */
export function addProbabilities(graph, logits) {
  graph.node('Identity', [logits.name], {}, 'logits');
  const { type } = graph.settle('loss', graph.config.loss, 'softmax-cross-entropy');
  if (type === 'binary-cross-entropy') shares(graph, graph.node('Sigmoid', ['logits']));
  else if (type === 'mse') shares(graph, graph.node('Relu', ['logits']));
  else graph.node('Softmax', ['logits'], { axis: 1 }, 'probabilities');
}

/** Each divided by their sum; equal ones where that is 0. @param {Graph} graph @param {string} parts */
function shares(graph, parts) {
  const axes = graph.whole('classAxis', [1]);
  const sum = graph.node('ReduceSum', [parts, axes], { keepdims: 1 });
  const isNone = graph.node('Equal', [sum, graph.scalar('zero', 0)]);
  const divisor = graph.node('Where', [isNone, graph.scalar('unit', 1), sum]);
  const divided = graph.node('Div', [parts, divisor]);
  const equal = graph.scalar('equalShare', 1 / graph.classes);
  graph.node('Where', [isNone, equal, divided], {}, 'probabilities');
}
