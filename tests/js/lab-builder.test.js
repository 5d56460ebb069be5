/** What the network builder does to a config, by the engine's own tables. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createTrainer, loadPreset } from '../../web/engine/index.js';
import { placeAt } from '../../web/lab/drawers/network/drag.js';
import {
  choiceOf,
  faultOf,
  groupsOf,
  outputsOf,
  readSetting,
  settingAt,
  typeAt,
  withLayer,
  withMoved,
  withoutLayer,
  withSetting,
  withType,
} from '../../web/lab/drawers/network/edit.js';
import { sayFault } from '../../web/lab/drawers/network/fault.js';
import { readNetwork } from '../../web/lab/notation.js';
import { recipeOf } from '../../web/lab/recipe.js';
import { createTranslate } from '../../web/lab/words.js';

/** @param {Record<string, unknown> | string} model */
async function describe(model) {
  const trainer = await createTrainer({ model, data: null });
  try {
    return await trainer.describe();
  } finally {
    trainer.dispose();
  }
}
const built = await describe('mlp');
const { tables } = built;
const mlp = await loadPreset('mlp');
/** @param {string} text */
const own = (text) => /** @type {Record<string, any>} */ (readNetwork(text));

test('every table of the engine has its place, and a new one would', () => {
  const kinds = groupsOf(tables).map(({ kind }) => kind);
  assert.equal(new Set(kinds).size, kinds.length);
  for (const kind of Object.keys(tables))
    assert.ok(['layer', 'training'].includes(kind) || kinds.includes(kind), kind);
  for (const { name } of tables.training) assert.ok(name === '-' || kinds.includes(name), name);
  const choices = [{ name: 'heat', sentence: 'How hot.', parameters: [] }];
  const more = groupsOf({ ...tables, weather: choices });
  assert.deepEqual(
    more.find(({ kind }) => kind === 'weather'),
    { kind: 'weather', choices, shared: [] },
  );
});

test('each layer that is put in works, or the engine says why not on its row', async () => {
  for (const { name } of tables.layer) {
    const config = withLayer(mlp, 0, name, tables);
    try {
      const { layers } = await describe(config);
      assert.equal(layers[0].type, name);
    } catch (error) {
      assert.match(faultOf(error, config).path, /^layers\.[01]/, name);
    }
  }
  const wide = withLayer(own('flatten,dense:units=classes'), 1, 'dense', tables);
  assert.deepEqual(wide.layers, [
    'flatten',
    { type: 'dense', units: 16 },
    { type: 'dense', units: 'classes' },
  ]);
});

test('another type keeps what both have; an optimiser brings its rate', () => {
  const pool = own('maxpool2d:size=3,dropout:rate=0.2');
  const mean = withType(pool, 'layers.0', 'avgpool2d', tables);
  assert.deepEqual(mean.layers[0], { type: 'avgpool2d', size: 3 });
  assert.equal(withType(pool, 'layers.1', 'relu', tables).layers[1], 'relu');
  assert.deepEqual(withType(mlp, 'optimizer', 'sgd', tables).optimizer, {
    type: 'sgd',
    learningRate: 0.1,
  });
  const init = withType({ ...mlp, init: { type: 'zeros', bias: 1 } }, 'init', 'normal', tables);
  assert.deepEqual(init.init, { type: 'normal', bias: 1 });
  assert.equal(withType(mlp, 'features', null, tables).features, null);
});

test('layers move, leave, and the config before is as it was', () => {
  const config = own('flatten,relu,tanh');
  assert.deepEqual(withMoved(config, 0, 2).layers, ['relu', 'tanh', 'flatten']);
  assert.deepEqual(withMoved(config, 2, 0).layers, ['tanh', 'flatten', 'relu']);
  assert.deepEqual(withoutLayer(config, 1).layers, ['flatten', 'tanh']);
  assert.deepEqual(config.layers, ['flatten', 'relu', 'tanh']);
});

test('a dragged row stands before the first whose middle is below the pointer', () => {
  const middles = [10, 30, 50, 70];
  assert.equal(placeAt(middles, 1, 5), 0);
  assert.equal(placeAt(middles, 1, 31), 1);
  assert.equal(placeAt(middles, 1, 51), 2);
  assert.equal(placeAt(middles, 1, 90), 3);
  assert.equal(placeAt(middles, 3, 9), 0);
});

test('what is written reaches the engine as a number, a word, or the default', () => {
  const row = /** @type {any} */ ({ fallback: 3 });
  assert.equal(readSetting(row, ' 1e-3 '), 0.001);
  assert.equal(readSetting(row, 'classes'), 'classes');
  assert.equal(readSetting(row, ''), 3);
  assert.equal(readSetting(row, 'a=b'), 'a b');
  assert.equal(settingAt({ layers: ['dropout'] }, 'layers.0.rate', row), 3);
  assert.equal(typeAt({ layers: ['dropout'] }, 'layers.0'), 'dropout');
  const config = withSetting({ layers: ['dropout'] }, 'layers.0.rate', 0.25);
  assert.deepEqual(config.layers, [{ type: 'dropout', rate: 0.25 }]);
});

test('the engine’s word finds its row', async () => {
  /** @type {[Record<string, any>, string][]} */
  const cases = [
    [withLayer(mlp, 1, 'maxpool2d', tables), 'layers.1.size'],
    [withSetting(mlp, 'layers.1.units', 0), 'layers.1.units'],
    [withSetting(mlp, 'layers.1.units', null), 'layers.1.units'],
    [withoutLayer(mlp, 3), 'layers.2'],
    [withSetting(mlp, 'optimizer.beta1', 3), 'optimizer.beta1'],
    [withSetting(mlp, 'batchSize', 0.5), 'batchSize'],
    [withSetting(mlp, 'augment.shift', Number.NaN), 'augment.shift'],
    [{ ...mlp, layers: [] }, ''],
  ];
  for (const [config, path] of cases) {
    /** @type {unknown} */
    let refused;
    await describe(config).catch((error) => {
      refused = error;
    });
    const fault = faultOf(refused, config);
    assert.equal(fault.path, path);
    assert.ok(fault.text.length > 10 && !fault.text.startsWith(path || 'layers'));
  }
  assert.equal(faultOf({ detail: 'learningRate: no' }, mlp).path, 'optimizer.learningRate');
  assert.deepEqual(faultOf(new Error('it broke'), mlp), { path: '', text: 'it broke' });
});

test('the engine’s usual complaints are told in the page’s language', async () => {
  const words = (/** @type {'en' | 'ko'} */ language) =>
    createTranslate(
      language,
      JSON.parse(
        readFileSync(
          new URL(`../../web/lab/words/${language}/network.json`, import.meta.url),
          'utf8',
        ),
      ),
    );
  const [en, ko] = [words('en'), words('ko')];
  assert.equal(sayFault(en, '0 is outside 1 … 65536'), '0 is outside 1 … 65536.');
  assert.equal(sayFault(ko, '50 is larger than its input, 32×32'), '50은 입력 32×32보다 커요.');
  assert.equal(sayFault(ko, '1.5 is not a whole number'), '1.5는 정수가 아니에요.');
  assert.equal(sayFault(ko, 'something new'), 'something new.');

  // What it says of all that a person can do wrong here.
  /** @type {[Record<string, any>, string][]} */
  const cases = [
    [withSetting(mlp, 'layers.1.units', 0), '0은 1부터 65536까지의 범위를 벗어나요.'],
    [withSetting(mlp, 'layers.1.units', 'many'), '‘many’ 값은 수가 아니에요.'],
    [withSetting(mlp, 'layers.1.units', null), '값을 꼭 정해야 해요.'],
    [withSetting(mlp, 'batchSize', 0.5), '0.5는 1부터 100000까지의 범위를 벗어나요.'],
    [withoutLayer(mlp, 3), '출력이 128개인데 클래스는 10개예요.'],
    [{ ...mlp, layers: [] }, '층이 적어도 하나는 있어야 해요.'],
    [own('conv2d:filters=4:kernel=40'), '40은 입력 28×28보다 커요.'],
    [own('conv2d:filters=4:padding=3'), '3은 커널 3보다 작아야 해요.'],
    [own('flatten,dense:units=9,maxout'), '입력 9는 2로 나누어떨어지지 않아요.'],
    [own(`${'relu,'.repeat(70)}dense:units=classes`), '층은 64개까지만 쓸 수 있어요.'],
    [
      own('dense:units=65536,dense:units=65536,dense:units=classes'),
      '신경망의 가중치가 268435456개를 넘어요.',
    ],
    [own('dense:units=classes;preprocess=pca:components=800'), '800은 픽셀 수 784보다 커요.'],
    [
      own('dense:units=classes;preprocess=none;features=hog'),
      '특징을 쓰면 전처리는 하지 않으니, 전처리를 ‘정하지 않음’으로 두세요.',
    ],
    [own('dense:units=classes;features=hog:block=8'), '4픽셀짜리 칸 8개는 이미지 28×28보다 커요.'],
    [own('dense:units=classes;split=folds=3:fold=5'), '5번 묶음은 없어요. 0번부터 모두 3개예요.'],
  ];
  for (const [config, sentence] of cases) {
    const said = describe(config).then(
      () => 'no complaint',
      (error) => sayFault(ko, faultOf(error, config).text),
    );
    assert.equal(await said, sentence);
  }
});

test('outputs are shown as far as they are known', () => {
  const shapes = (/** @type {Record<string, any>} */ config) =>
    outputsOf(config, mlp, built).map((output) => output?.shape[0] ?? null);
  assert.deepEqual(shapes(mlp), [784, 128, 128, 10]);
  assert.deepEqual(shapes(withSetting(mlp, 'layers.1.units', 5)), [784, null, null, null]);
  assert.deepEqual(shapes({ ...mlp, features: 'hog' }), [null, null, null, null]);
  assert.deepEqual(outputsOf(mlp, mlp, null), [null, null, null, null]);
});

test('what is the preset again is no network of one’s own', () => {
  const recipe = recipeOf('mlp', mlp, 1);
  const { model: _, seed: __, ...plain } = recipe;
  const wider = withSetting(mlp, 'layers.1.units', 64);
  assert.deepEqual(choiceOf(wider, mlp, recipe, tables), { config: wider });
  assert.deepEqual(choiceOf(withSetting(wider, 'layers.1.units', 128), mlp, recipe, tables), plain);
  assert.deepEqual(choiceOf(withSetting(mlp, 'batchSize', 64), mlp, recipe, tables), {
    ...plain,
    batch: 64,
  });
  const off = withSetting(withSetting(mlp, 'penalty.l2', 0.1), 'penalty.l2', 0);
  assert.deepEqual(choiceOf(off, mlp, recipe, tables), plain);
  const back = withType(withType(mlp, 'optimizer', 'sgd', tables), 'optimizer', 'adam', tables);
  assert.equal(choiceOf(back, mlp, recipe, tables).rate, 0.001);
});
