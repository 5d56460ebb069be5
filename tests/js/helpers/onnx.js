/** Reads ONNX files and works them out, number by number, so that what is written can be checked. */

/** @typedef {{shape: number[], values: ArrayLike<number>}} Numbers */
/**
 * @typedef {object} OnnxNode
 * @property {string[]} inputs
 * @property {string[]} outputs
 * @property {string} operator
 * @property {Record<string, any>} attributes
 *
 * @typedef {object} OnnxFile
 * @property {number} irVersion
 * @property {number} opset
 * @property {string} about
 * @property {Record<string, string>} metadata
 * @property {OnnxNode[]} nodes
 * @property {Map<string, Numbers & {bytes: Uint8Array, type: number}>} initializers
 * @property {{name: string, type: number, shape: (number | string)[]}[]} inputs
 * @property {{name: string, type: number, shape: (number | string)[]}[]} outputs
 */

/**
 * One message's fields: whole numbers as numbers, floats as 4 bytes, all else as bytes.
 * @param {Uint8Array} bytes
 * @returns {{field: number, kind: number, value: any}[]}
 */
export function readFields(bytes) {
  const fields = [];
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (at >= bytes.length || shift > 63n) throw new Error('a number has no end');
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(BigInt.asIntN(64, value));
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const [field, kind] = [key >> 3, key & 7];
    if (kind === 0) {
      fields.push({ field, kind, value: varint() });
      continue;
    }
    const length = kind === 5 ? 4 : kind === 2 ? varint() : Number.NaN;
    if (!(at + length <= bytes.length)) throw new Error(`field ${field} of kind ${kind}`);
    fields.push({ field, kind, value: bytes.subarray(at, at + length) });
    at += length;
  }
  return fields;
}

/** @param {Uint8Array} bytes */
const text = (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

/** @param {Uint8Array} bytes */
const view = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** @param {Uint8Array} bytes */
function message(bytes) {
  const fields = readFields(bytes);
  /** @param {number} number */
  const all = (number) => fields.filter(({ field }) => field === number).map(({ value }) => value);
  return { all, one: (/** @type {number} */ number) => all(number).at(-1) };
}

/** @param {Uint8Array} bytes @returns {OnnxFile} */
export function readOnnx(bytes) {
  const model = message(bytes);
  const graph = message(model.one(7));
  const opset = message(model.one(8));
  const pairs = model.all(14).map(message);
  return {
    irVersion: model.one(1),
    opset: opset.one(2),
    about: text(model.one(6)),
    metadata: Object.fromEntries(pairs.map((pair) => [text(pair.one(1)), text(pair.one(2))])),
    nodes: graph.all(1).map(readNode),
    initializers: new Map(graph.all(5).map(readTensor)),
    inputs: graph.all(11).map(readInfo),
    outputs: graph.all(12).map(readInfo),
  };
}

/** @param {Uint8Array} bytes @returns {OnnxNode} */
function readNode(bytes) {
  const node = message(bytes);
  return {
    inputs: node.all(1).map(text),
    outputs: node.all(2).map(text),
    operator: text(node.one(4)),
    attributes: Object.fromEntries(node.all(5).map(readAttribute)),
  };
}

/** @param {Uint8Array} bytes */
function readAttribute(bytes) {
  const attribute = message(bytes);
  const kind = attribute.one(20);
  const value =
    kind === 1
      ? view(attribute.one(2)).getFloat32(0, true)
      : kind === 2
        ? attribute.one(3)
        : attribute.all(8);
  return [text(attribute.one(1)), value];
}

/** @param {Uint8Array} bytes @returns {[string, Numbers & {bytes: Uint8Array, type: number}]} */
function readTensor(bytes) {
  const tensor = message(bytes);
  const type = tensor.one(2);
  const raw = tensor.one(9);
  const data = view(raw);
  const values =
    type === 1
      ? Float32Array.from({ length: raw.length / 4 }, (_, i) => data.getFloat32(4 * i, true))
      : Array.from({ length: raw.length / 8 }, (_, i) => Number(data.getBigInt64(8 * i, true)));
  return [text(tensor.one(8)), { shape: tensor.all(1), values, bytes: raw, type }];
}

/** @param {Uint8Array} bytes */
function readInfo(bytes) {
  const info = message(bytes);
  const tensor = message(message(info.one(2)).one(1));
  const dimensions = message(tensor.one(2)).all(1).map(message);
  return {
    name: text(info.one(1)),
    type: tensor.one(1),
    shape: dimensions.map((side) => side.one(1) ?? text(side.one(2))),
  };
}

/** @param {number[]} shape */
const sizeOf = (shape) => shape.reduce((product, side) => product * side, 1);

/**
 * @param {OnnxFile} file
 * @param {Numbers} pixels N×1×28×28
 * @returns {Map<string, Numbers>} every value by name
 */
export function evaluateOnnx(file, pixels) {
  /** @type {Map<string, Numbers>} */
  const values = new Map(file.initializers);
  values.set(file.inputs[0].name, pixels);
  for (const { operator, inputs, outputs, attributes } of file.nodes) {
    const given = inputs.map((name) => {
      const value = values.get(name);
      if (!value) throw new Error(`${operator}: "${name}" has not been worked out`);
      return value;
    });
    if (!OPERATORS[operator]) throw new Error(`${operator} is not known here`);
    if (values.has(outputs[0])) throw new Error(`"${outputs[0]}" is made twice`);
    values.set(outputs[0], OPERATORS[operator](given, attributes));
  }
  return values;
}

/** @param {(x: number, attributes: any) => number} of @returns {Operator} */
const each =
  (of) =>
  ([x], attributes) => ({ ...x, values: Float64Array.from(x.values, (v) => of(v, attributes)) });

/** @param {(a: number, b: number) => number} of @returns {Operator} */
const both =
  (of) =>
  ([a, b]) => {
    const shape = broadcastShape(a.shape, b.shape);
    const [left, right] = [spread(a, shape), spread(b, shape)];
    return { shape, values: left.map((value, i) => of(value, right[i])) };
  };

/** @param {number[]} a @param {number[]} b */
function broadcastShape(a, b) {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const one = a[i - rank + a.length] ?? 1;
    const other = b[i - rank + b.length] ?? 1;
    if (one !== other && one !== 1 && other !== 1) throw new Error(`${a} does not fit ${b}`);
    return Math.max(one, other);
  });
}

/** @param {Numbers} x @param {number[]} shape @returns {Float64Array} */
function spread(x, shape) {
  const own = [...Array.from({ length: shape.length - x.shape.length }, () => 1), ...x.shape];
  return Float64Array.from({ length: sizeOf(shape) }, (_, place) => {
    let [rest, index, stride] = [place, 0, 1];
    for (let i = shape.length - 1; i >= 0; i--) {
      if (own[i] > 1) index += (rest % shape[i]) * stride;
      rest = Math.floor(rest / shape[i]);
      stride *= own[i];
    }
    return x.values[index];
  });
}

/** @typedef {(inputs: Numbers[], attributes: Record<string, any>) => Numbers} Operator */

/** Abramowitz, Stegun, 7.1.26 is too coarse; the series is exact enough. @param {number} x */
function erf(x) {
  if (Math.abs(x) > 4) return Math.sign(x);
  let [sum, term] = [0, x];
  for (let n = 0; n < 80; n++) {
    sum += term / (2 * n + 1);
    term *= -(x * x) / (n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** @type {Record<string, Operator>} */
const OPERATORS = {
  Add: both((a, b) => a + b),
  Sub: both((a, b) => a - b),
  Mul: both((a, b) => a * b),
  Div: both((a, b) => a / b),
  Equal: both((a, b) => Number(a === b)),
  PRelu: both((x, slope) => (x < 0 ? slope * x : x)),
  Relu: each((x) => Math.max(0, x)),
  LeakyRelu: each((x, { alpha }) => (x < 0 ? alpha * x : x)),
  Elu: each((x, { alpha }) => (x < 0 ? alpha * Math.expm1(x) : x)),
  Sigmoid: each((x) => 1 / (1 + Math.exp(-x))),
  Tanh: each(Math.tanh),
  Erf: each(erf),
  Identity: ([x]) => x,
  Flatten: ([x]) => ({ shape: [x.shape[0], sizeOf(x.shape.slice(1))], values: x.values }),
  Reshape([x, { values }]) {
    const sides = Array.from(values);
    const known = sides.reduce((product, side) => (side > 0 ? product * side : product), 1);
    return { ...x, shape: sides.map((side) => (side < 0 ? x.values.length / known : side)) };
  },
  Where(inputs) {
    const shape = inputs.map((input) => input.shape).reduce(broadcastShape);
    const [test, yes, no] = inputs.map((input) => spread(input, shape));
    return { shape, values: test.map((isSo, i) => (isSo ? yes[i] : no[i])) };
  },
  Gemm([a, b, c], { transB }) {
    if (transB !== 1) throw new Error('only x·Wᵀ is known here');
    const [rows, columns, depth] = [a.shape[0], b.shape[0], b.shape[1]];
    if (a.shape[1] !== depth) throw new Error(`Gemm: ${a.shape} · ${b.shape}`);
    const values = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) {
        let sum = c ? c.values[j] : 0;
        for (let k = 0; k < depth; k++) sum += a.values[i * depth + k] * b.values[j * depth + k];
        values[i * columns + j] = sum;
      }
    return { shape: [rows, columns], values };
  },
  Conv([x, w, b], { strides, pads }) {
    return windows(x, w.shape[2], strides[0], pads[0], w.shape[0], (n, o, top, left, read) => {
      let sum = b.values[o];
      const [, channels, kernel] = w.shape;
      for (let c = 0; c < channels; c++)
        for (let i = 0; i < kernel; i++)
          for (let j = 0; j < kernel; j++)
            sum +=
              w.values[((o * channels + c) * kernel + i) * kernel + j] *
              read(n, c, top + i, left + j);
      return sum;
    });
  },
  MaxPool: ([x], attributes) => pool(x, attributes, (some) => Math.max(...some)),
  AveragePool: ([x], attributes) =>
    pool(x, attributes, (some) => some.reduce((sum, value) => sum + value) / some.length),
  BatchNormalization([x, scale, shift, mean, variance], { epsilon }) {
    const plane = sizeOf(x.shape.slice(2));
    const values = Float64Array.from(x.values, (value, place) => {
      const c = Math.floor(place / plane) % x.shape[1];
      const normal = (value - mean.values[c]) / Math.sqrt(variance.values[c] + epsilon);
      return normal * scale.values[c] + shift.values[c];
    });
    return { ...x, values };
  },
  ReduceMax: ([x], { axes: [axis] }) => reduce(x, axis, false, (some) => Math.max(...some)),
  ReduceSum: ([x, axes], { keepdims }) =>
    reduce(x, axes.values[0], keepdims === 1, (some) => some.reduce((sum, value) => sum + value)),
  Softmax([x]) {
    const classes = x.shape[1];
    const values = new Float64Array(x.values.length);
    for (let from = 0; from < values.length; from += classes) {
      const row = Array.from({ length: classes }, (_, i) => x.values[from + i]);
      const most = Math.max(...row);
      const sum = row.reduce((total, value) => total + Math.exp(value - most), 0);
      for (const [i, value] of row.entries()) values[from + i] = Math.exp(value - most) / sum;
    }
    return { ...x, values };
  },
};

/**
 * @param {Numbers} x N×C×H×W
 * @param {number} kernel @param {number} stride @param {number} pad @param {number} outputs
 * @param {(n: number, o: number, top: number, left: number,
 *   read: (n: number, c: number, i: number, j: number) => number) => number} of
 */
function windows(x, kernel, stride, pad, outputs, of) {
  const [count, channels, height, width] = x.shape;
  const [down, across] = [height, width].map((side) =>
    Math.floor((side + 2 * pad - kernel) / stride + 1),
  );
  /** @param {number} n @param {number} c @param {number} i @param {number} j */
  const read = (n, c, i, j) =>
    i < 0 || j < 0 || i >= height || j >= width
      ? 0
      : x.values[((n * channels + c) * height + i) * width + j];
  const values = [];
  for (let n = 0; n < count; n++)
    for (let o = 0; o < outputs; o++)
      for (let i = 0; i < down; i++)
        for (let j = 0; j < across; j++)
          values.push(of(n, o, i * stride - pad, j * stride - pad, read));
  return { shape: [count, outputs, down, across], values };
}

/** @param {Numbers} x @param {any} attributes @param {(some: number[]) => number} of */
function pool(x, { kernel_shape: [size], strides: [stride] }, of) {
  return windows(x, size, stride, 0, x.shape[1], (n, c, top, left, read) =>
    of(
      Array.from({ length: size * size }, (_, k) =>
        read(n, c, top + Math.floor(k / size), left + (k % size)),
      ),
    ),
  );
}

/** @param {Numbers} x @param {number} axis @param {boolean} keep @param {(some: number[]) => number} of */
function reduce(x, axis, keep, of) {
  const inner = sizeOf(x.shape.slice(axis + 1));
  const side = x.shape[axis];
  const outer = x.values.length / inner / side;
  const values = [];
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++)
      values.push(of(Array.from({ length: side }, (_, k) => x.values[(o * side + k) * inner + i])));
  const shape = keep ? x.shape.with(axis, 1) : x.shape.toSpliced(axis, 1);
  return { shape, values };
}
