import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { ByteReader, blobItem, collect } from '../../web/engine/formats/bytes.js';
import { readNpyHeader } from '../../web/engine/formats/npz.js';
import { writeNpz } from '../../web/engine/formats/write-npz.js';
import { writeOnnx } from '../../web/engine/formats/write-onnx.js';
import { Message } from '../../web/engine/formats/write-protobuf.js';
import { listZip } from '../../web/engine/formats/zip.js';
import { createTrainer } from '../../web/engine/index.js';
import { readSafetensors } from '../../web/engine/safetensors.js';
import { inkling, jsonLines } from './helpers/cli.js';
import { drawDigits, temporaryFolder } from './helpers/idx.js';
import { evaluateOnnx, readFields, readOnnx } from './helpers/onnx.js';

const OUTPUT = { type: 'dense', units: 'classes' };
const TESTED = 4;

/** @type {Awaited<ReturnType<typeof drawDigits>>} */
let digits;

before(async () => {
  digits = await drawDigits(600, 60);
});

/**
 * A model that has learned a little, so that no tensor is as it was made.
 * @param {import('node:test').TestContext} t
 * @param {Record<string, unknown>} config
 */
async function trained(t, config) {
  const trainer = await createTrainer({
    model: { batchSize: 50, epochs: 1, ...config },
    data: digits,
    seed: 3,
  });
  t.after(() => trainer.dispose());
  await trainer.step(4);
  return trainer;
}

/** @param {import('../../web/engine/index.js').Trainer} trainer */
async function exported(trainer) {
  const { tensors, metadata } = readSafetensors(await trainer.save());
  const description = await trainer.describe();
  return {
    tensors,
    file: readOnnx(writeOnnx({ config: trainer.config, description, tensors, metadata })),
  };
}

/** @param {import('../../web/engine/index.js').Trainer} trainer */
async function compare(trainer) {
  const { tensors, file } = await exported(trainer);
  for (const { name, shape, values } of tensors) {
    const written = file.initializers.get(name);
    assert.ok(written, name);
    assert.deepEqual(
      Buffer.from(written.bytes),
      Buffer.from(values.buffer, values.byteOffset, values.byteLength),
    );
    if (name.startsWith('layers.')) assert.deepEqual(written.shape, shape);
  }
  const images = digits.testImages.subarray(0, TESTED * 784);
  const values = evaluateOnnx(file, {
    shape: [TESTED, 1, 28, 28],
    values: Float64Array.from(images),
  });
  const told = values.get('probabilities');
  assert.deepEqual(told?.shape, [TESTED, 10]);
  assert.deepEqual(values.get('logits')?.shape, [TESTED, 10]);
  for (let i = 0; i < TESTED; i++) {
    const { probabilities } = await trainer.predict(images.subarray(784 * i, 784 * (i + 1)));
    probabilities?.forEach((p, c) => {
      const difference = Math.abs(p - told.values[10 * i + c]);
      assert.ok(difference < 1e-4, `image ${i}, class ${c}: ${difference}`);
    });
  }
  return file;
}

test('whole numbers as protobuf has them, the large and the negative too', () => {
  const message = new Message().integers(1, [0, 1, 127, 128, 300, -1, 2 ** 40]).float(2, -1.5);
  const fields = readFields(message.encode());
  assert.deepEqual(
    fields.slice(0, 7).map(({ value }) => value),
    [0, 1, 127, 128, 300, -1, 2 ** 40],
  );
  assert.deepEqual([...fields[7].value], [0, 0, 0xc0, 0xbf]);
  assert.deepEqual([...new Message().integer(1, 150).encode()], [0x08, 0x96, 0x01]);
  assert.deepEqual([...new Message().text(2, 'hi').encode()], [0x12, 2, 0x68, 0x69]);
});

test('a dense net: header, operators, weights bit for bit, predictions', async (t) => {
  const trainer = await trained(t, {
    layers: ['flatten', { type: 'dense', units: 20 }, 'relu', { type: 'dropout' }, OUTPUT],
  });
  const file = await compare(trainer);
  assert.equal(file.opset, 13);
  assert.equal(file.irVersion, 7);
  assert.match(file.about, /grey levels 0 … 255/);
  assert.deepEqual(file.inputs, [{ name: 'pixels', type: 1, shape: ['N', 1, 28, 28] }]);
  assert.deepEqual(file.outputs, [
    { name: 'logits', type: 1, shape: ['N', 10] },
    { name: 'probabilities', type: 1, shape: ['N', 10] },
  ]);
  assert.deepEqual(
    file.nodes.map(({ operator }) => operator),
    ['Div', 'Sub', 'Div', 'Flatten', 'Gemm', 'Relu', 'Gemm', 'Identity', 'Softmax'],
  );
  assert.deepEqual(JSON.parse(file.metadata.config), trainer.config);
});

test('a convolutional net', async (t) => {
  const layers = [
    { type: 'conv2d', filters: 4, kernel: 5, padding: 2, stride: 2 },
    'batchnorm',
    'relu',
    { type: 'maxpool2d', size: 3, stride: 2 },
    { type: 'conv2d', filters: 6 },
    { type: 'maxout', pieces: 2 },
    'tanh',
    { type: 'avgpool2d', size: 2 },
    OUTPUT,
  ];
  const file = await compare(await trained(t, { layers, preprocess: 'scale' }));
  const operators = file.nodes.map(({ operator }) => operator);
  for (const operator of ['Conv', 'BatchNormalization', 'MaxPool', 'AveragePool', 'ReduceMax'])
    assert.ok(operators.includes(operator), operator);
});

test('every activation, after a dense layer, and batch normalization there', async (t) => {
  const activations = [
    ...['sigmoid', 'prelu', 'gelu', 'identity', 'maxout'],
    { type: 'leaky-relu', slope: 0.2 },
    { type: 'elu', alpha: 0.7 },
  ];
  const blocks = activations.flatMap((activation) => [
    { type: 'dense', units: 12 },
    'batchnorm',
    activation,
  ]);
  await compare(await trained(t, { layers: ['flatten', ...blocks, OUTPUT] }));
});

test('every preprocessing, as it was fitted', async (t) => {
  const small = { components: 8 };
  for (const preprocess of [
    ...['none', 'scale', 'mean', 'mean-image'],
    { type: 'standardize', mean: 0.2, deviation: 0.4 },
    { type: 'pca', ...small },
    { type: 'whiten', ...small },
  ])
    await compare(await trained(t, { layers: ['flatten', OUTPUT], preprocess }));
});

test('every loss tells probabilities in its own way', async (t) => {
  for (const loss of ['binary-cross-entropy', 'hinge', 'squared-hinge', 'mse'])
    await compare(await trained(t, { layers: ['flatten', OUTPUT], loss, preprocess: 'scale' }));
});

test('dense straight on an image, convolution after a row of numbers', async (t) => {
  const layers = [
    { type: 'dense', units: 16 },
    { type: 'conv2d', filters: 10, kernel: 1 },
  ];
  await compare(await trained(t, { layers }));
});

test('what has no form in ONNX is refused by name', async (t) => {
  const trainer = await trained(t, { layers: ['flatten', OUTPUT], features: 'hog' });
  await assert.rejects(exported(trainer), /features: hog has no form in ONNX/);
  const model = { layers: ['flatten', OUTPUT], preprocess: 'mean-image' };
  const untrained = await createTrainer({ model, data: null });
  t.after(() => untrained.dispose());
  await assert.rejects(exported(untrained), /preprocess: it is fitted on training images/);
});

test('npz: arrays, shapes, bytes and checksums as NumPy reads them', async () => {
  const tensors = [
    { name: 'layers.0.weight', shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, -0) },
    { name: 'layers.0.bias', shape: [2], values: Float32Array.of(0.5, Number.MIN_VALUE) },
  ];
  const bytes = writeNpz(tensors, { metadata: '{"a":"é"}' });
  const blob = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]);
  const entries = await listZip(blobItem('x.npz', blob));
  assert.deepEqual(
    entries.map(({ name }) => name),
    ['layers.0.weight.npy', 'layers.0.bias.npy', 'metadata.npy'],
  );
  for (const [i, entry] of entries.entries()) {
    const reader = new ByteReader(entry.read(), entry.name);
    const { shape, code, headerSize } = await readNpyHeader(reader, entry.name);
    await reader.close();
    assert.equal(headerSize % 64, 0);
    const data = (await collect(entry.read(), 1000, entry.name)).subarray(headerSize);
    if (i === 2) {
      assert.equal(code, '|S10');
      assert.deepEqual(shape, []);
      assert.equal(new TextDecoder().decode(data), '{"a":"é"}');
      continue;
    }
    assert.equal(code, '<f4');
    assert.deepEqual(shape, tensors[i].shape);
    assert.deepEqual(Buffer.from(data), Buffer.from(tensors[i].values.buffer));
  }
});

test('export writes each format; safetensors goes on as a model', async (t) => {
  const dir = await temporaryFolder(t);
  for (const to of ['onnx', 'safetensors', 'npz']) {
    const out = join(dir, `model.${to}`);
    const { stdout, stderr } = await inkling(
      ...['export', '--model', 'lenet5', '--to', to, '--out', out, '--json'],
    );
    assert.equal(stderr, '');
    const size = (await readFile(out)).length;
    assert.deepEqual(jsonLines(stdout), [{ event: 'done', out, format: to, bytes: size }]);
  }
  const again = await inkling(
    ...['export', '--model', join(dir, 'model.safetensors')],
    ...['--to', 'onnx', '--out', join(dir, 'again.onnx')],
  );
  assert.match(again.stdout, /again\.onnx: \d+ bytes of onnx/);
  /** @param {string} name */
  const weights = async (name) => readOnnx(await readFile(join(dir, name))).initializers;
  assert.deepEqual(await weights('again.onnx'), await weights('model.onnx'));
});

test('export: wrong usage and what cannot be written', async () => {
  /** @type {[string[], RegExp, number][]} */
  const cases = [
    [[], /which model/, 2],
    [['--model', 'mlp'], /to what\? give --to with one of safetensors, npz, onnx/, 2],
    [['--model', 'mlp', '--to', 'pdf', '--out', 'x'], /no format "pdf"/, 2],
    [['--model', 'mlp', '--to', 'npz'], /--out FILE/, 2],
    [['mlp'], /what is "mlp" for/, 2],
    [['--model', 'mlp', '--to', 'npz', '--out', '/nowhere/x'], /\/nowhere\/x: ENOENT/, 1],
  ];
  for (const [args, sentence, code] of cases) {
    const { status, stderr } = await inkling('export', ...args);
    assert.equal(status, code, args.join(' '));
    assert.match(stderr, sentence);
    assert.match(stderr, /^inkling: [^\n]*\n$/);
  }
});
