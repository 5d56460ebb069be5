import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fetchSet } from '../../cli/fetch.js';
import { readSets } from '../../cli/sets.js';
import { NAMES, temporaryFolder, writeFiles } from './helpers/idx.js';
import { serve, serveFiles } from './helpers/server.js';

const files = Object.fromEntries(
  Object.values(NAMES).map((name, i) => [`${name}.gz`, randomBytes(50000 + 1000 * i)]),
);
const [FIRST, SECOND] = Object.keys(files);

/** @param {string[]} mirrors */
const setsAt = (...mirrors) => ({
  mnist: {
    mirrors,
    files: Object.entries(files).map(([name, bytes]) => ({
      name,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
  },
});

/**
 * @param {import('node:test').TestContext} t
 * @param {string[]} mirrors
 * @param {import('../../cli/fetch.js').FetchOptions & {parts?: Record<string, Uint8Array>}} [options]
 */
async function fetchFrom(t, mirrors, { parts = {}, ...options } = {}) {
  const cache = await temporaryFolder(t);
  await writeFiles(join(cache, 'mnist'), parts);
  const folder = join(cache, 'mnist');
  const common = { connectTimeout: 300, stallTimeout: 300, environment: {} };
  const fetching = fetchSet('mnist', { cache, sets: setsAt(...mirrors), ...common, ...options });
  return { cache, folder, fetching };
}

/** @param {string} folder */
async function assertComplete(folder) {
  assert.deepEqual((await readdir(folder)).sort(), Object.keys(files).sort());
  for (const [name, bytes] of Object.entries(files))
    assert.ok(bytes.equals(await readFile(join(folder, name))), name);
}

/** @param {import('node:http').IncomingMessage} request */
const nameOf = (request) => (request.url ?? '').slice(1);

test('fetches all files, tells how far it is, and asks nobody a second time', async (t) => {
  let requests = 0;
  const base = await serve(t, (request, response) => {
    requests++;
    serveFiles(files)(request, response);
  });
  /** @type {import('../../cli/fetch.js').FetchProgress[]} */
  const seen = [];
  const onProgress = (/** @type {import('../../cli/fetch.js').FetchProgress} */ p) => seen.push(p);
  const { cache, folder, fetching } = await fetchFrom(t, [base], { onProgress });
  assert.equal(await fetching, folder);
  await assertComplete(folder);
  assert.equal(seen.at(-1)?.bytes, 206000);
  assert.ok(
    seen.every(
      ({ bytes, totalBytes }, i) => totalBytes === 206000 && bytes >= (seen[i - 1]?.bytes ?? 0),
    ),
  );
  assert.equal(await fetchSet('mnist', { cache, sets: setsAt(base), environment: {} }), folder);
  assert.equal(requests, 4);
});

test('INKLING_DATA goes before the cache, when it is complete', async (t) => {
  const home = await temporaryFolder(t);
  const environment = { INKLING_DATA: home };
  await writeFiles(join(home, 'mnist'), files);
  const { fetching } = await fetchFrom(t, ['http://127.0.0.1:9/'], { environment });
  assert.equal(await fetching, join(home, 'mnist'));
});

test('goes on where a download was broken off', async (t) => {
  /** @type {(string | undefined)[]} */
  const ranges = [];
  const base = await serve(t, (request, response) => {
    const bytes = files[nameOf(request)];
    const { range } = request.headers;
    ranges.push(range);
    if (!range) return void response.end(bytes);
    const start = Number(/\d+/.exec(range)?.[0]);
    response.writeHead(206, {
      'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
    });
    response.end(bytes.subarray(start));
  });
  const parts = { [`${FIRST}.part`]: files[FIRST].subarray(0, 12345) };
  const { folder, fetching } = await fetchFrom(t, [base], { parts });
  await fetching;
  await assertComplete(folder);
  assert.deepEqual(ranges, ['bytes=12345-', undefined, undefined, undefined]);
});

test('starts anew where the server knows no ranges, or knows another length', async (t) => {
  for (const status of [200, 416]) {
    const base = await serve(t, (request, response) => {
      if (request.headers.range && status === 416) return void response.writeHead(416).end();
      response.end(files[nameOf(request)]);
    });
    const parts = { [`${FIRST}.part`]: files[FIRST].subarray(0, 999) };
    const { folder, fetching } = await fetchFrom(t, [base], { parts });
    await fetching;
    await assertComplete(folder);
  }
});

test('throws away a first part that was wrong', async (t) => {
  const base = await serve(t, serveFiles(files));
  for (const length of [1000, 50000, 70000]) {
    const parts = { [`${FIRST}.part`]: randomBytes(length) };
    const { folder, fetching } = await fetchFrom(t, [base], { parts });
    await fetching;
    await assertComplete(folder);
  }
});

test('takes the next mirror where one fails, whatever the way', async (t) => {
  const good = await serve(t, serveFiles(files));
  /** @type {Record<string, [import('node:http').RequestListener, RegExp]>} */
  const failures = {
    missing: [(_, response) => void response.writeHead(404).end(), /answers 404 Not Found/],
    broken: [(_, response) => void response.writeHead(500).end(), /answers 500/],
    silent: [() => {}, /does not answer within 0.3 s/],
    wrong: [
      (r, response) => void response.end(randomBytes(files[nameOf(r)].length)),
      /another SHA-256/,
    ],
    long: [(_, response) => void response.end(randomBytes(99999)), /more than the \d+ bytes/],
    short: [
      (r, response) => void response.end(files[nameOf(r)].subarray(0, 999)),
      /ends the connection after 999 of \d+/,
    ],
    stalling: [
      (r, response) => void response.write(files[nameOf(r)].subarray(0, 999)),
      /sends nothing for 0.3 s/,
    ],
    dropping: [
      (r, response) => {
        response.writeHead(200, { 'content-length': files[nameOf(r)].length });
        response.write(files[nameOf(r)].subarray(0, 999), () => response.socket?.destroy());
      },
      /breaks the connection|resets|closes/,
    ],
  };
  for (const [name, [listener, sentence]] of Object.entries(failures)) {
    const bad = await serve(t, listener);
    const { folder, fetching } = await fetchFrom(t, [bad, good]);
    await fetching;
    await assertComplete(folder);
    const alone = await fetchFrom(t, [bad]);
    await assert.rejects(alone.fetching, (/** @type {any} */ error) => {
      assert.equal(error.code, 'INK_ERROR_NETWORK', name);
      assert.match(error.detail, sentence, name);
      assert.match(
        error.detail,
        /^mnist\/train-images-idx3-ubyte.gz: 127.0.0.1:\d+ .*put the files into/,
      );
      return true;
    });
    assert.ok(!(await readdir(alone.folder)).includes(FIRST), name);
  }
});

test('names each mirror with its own cause', async (t) => {
  const missing = await serve(t, serveFiles({}));
  const { fetching } = await fetchFrom(t, [
    missing,
    'http://127.0.0.1:9/',
    'http://nowhere.invalid/',
  ]);
  await assert.rejects(fetching, {
    message:
      /127.0.0.1:\d+ answers 404 Not Found; 127.0.0.1:9 .+; nowhere.invalid (is not known|cannot be looked up)/,
  });
});

test('asks the mirror that worked first for the next file', async (t) => {
  let asked = 0;
  const bad = await serve(t, (_, response) => {
    asked++;
    response.writeHead(404).end();
  });
  const good = await serve(t, serveFiles(files));
  await (await fetchFrom(t, [bad, good])).fetching;
  assert.equal(asked, 1);
});

test('can be given up, and goes on later', async (t) => {
  const controller = new AbortController();
  let slow = true;
  const base = await serve(t, (request, response) => {
    const bytes = files[nameOf(request)];
    if (!slow || nameOf(request) !== SECOND) return void response.end(bytes);
    response.write(bytes.subarray(0, 20000), () => controller.abort());
  });
  const { cache, folder, fetching } = await fetchFrom(t, [base], { signal: controller.signal });
  await assert.rejects(fetching, { name: 'AbortError' });
  slow = false;
  await fetchSet('mnist', { cache, sets: setsAt(base), environment: {} });
  await assertComplete(folder);
});

test('a folder that cannot be written to is an error of its own', async (t) => {
  const base = await serve(t, serveFiles(files));
  const { cache, fetching } = await fetchFrom(t, [base]);
  await fetching;
  const other = join(cache, 'other');
  await mkdir(join(other, 'mnist', `${FIRST}.part`), { recursive: true });
  await assert.rejects(fetchSet('mnist', { cache: other, sets: setsAt(base), environment: {} }), {
    code: 'INK_ERROR_FILE',
  });
  await writeFile(join(cache, 'file'), '');
  await assert.rejects(
    fetchSet('mnist', { cache: join(cache, 'file'), sets: setsAt(base), environment: {} }),
    { code: 'INK_ERROR_FILE' },
  );
});

const full = { skip: !existsSync('/dev/full') && 'there is no /dev/full here' };
test('a full disk is named, and asks no other mirror', full, async (t) => {
  const base = await serve(t, serveFiles(files));
  const cache = await temporaryFolder(t);
  await mkdir(join(cache, 'mnist'));
  await symlink('/dev/full', join(cache, 'mnist', `${FIRST}.part`));
  await assert.rejects(fetchSet('mnist', { cache, sets: setsAt(base, base), environment: {} }), {
    code: 'INK_ERROR_FILE',
    message: /the disk is full/,
  });
});

test('the committed list names four files of each set, and unknown sets are refused', async () => {
  for (const { mirrors, files: listed, archive } of Object.values(await readSets())) {
    assert.deepEqual(listed.map(({ name }) => name).sort(), Object.keys(files).sort());
    // Of a set in an archive, that one has the checksum.
    for (const { bytes = 1, sha256, md5 } of archive ? [archive] : listed)
      assert.ok(
        bytes > 0 && (/^[0-9a-f]{64}$/.test(sha256 ?? '') || /^[0-9a-f]{32}$/.test(md5 ?? '')),
      );
    for (const mirror of mirrors) assert.match(mirror, /^https:.*\/$/);
  }
  await assert.rejects(fetchSet('foo'), { message: /no data set "foo"; there are mnist/ });
});
