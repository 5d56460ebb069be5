/** What the engine's tables say, in Korean; English is the engine's own. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createTrainer } from '../../web/engine/index.js';
import { groupsOf } from '../../web/lab/drawers/network/edit.js';
import { translateTables } from '../../web/lab/drawers/network/sentences.js';
import { createTranslate } from '../../web/lab/words.js';

const WORDS = new URL('../../web/lab/words/ko/', import.meta.url);
/** @param {string} part @returns {Record<string, string>} */
const wordsOf = (part) => JSON.parse(readFileSync(new URL(`${part}.json`, WORDS), 'utf8'));
const others = { ...wordsOf('page'), ...wordsOf('network'), ...wordsOf('data') };
const spoken = wordsOf('tables');
const trainer = await createTrainer({ model: 'mlp', data: null });
const { tables } = await trainer.describe();
trainer.dispose();

/**
 * Every row that says something, under the key of its words.
 * @param {import('../../web/engine/types.js').Description['tables']} all
 */
const rowsOf = (all) =>
  Object.entries(all).flatMap(([kind, choices]) =>
    choices.flatMap((choice) => {
      const path = `${kind}.${choice.name}`;
      const own = choice.parameters.map((row) => [`${path}.${row.name}.about`, row.sentence]);
      return choice.sentence ? [[`${path}.about`, choice.sentence], ...own] : own;
    }),
  );

test('each row of the engine’s tables has its Korean sentence, and no sentence is left over', () => {
  const keys = rowsOf(tables).map(([key]) => key);
  assert.ok(keys.length > 140);
  assert.deepEqual(Object.keys(spoken).sort(), keys.sort());
  for (const [key, sentence] of Object.entries(spoken))
    assert.match(sentence, /^[^.]*[가-힣]요(\([^.]*\))?\.$/, key);
});

test('each choice that may be left unset is explained then, too', () => {
  for (const { kind, choices } of groupsOf(tables))
    if (choices) assert.match(others[`term.${kind}.about`], /정하지 않으면/);
});

test('no other words of the two drawers have such a key', () => {
  assert.deepEqual(
    Object.keys(spoken).filter((key) => key in others),
    [],
  );
});

test('the page says them in Korean, and as the engine does where a sentence is missing', () => {
  const ko = createTranslate('ko', { ...others, ...spoken });
  const korean = translateTables(tables, ko);
  assert.deepEqual(Object.fromEntries(rowsOf(korean)), spoken);
  // All but the sentences is as it was.
  const mute = (/** @type {typeof tables} */ some) =>
    JSON.parse(JSON.stringify(some, (key, value) => (key === 'sentence' ? '' : value)));
  assert.deepEqual(mute(korean), mute(tables));

  const [heat] = tables.layer;
  const more = { ...tables, layer: [{ ...heat, name: 'heat' }] };
  assert.deepEqual(translateTables(more, ko).layer, more.layer);
  assert.deepEqual(translateTables(tables, createTranslate('en', {})), tables);
});
