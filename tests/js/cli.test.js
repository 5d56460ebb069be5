import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { PNG } from 'pngjs';
import { inkling, inklingWith, jsonLines } from './helpers/cli.js';
import { drawDigits, idxFiles, NAMES, temporaryFolder } from './helpers/idx.js';

/** @type {Record<string, Buffer>} */
let files;
/** @type {Awaited<ReturnType<typeof drawDigits>>} */
let digits;

before(async () => {
  digits = await drawDigits(3000, 200);
  files = idxFiles(digits);
});

test('train prints JSON lines, the last of them done; eval and predict take what it saved', async (t) => {
  const dir = await temporaryFolder(t, files);
  const saved = join(dir, 'model.safetensors');
  const { status, stdout, stderr } = await inkling(
    ...['train', '--data', dir, '--model', 'softmax', '--epochs', '2', '--seed', '5'],
    ...['--save', saved, '--set', 'optimizer.learningRate=0.01', '--json'],
  );
  assert.equal(stderr, '');
  assert.equal(status, 0);
  const lines = jsonLines(stdout);
  assert.deepEqual(
    lines.map(({ event }) => event),
    ['epoch', 'epoch', 'done'],
  );
  const done = lines[2];
  assert.ok(done.testAccuracy > 0.5 && done.testAccuracy <= 1);
  assert.ok(done.trainSeconds > 0 && done.samplesPerSecond > 0);
  assert.equal(done.steps, 2 * Math.ceil(2500 / 128));
  assert.match(done.weightsSha256, /^[0-9a-f]{64}$/);
  assert.equal(done.build, 'strict');
  assert.equal(done.threads, 1);
  assert.ok(lines[0].validation.accuracy > 0.3);

  const scored = await inkling('eval', '--model', saved, '--data', dir, '--json');
  const score = jsonLines(scored.stdout).at(-1);
  assert.equal(score.event, 'done');
  assert.equal(score.testAccuracy, done.testAccuracy);
  assert.equal(score.testLoss, done.testLoss);

  const row = `${join(dir, NAMES.testImages)}.gz:3`;
  const told = await inkling('predict', '--model', saved, row, row, '--json');
  const [one, two] = jsonLines(told.stdout);
  assert.deepEqual(one, two);
  assert.equal(one.probabilities.length, 10);
  assert.equal(one.digit, one.probabilities.indexOf(Math.max(...one.probabilities)));

  const again = await inkling('train', '--model', saved, '--data', dir, '--epochs', '1', '--json');
  assert.ok(jsonLines(again.stdout).at(-1).testAccuracy > 0.5);
});

test('the same seed gives the same weights, with two threads too', async (t) => {
  const dir = await temporaryFolder(t, files);
  const args = ['train', '--data', dir, '--model', 'softmax', '--epochs', '1', '--json'];
  const hashes = [];
  for (const more of [[], ['--threads', '2'], ['--seed', '2']]) {
    const done = jsonLines((await inkling(...args, ...more)).stdout).at(-1);
    hashes.push(done.weightsSha256);
  }
  assert.equal(hashes[0], hashes[1]);
  assert.notEqual(hashes[0], hashes[2]);
});

test('until ends the training early', async (t) => {
  const dir = await temporaryFolder(t, files);
  const args = ['train', '--data', dir, '--model', 'softmax', '--epochs', '50', '--json'];
  for (const until of ['0.4', 'validation:0.4', 'test:0.4']) {
    const done = jsonLines((await inkling(...args, '--until', until)).stdout).at(-1);
    assert.ok(done.steps < 50 * 20, `${until}: ${done.steps}`);
  }
});

test('for people: a line each epoch on stderr, the result on stdout', async (t) => {
  const dir = await temporaryFolder(t, files);
  const { stdout, stderr } = await inkling(
    'train',
    '--data',
    dir,
    '--model',
    'softmax',
    '--epochs',
    '2',
  );
  assert.match(stdout, /^test accuracy \d+\.\d\d % after 40 steps in [\d.]+ s\n$/);
  assert.match(stderr, /^epoch 1\/2: loss [\d.]+, validation [\d.]+ %.*\nepoch 2\/2: .*\n$/);
});

test('a set without test images trains; eval says what is missing', async (t) => {
  const { [`${NAMES.testImages}.gz`]: _, [`${NAMES.testLabels}.gz`]: __, ...train } = files;
  const dir = await temporaryFolder(t, train);
  const { stdout } = await inkling(
    'train',
    '--data',
    dir,
    '--model',
    'softmax',
    '--epochs',
    '1',
    '--json',
  );
  assert.equal(jsonLines(stdout).at(-1).testAccuracy, null);
  const scored = await inkling('eval', '--data', dir, '--model', 'softmax');
  assert.equal(scored.status, 1);
  assert.match(scored.stderr, /there are no test images/);
});

test('predict reads PNGs: a drawing of any size, or raw', async (t) => {
  const png = new PNG({ width: 120, height: 90, colorType: 2 });
  png.data.fill(255);
  for (let y = 10; y < 80; y++)
    for (let x = 55; x < 63; x++) png.data.fill(0, 4 * (120 * y + x), 4 * (120 * y + x) + 3);
  const small = new PNG({ width: 28, height: 28 });
  digits.testImages.subarray(0, 784).forEach((grey, i) => {
    small.data.fill(grey, 4 * i, 4 * i + 3);
    small.data[4 * i + 3] = 255;
  });
  const white = new PNG({ width: 30, height: 30 });
  white.data.fill(255);
  const dir = await temporaryFolder(t, {
    ...files,
    'one.png': PNG.sync.write(png),
    'raw.png': PNG.sync.write(small),
    'white.png': PNG.sync.write(white),
    'cut.png': PNG.sync.write(small).subarray(0, 200),
  });
  /** @param {string[]} args */
  const predict = (...args) => inkling('predict', '--model', 'softmax', ...args);
  const text = await predict(`${dir}/one.png`, `${dir}/white.png`);
  assert.match(
    text.stdout,
    /^.*one\.png: \d {2}0:0\.\d{3} 1:.*\n.*white\.png: nothing is drawn\n$/,
  );
  const raw = jsonLines((await predict('--raw', '--json', `${dir}/raw.png`)).stdout)[0];
  const row = jsonLines((await predict('--json', `${dir}/${NAMES.testImages}.gz:0`)).stdout)[0];
  assert.deepEqual(raw.probabilities, row.probabilities);
  /** @type {[string[], RegExp][]} */
  const cases = [
    [['--raw', `${dir}/one.png`], /28×28, not 120×90/],
    [[`${dir}/nothing.png`], /nothing\.png: there is no such file/],
    [[`${dir}/cut.png`], /cut\.png: the PNG is damaged/],
    [[`${dir}/${NAMES.testLabels}.gz`], /is no PNG/],
    [[`${dir}/${NAMES.testLabels}.gz:0`], /no IDX file of images/],
    [[`${dir}/${NAMES.testImages}.gz:200`], /row 200 of 200; they count from 0/],
  ];
  for (const [args, sentence] of cases) {
    const { status, stderr } = await predict(...args);
    assert.equal(status, 1);
    assert.match(stderr, sentence);
    assert.match(stderr, /^inkling: [^\n]*\n$/);
  }
});

test('describe: layers for people, everything as JSON', async () => {
  const text = await inkling('describe', '--model', 'mlp');
  assert.match(text.stdout, /dense +128 +100480\n/);
  assert.match(text.stdout, /101770 parameters/);
  const [description] = jsonLines((await inkling('describe', '--json')).stdout);
  assert.equal(description.parameters, 101770);
  const { optimizer, layer } = description.tables;
  const adam = optimizer.find((/** @type {any} */ row) => row.name === 'adam');
  assert.equal(adam.parameters[0].name, 'learningRate');
  assert.ok(layer.length >= 3);
  assert.ok(description.schema.properties.batchSize.minimum === 1);
});

test('without --data: INKLING_DATA, else synthetic digits, which is said', async (t) => {
  const home = await temporaryFolder(t);
  const args = ['train', '--model', 'softmax', '--epochs', '1', '--json'];
  const environment = { INKLING_DATA: home };
  const drawn = await inklingWith(environment, ...args);
  // Where data/cache has MNIST, that is taken.
  if (drawn.stderr) assert.match(drawn.stderr, /^inkling: no MNIST in .* drawn by Inkling\n$/);
  assert.ok(jsonLines(drawn.stdout).at(-1).testAccuracy > 0.5);
});

test('wrong usage: exit code 2 and one sentence', async () => {
  /** @type {[string[], RegExp][]} */
  const cases = [
    [['foo'], /no command "foo"; there are train, eval, predict, describe, gradcheck, data/],
    [['train', '--bogus'], /Unknown option '--bogus'/],
    [['train', '--seed'], /--seed/],
    [['train', '--seed', 'x'], /--seed: "x" is not a whole number/],
    [['train', '--seed=-1'], /--seed: "-1"/],
    [['train', '--epochs', '0'], /--epochs: "0"/],
    [['train', '--threads', '1.5'], /--threads: "1.5"/],
    [['train', '--build', 'quick'], /--build: "quick"/],
    [['train', '--until', '98%'], /--until: "98%"/],
    [['train', '--until', 'exam:0.9'], /--until/],
    [['train', '--set', 'epochs'], /--set: "epochs" is not path=value/],
    [['train', 'mnist'], /what is "mnist" for/],
    [['eval'], /which model/],
    [['predict', '--model', 'mlp'], /which image/],
    [['predict', 'x.png'], /which model/],
    [['data'], /data fetch NAME/],
    [['data', 'get', 'mnist'], /data fetch NAME/],
  ];
  for (const [args, sentence] of cases) {
    const { status, stdout, stderr } = await inkling(...args);
    assert.equal(status, 2, args.join(' '));
    assert.match(stderr, sentence);
    assert.match(stderr, /^inkling: [^\n]*\n$/);
    assert.equal(stdout, '');
  }
});

test('other failures: exit code 1, one sentence, a stack trace with --debug', async (t) => {
  const dir = await temporaryFolder(t, { 'model.txt': 'hello', 'list.json': '[1]' });
  /** @type {[string[], RegExp][]} */
  const cases = [
    [
      ['train', '--model', 'nothing.json'],
      /nothing\.json: there is no such file, and no such preset \(softmax, mlp, dnn, lenet5, cnn\)/,
    ],
    [
      ['train', '--model', `${dir}/model.txt`],
      /model\.txt is neither a model config .* nor saved weights/,
    ],
    [['train', '--model', `${dir}/list.json`], /list\.json is neither/],
    [['train', '--data', '/nowhere'], /\/nowhere: there is no such folder/],
    [['train', '--data', `${dir}/model.txt`], /model.txt is neither images nor labels/],
    [['train', '--data', dir], /training labels are missing/],
    [
      ['train', '--save', '/nowhere/x', '--data', 'synthetic'],
      /folder \/nowhere cannot be written/,
    ],
    [
      ['train', '--data', 'synthetic', '--set', 'optimizer.learningRate=NaN'],
      /learningRate: "NaN" is not a finite number/,
    ],
    [['train', '--data', 'synthetic', '--set', 'batchSize=0'], /batchSize: 0 is outside/],
    [['train', '--data', 'synthetic', '--set', 'layers.1.type=foo'], /"foo"/],
    [['data', 'fetch', 'foo'], /no data set "foo"; there are mnist/],
  ];
  for (const [args, sentence] of cases) {
    const { status, stderr } = await inkling(...args);
    assert.equal(status, 1, args.join(' '));
    assert.match(stderr, sentence);
    assert.match(stderr, /^inkling: [^\n]*\n$/);
  }
  const { stderr } = await inkling('train', '--data', '/nowhere', '--debug');
  assert.match(stderr, /\n +at /);
});

test('bench is npm run bench, with its options', async () => {
  const { status, stdout } = await inkling('bench', '--list');
  assert.equal(status, 0);
  assert.match(stdout, /^sizes: /m);
});

test('help, and a saved model with changes', async (t) => {
  const help = await inkling('--help');
  assert.equal(help.status, 0);
  assert.match(help.stdout, /node cli\/inkling\.js train/);
  assert.equal((await inkling()).status, 2);
  const dir = await temporaryFolder(t, files);
  const saved = join(dir, 'm');
  const args = ['--data', dir, '--epochs', '1', '--json'];
  await inkling('train', '--model', 'softmax', '--save', saved, ...args);
  const bytes = await readFile(saved);
  assert.match(bytes.toString('latin1', 8, 1000), /"__metadata__":\{"format":"inkling"/);
  const slow = await inkling(
    'train',
    '--model',
    saved,
    '--set',
    'optimizer.learningRate=0',
    ...args,
  );
  const stays = jsonLines(
    (await inkling('eval', '--model', saved, '--data', dir, '--json')).stdout,
  );
  assert.equal(jsonLines(slow.stdout).at(-1).testLoss, stays[0].testLoss);
});
