import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { EXPERIMENTS } from '../../web/experiments/index.js';
import { inkling, jsonLines } from './helpers/cli.js';
import { drawDigits, idxFiles, temporaryFolder } from './helpers/idx.js';

/** @type {Record<string, Buffer>} */
let files;

before(async () => {
  files = idxFiles(await drawDigits(1200, 100));
});

test('experiment list: a line each, in either language', async () => {
  const english = await inkling('experiment', 'list');
  assert.equal(english.status, 0);
  assert.equal(english.stdout.trim().split('\n').length, EXPERIMENTS.length);
  assert.match(english.stdout, /^results +The lectures' results table\n/);
  const korean = await inkling('experiment', 'list', '--lang', 'ko');
  assert.match(korean.stdout, /^results +강의의 결과표\n/);
  const lines = jsonLines((await inkling('experiment', 'list', '--json')).stdout);
  assert.deepEqual(
    lines.map(({ name }) => name),
    EXPERIMENTS.map(({ name }) => name),
  );
  assert.ok(lines.every(({ title, lookFor }) => title.ko && lookFor.en.length === 2));
});

test('experiment run: JSON lines to append to a file, from which it goes on', async (t) => {
  const dir = await temporaryFolder(t, files);
  const saved = join(dir, 'results.jsonl');
  const args = ['experiment', 'run', 'overfit-tiny', '--data', dir, '--json', '--skip', saved];
  const first = await inkling(...args);
  assert.equal(first.stderr, '');
  const [result, done] = jsonLines(first.stdout);
  assert.equal(result.event, 'run');
  assert.equal(result.trainAccuracy, 1);
  assert.ok(result.trainLoss < 0.01);
  assert.equal(result.seed, 1);
  assert.deepEqual(done, { event: 'done', experiment: 'overfit-tiny', runs: 1 });
  await writeFile(saved, first.stdout);
  const again = jsonLines((await inkling(...args, '--seeds', '2')).stdout);
  assert.deepEqual(
    again.map(({ event, seed, runs }) => [event, seed ?? runs]),
    [
      ['run', 2],
      ['done', 1],
    ],
  );
  // Another recipe, here fewer epochs, is not done yet.
  const shorter = jsonLines((await inkling(...args, '--epochs', '2')).stdout);
  assert.equal(shorter[0].shortened, true);
  assert.equal(shorter[0].steps, 2);
});

test('experiment run for people: what to look for, then a table', async (t) => {
  const dir = await temporaryFolder(t, files);
  const { stdout, stderr } = await inkling(
    ...['experiment', 'run', 'mlp-shuffle-adam', '--data', dir],
    ...['--epochs', '1', '--seeds', '2', '--lang', 'ko'],
  );
  assert.match(stderr, /^강의의 결과표\n.*\n.*\n\n/);
  assert.match(stderr, /mlp-shuffle-adam, seed 2: test [\d.]+ %/);
  assert.match(stdout, /^이름 .*시험 +강의 .*\nmlp-shuffle-adam .*0\.\d{4} ± 0\.\d{4} +0\.979/);
});

test('experiment: wrong usage, unknown names', async () => {
  /** @type {[string[], RegExp, number][]} */
  const cases = [
    [[], /say "experiment list" or "experiment run NAME"/, 2],
    [['list', 'x'], /say "experiment list"/, 2],
    [['run'], /say "experiment list"/, 2],
    [['run', 'inits', '--seeds', '0'], /--seeds: "0"/, 2],
    [['list', '--lang', 'de'], /--lang: "de"/, 2],
    [['run', 'nothing'], /no experiment "nothing"; there are results/, 1],
    [['run', 'inits/nothing'], /inits has no run "nothing"/, 1],
  ];
  for (const [args, sentence, code] of cases) {
    const { status, stderr } = await inkling('experiment', ...args);
    assert.equal(status, code, args.join(' '));
    assert.match(stderr, sentence);
    assert.match(stderr, /^inkling: [^\n]*\n$/);
  }
});
