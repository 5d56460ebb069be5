import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DRAWERS } from '../../web/lab/drawers.js';
import { initialState } from '../../web/lab/state.js';
import { verdict } from '../../web/lab/verdict.js';
import { chooseLanguage, createTranslate, particleAfter } from '../../web/lab/words.js';

const FOLDER = new URL('../../web/lab/words/', import.meta.url);
/** The engine speaks English itself: lab-tables.test.js is about these. */
const TABLES = 'tables.json';
/** @param {string} language */
const filesOf = (language) =>
  readdirSync(new URL(language, FOLDER)).filter((name) => name !== TABLES);
/** All parts together. @param {string} language @returns {Record<string, string>} */
const words = (language) =>
  Object.assign({}, ...filesOf(language).map((name) => part(language, name)));
/** @param {string} language @param {string} name */
const part = (language, name) =>
  JSON.parse(readFileSync(new URL(`${language}/${name}`, FOLDER), 'utf8'));
const en = createTranslate('en', words('en'));
const ko = createTranslate('ko', words('ko'));

test('both languages say the same things with the same blanks', () => {
  const [english, korean] = [words('en'), words('ko')];
  assert.deepEqual(Object.keys(korean), Object.keys(english));
  const blanks = (/** @type {string} */ sentence) =>
    [...sentence.matchAll(/\{(\w+)/g)].map((match) => match[1]).sort();
  for (const key of Object.keys(english))
    assert.deepEqual(blanks(korean[key]), blanks(english[key]), key);
});

test('both languages have a sentence for each verdict that the engine knows and the page shows', () => {
  const header = readFileSync(new URL('../../src/train/diagnosis.h', import.meta.url), 'utf8');
  const names = [...header.matchAll(/X\(INK_VERDICT_(\w+),/g)].map(([, name]) =>
    name.toLowerCase().replace('_', '-'),
  );
  assert.ok(names.length > 8);
  for (const name of names) {
    if (['none', 'learning', 'steady'].includes(name)) continue;
    const now = verdict({
      ...initialState(),
      phase: 'training',
      progress: /** @type {any} */ ({ step: 64, verdict: { name, layer: 3 } }),
    });
    assert.equal(now.key, `verdict.${name}`);
    for (const t of [en, ko]) assert.ok(t(now.key, now.values).length > 10);
  }
});

test('both languages say what went wrong, whatever the engine or its JavaScript calls it', () => {
  const [header, script] = ['../../src/base/error.h', '../../web/engine/error.js'].map((path) =>
    readFileSync(new URL(path, import.meta.url), 'utf8'),
  );
  const names = new Set(`${header}${script}`.match(/INK_ERROR_\w+/g));
  // No look by an unknown name is asked for here.
  names.delete('INK_ERROR_UNKNOWN_VIEW');
  assert.ok(names.size > 12);
  for (const name of names)
    for (const t of [en, ko]) assert.ok(t(`error.${name}`).length > 8, name);
});

test('each drawer has words of its own, and no key stands in two files', () => {
  for (const language of ['en', 'ko']) {
    const files = filesOf(language);
    assert.deepEqual(
      files.sort(),
      ['page', 'keep', 'share', ...Object.keys(DRAWERS)].map((name) => `${name}.json`).sort(),
    );
    const keys = files.flatMap((name) => Object.keys(part(language, name)));
    assert.equal(new Set(keys).size, keys.length);
  }
});

test('no Korean sentence leaves the particle to the reader', () => {
  for (const [key, sentence] of Object.entries({ ...words('ko'), ...part('ko', TABLES) }))
    assert.doesNotMatch(sentence, /[와과은는이가을를]\([와과은는이가을를으로]+\)|\(으\)로/, key);
});

test('a particle follows the sound of the digit before it', () => {
  const with_ = Array.from({ length: 10 }, (_, digit) => particleAfter(String(digit), '와'));
  assert.deepEqual(with_, ['과', '과', '와', '과', '와', '와', '과', '과', '과', '와']);
  assert.equal(particleAfter('10', '은'), '은');
  assert.equal(particleAfter('2', '은'), '는');
  assert.equal(particleAfter('0.1', '로'), '로');
  assert.equal(particleAfter('0.3', '로'), '으로');
  assert.equal(particleAfter('10', '로'), '으로');
  assert.equal(particleAfter('8', '로'), '로');
  assert.equal(particleAfter('숫자', '을'), '를');
  assert.equal(particleAfter('서울', '로'), '로');
  // EMNIST's letters, by their names.
  assert.equal(particleAfter('L', '을'), '을');
  assert.equal(particleAfter('L', '로'), '로');
  assert.equal(particleAfter('M', '로'), '으로');
  assert.equal(particleAfter('A', '을'), '를');
});

test('the sentences of the design, word for word', () => {
  assert.equal(
    en('verdict.training', { right: 97 }),
    '97 in 100 right on images it has not trained on.',
  );
  assert.equal(
    ko('verdict.training', { right: 97 }),
    '학습하지 않은 이미지 100장 중 97장을 맞혔어요.',
  );
  assert.equal(en('answer.torn', { first: 4, second: 9 }), 'Torn between 4 and 9.');
  assert.equal(ko('answer.torn', { first: 4, second: 9 }), '4와 9 사이에서 헷갈려요.');
  assert.equal(ko('answer.torn', { first: 7, second: 9 }), '7과 9 사이에서 헷갈려요.');
  assert.equal(
    en('verdict.diverged', { rate: 10, step: 32 }),
    'Loss exploded: learning rate 10 is too high. Weights restored to step 32.',
  );
  assert.equal(
    ko('verdict.diverged', { rate: 10, step: 32 }),
    '손실이 발산했어요. 학습률 10은 너무 커요. 32스텝의 가중치로 되돌렸어요.',
  );
  assert.equal(ko('remedy.rate', { rate: '0.1' }), '0.1로 바꾸기');
  assert.equal(ko('verdict.done', { seconds: '1.4' }), '1.4초 만에 끝났어요. 이제 직접 써 보세요.');
  assert.equal(ko('synthetic', { set: 'MNIST' }), 'MNIST가 없어 Inkling이 그린 숫자로 배워요.');
});

test('the browser’s first language that the page speaks is taken', () => {
  assert.equal(chooseLanguage(['fr-FR', 'ko-KR', 'en']), 'ko');
  assert.equal(chooseLanguage(['de']), 'en');
  assert.throws(() => en('no such key'), /no words/);
});
