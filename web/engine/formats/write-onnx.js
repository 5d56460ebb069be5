/**
 * A model as ONNX: operator set 13, float32. Preprocessing stands in the graph, so that a reader
 * hands in grey levels as they are. Field numbers are those of onnx.proto.
 */
import { littleEndianBytes } from '../digest.js';
import { addLayers } from './write-onnx-layers.js';
import { addPreprocessing } from './write-onnx-preprocessing.js';
import { addProbabilities } from './write-onnx-probabilities.js';
import { Message } from './write-protobuf.js';

/** @typedef {import('../safetensors.js').Tensor} Tensor */

const IR_VERSION = 7;
const OPERATORS = 13;
const FLOAT = 1;
const INT64 = 7;
/** Of an attribute. */
const KINDS = { float: 1, integer: 2, integers: 7 };

const ABOUT =
  'A digit classifier trained by Inkling. Input "pixels", N×1×28×28: grey levels 0 … 255 as float, ' +
  'ink light on dark as in MNIST; the preprocessing is part of the graph. Outputs, N×classes: ' +
  '"logits" and "probabilities".';

/**
 * @typedef {object} OnnxModel
 * @property {Record<string, any>} config
 * @property {import('../types.js').Description} description
 * @property {Tensor[]} tensors
 * @property {Record<string, string>} metadata
 *
 * @param {OnnxModel} model
 * @returns {Uint8Array}
 */
export function writeOnnx(model) {
  const graph = new Graph(model);
  const input = addPreprocessing(graph);
  const logits = addLayers(graph, input);
  addProbabilities(graph, logits);
  return graph.encode(model.metadata);
}

/**
 * @typedef {object} Value what flows between nodes
 * @property {string} name
 * @property {[number, number, number]} shape channels, height, width
 * @property {boolean} isFlat whether it is N×C instead of N×C×H×W
 */

/** The graph as it is built, node by node. */
export class Graph {
  /** @type {Message[]} */
  #nodes = [];
  /** @type {Map<string, Message>} */
  #initializers = new Map();
  #count = 0;

  /** @param {OnnxModel} model */
  constructor({ config, description, tensors }) {
    this.config = config;
    this.layers = description.layers;
    this.tables = description.tables;
    this.tensors = new Map(tensors.map((tensor) => [tensor.name, tensor]));
    this.classes = description.layers.at(-1)?.shape[0] ?? 0;
  }

  /**
   * A choice of the config with all its parameters.
   * @param {string} kind such as "layer"
   * @param {any} choice a name, or an object with `type`
   * @param {string} [fallback] where there is none
   * @returns {Record<string, any> & {type: string}}
   */
  settle(kind, choice, fallback) {
    const given = typeof choice === 'object' && choice ? choice : { type: choice ?? fallback };
    const row = this.tables[kind]?.find(({ name }) => name === given.type);
    const usual = (row?.parameters ?? []).map(({ name, fallback: value }) => [name, value]);
    return { ...Object.fromEntries(usual), ...given };
  }

  /** @param {string} name of a saved tensor @returns {Tensor} */
  tensor(name) {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new Error(`${name}: the model has no such tensor`);
    return tensor;
  }

  /**
   * A saved tensor, or part of what the graph computes with.
   * @param {string} name
   * @param {number[]} shape
   * @param {ArrayLike<number>} values
   * @returns {string} its name
   */
  constant(name, shape, values) {
    const floats = values instanceof Float32Array ? values : Float32Array.from(values);
    const message = new Message().integers(1, shape).integer(2, FLOAT).text(8, name);
    this.#initializers.set(name, message.bytes(9, littleEndianBytes([floats])));
    return name;
  }

  /** A saved tensor. @param {string} name @param {number[]} [shape] */
  weight(name, shape) {
    const tensor = this.tensor(name);
    return this.constant(name, shape ?? tensor.shape, tensor.values);
  }

  /** One number. @param {string} name @param {number} value */
  scalar(name, value) {
    return this.constant(name, [], [value]);
  }

  /** @param {string} name @param {number[]} values */
  whole(name, values) {
    const bytes = new DataView(new ArrayBuffer(8 * values.length));
    for (const [i, value] of values.entries()) bytes.setBigInt64(8 * i, BigInt(value), true);
    const message = new Message().integers(1, [values.length]).integer(2, INT64).text(8, name);
    this.#initializers.set(name, message.bytes(9, new Uint8Array(bytes.buffer)));
    return name;
  }

  /**
   * @param {string} operator
   * @param {string[]} inputs
   * @param {Record<string, number | number[] | {float: number}>} [attributes] whole numbers unless
   *   told
   * @param {string} [output] its name
   * @returns {string} the output's name
   */
  node(operator, inputs, attributes = {}, output = `${operator.toLowerCase()}.${this.#count}`) {
    this.#count++;
    const message = new Message();
    for (const input of inputs) message.text(1, input);
    message.text(2, output).text(3, `node.${this.#count}`).text(4, operator);
    this.#nodes.push(message.messages(5, Object.entries(attributes).map(attribute)));
    return output;
  }

  /** @param {Value} value @returns {Value} as N×C */
  flat(value) {
    if (value.isFlat) return value;
    const size = value.shape.reduce((product, side) => product * side);
    const name = this.node('Flatten', [value.name], { axis: 1 });
    return { name, shape: [size, 1, 1], isFlat: true };
  }

  /** @param {Value} value @returns {Value} as N×C×H×W */
  image(value) {
    if (!value.isFlat) return value;
    return this.reshape(value.name, value.shape, false);
  }

  /**
   * @param {string} name
   * @param {[number, number, number]} shape
   * @param {boolean} isFlat
   * @returns {Value}
   */
  reshape(name, shape, isFlat) {
    const sides = isFlat ? [-1, shape[0]] : [-1, ...shape];
    const target = this.whole(`shape.${this.#count}`, sides);
    return { name: this.node('Reshape', [name, target]), shape, isFlat };
  }

  /** @param {Record<string, string>} metadata */
  encode(metadata) {
    const graph = new Message()
      .messages(1, this.#nodes)
      .text(2, 'inkling')
      .messages(5, [...this.#initializers.values()])
      .text(10, ABOUT)
      .message(11, tensorInfo('pixels', [1, 28, 28]))
      .message(12, tensorInfo('logits', [this.classes]))
      .message(12, tensorInfo('probabilities', [this.classes]));
    return new Message()
      .integer(1, IR_VERSION)
      .text(2, 'inkling')
      .text(6, ABOUT)
      .message(7, graph)
      .message(8, new Message().text(1, '').integer(2, OPERATORS))
      .messages(
        14,
        Object.entries(metadata).map(([key, value]) => new Message().text(1, key).text(2, value)),
      )
      .encode();
  }
}

/** @param {[string, number | number[] | {float: number}]} entry */
function attribute([name, value]) {
  const message = new Message().text(1, name);
  if (Array.isArray(value)) return message.integers(8, value).integer(20, KINDS.integers);
  if (typeof value === 'object') return message.float(2, value.float).integer(20, KINDS.float);
  return message.integer(3, value).integer(20, KINDS.integer);
}

/** @param {string} name @param {number[]} sides after the number of images */
function tensorInfo(name, sides) {
  const shape = new Message().message(1, new Message().text(2, 'N'));
  for (const side of sides) shape.message(1, new Message().integer(1, side));
  const tensor = new Message().integer(1, FLOAT).message(2, shape);
  return new Message().text(1, name).message(2, new Message().message(1, tensor));
}
