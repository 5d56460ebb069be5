/** Sets whose files are called otherwise elsewhere, have an MD5 only, or come in one zip. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fetchSet } from '../../cli/fetch.js';
import { zip } from './helpers/containers.js';
import { NAMES, temporaryFolder } from './helpers/idx.js';
import { serve, serveFiles } from './helpers/server.js';

const usual = Object.values(NAMES).map((name) => `${name}.gz`);
const content = Object.fromEntries(usual.map((name, i) => [name, Buffer.alloc(3000, i)]));
const md5 = (/** @type {Uint8Array} */ bytes) => createHash('md5').update(bytes).digest('hex');

test('other names, no size, MD5', async (t) => {
  const remote = Object.fromEntries(usual.map((name) => [`q${name}`, content[name]]));
  const base = await serve(t, serveFiles(remote));
  const files = usual.map((name) => ({ name, from: `q${name}`, md5: md5(content[name]) }));
  const cache = await temporaryFolder(t);
  const options = { cache, environment: {} };
  const folder = await fetchSet('q', { ...options, sets: { q: { mirrors: [base], files } } });
  for (const name of usual) assert.deepEqual(await readFile(join(folder, name)), content[name]);
  const wrong = files.map((file) => ({ ...file, md5: md5(Buffer.alloc(1)) }));
  await assert.rejects(
    fetchSet('other', { ...options, sets: { other: { mirrors: [base], files: wrong } } }),
    { message: /sends a file with another MD5/ },
  );
});

test('a zip of several sets is fetched once', async (t) => {
  const names = ['a', 'b'].flatMap((set) => usual.map((name) => `gzip/${set}-${name}`));
  const archive = zip(
    Object.fromEntries(names.map((name) => [name, content[name.replace(/.*\/.-/, '')]])),
    { deflate: false },
  );
  let asked = 0;
  const base = await serve(t, (request, response) => {
    asked++;
    serveFiles({ 'gzip.zip': archive })(request, response);
  });
  const cache = await temporaryFolder(t);
  /** @param {string} set */
  const files = (set) => usual.map((name) => ({ name, from: `gzip/${set}-${name}` }));
  const about = {
    mirrors: [base],
    archive: { name: 'gzip.zip', bytes: archive.length, md5: md5(archive) },
  };
  const sets = {
    'em-a': { ...about, files: files('a') },
    'em-b': { ...about, files: files('b') },
    'em-c': { ...about, files: files('c') },
  };
  for (const name of ['em-a', 'em-b', 'em-a']) {
    const folder = await fetchSet(name, { cache, environment: {}, sets });
    assert.deepEqual((await readdir(folder)).sort(), [...usual].sort());
    assert.deepEqual(await readFile(join(folder, usual[2])), content[usual[2]]);
  }
  assert.equal(asked, 1);
  await assert.rejects(fetchSet('em-c', { cache, environment: {}, sets }), {
    code: 'INK_ERROR_FILE',
    message: /em-gzip.zip: has no gzip\/c-/,
  });
});
