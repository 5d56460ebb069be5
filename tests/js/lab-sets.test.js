/** Data sets and what their classes are called. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DIGITS, namesOf } from '../../web/lab/classes.js';
import { countsOf, gridOf, numbersOf, placeAfter } from '../../web/lab/drawers/data/pages.js';
import { readHash } from '../../web/lab/hash.js';
import { someOfEach } from '../../web/lab/looks.js';
import { dataOf } from '../../web/lab/options.js';
import { isSet, titleOf } from '../../web/lab/sets.js';
import { createTranslate } from '../../web/lab/words.js';

/** @param {'en' | 'ko'} language */
const wordsOf = (language) =>
  createTranslate(
    language,
    JSON.parse(
      readFileSync(new URL(`../../web/lab/words/${language}/page.json`, import.meta.url), 'utf8'),
    ),
  );
/** @type {Record<string, {labels?: string[], classes?: number}>} */
const PUBLIC = JSON.parse(readFileSync(new URL('../../data/sets.json', import.meta.url), 'utf8'));

test('the page may be asked for every public set, and for a part of one, and for nothing else', () => {
  for (const name of Object.keys(PUBLIC)) assert.ok(isSet(name), name);
  assert.ok(isSet('kmnist-7000'));
  for (const name of ['cifar', 'mnist/..', 'kmnist-', 'files', '']) assert.ok(!isSet(name), name);
  assert.equal(readHash('#data=emnist-letters').state.data, 'emnist-letters');
  assert.deepEqual(readHash('#data=files').faults, ['data=files']);
  assert.equal(titleOf('mnist'), 'MNIST');
  assert.equal(titleOf('fashion-mnist'), 'Fashion MNIST');
  assert.equal(titleOf('kmnist-7000'), 'KMNIST 7000');
  assert.equal(titleOf('emnist-letters'), 'EMNIST Letters');
});

test('the engine is asked for the set by its name, so that it knows the classes', () => {
  const options = { mnistUrl: 'x/', synthetic: null };
  assert.deepEqual(dataOf('mnist', options, []), { urls: 'x/' });
  assert.deepEqual(dataOf('fashion-mnist', options, []), { name: 'fashion-mnist' });
  assert.equal(dataOf('synthetic', options, []), 'synthetic');
});

test('classes have names, whole and short, as many as there are', () => {
  const en = wordsOf('en');
  for (const [set, { labels, classes = 10 }] of Object.entries(PUBLIC))
    for (const t of [en, wordsOf('ko')]) {
      const { classTitles, classNames } = namesOf({ count: classes, names: labels, set }, t);
      assert.equal(classTitles.length, classes, set);
      assert.equal(new Set(classNames).size, classes, set);
      for (const name of classNames) assert.ok([...name].length <= 3, name);
    }
  assert.equal(namesOf({ count: 10, set: 'mnist' }, en).classNames, DIGITS);
  const fashion = namesOf({ count: 10, set: 'fashion-mnist' }, wordsOf('ko'));
  assert.deepEqual([fashion.classTitles[1], fashion.classNames[2]], ['바지', '풀오']);
  // One's own folders, whose names begin alike.
  const own = namesOf({ count: 2, names: ['picture A', 'picture B'], set: 'files' }, en);
  assert.deepEqual(own, { classTitles: ['picture A', 'picture B'], classNames: ['0', '1'] });
});

test('the gallery has room for twenty images, however many classes there are', () => {
  for (const classes of [2, 10, 26, 47]) {
    const labels = Uint8Array.from({ length: 200 }, (_, i) => i % classes);
    const samples = { first: 0, images: new Uint8Array(200 * 784), labels, digits: labels };
    const items = someOfEach({ ...samples, probabilities: new Float32Array() });
    assert.equal(items.length, Math.min(20, 2 * classes));
    assert.equal(items[0].label, 0);
  }
});

test('a contact sheet: the images of a class, in as many cells as fit, moved through by keys', () => {
  const labels = Uint8Array.of(3, 1, 3, 0, 3);
  assert.deepEqual([...numbersOf(labels, 3)], [0, 2, 4]);
  assert.deepEqual([...numbersOf(labels, null)], [0, 1, 2, 3, 4]);
  assert.deepEqual([...countsOf(labels, 4)], [1, 1, 0, 3]);
  const grid = gridOf({ width: 540, height: 212 }, 36, 3);
  assert.deepEqual([grid.columns, grid.rows], [15, 5]);
  assert.ok(grid.side >= 36);
  assert.deepEqual(gridOf({ width: 0, height: 0 }, 36, 3).columns, 1);
  assert.equal(placeAfter('ArrowDown', 3, 100, grid), 18);
  assert.equal(placeAfter('PageDown', 90, 100, grid), 99);
  assert.equal(placeAfter('End', 0, 100, grid), 99);
  assert.equal(placeAfter('ArrowLeft', 0, 100, grid), 0);
  assert.equal(placeAfter('Tab', 0, 100, grid), null);
});
