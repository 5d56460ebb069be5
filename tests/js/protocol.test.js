import assert from 'node:assert/strict';
import { test } from 'node:test';
import { portEndpoint } from '../../web/engine/endpoint.js';
import { InklingError } from '../../web/engine/error.js';
import { Client, serve } from '../../web/engine/protocol.js';

/**
 * Both ends of a channel.
 * @param {import('node:test').TestContext} t
 * @param {Record<string, (args: any) => unknown>} handlers
 */
function connect(t, handlers) {
  const { port1, port2 } = new MessageChannel();
  const client = new Client(portEndpoint(port1));
  const server = serve(portEndpoint(port2), handlers);
  t.after(() => client.end());
  return { client, server };
}

test('answers find their questions, in whatever order they come', async (t) => {
  /** @type {(value: string) => void} */
  let answer = () => {};
  const { client } = connect(t, {
    slow: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
    double: ({ n }) => 2 * n,
    hurry: () => answer('slow one'),
  });
  const slow = client.call('slow');
  assert.equal(await client.call('double', { n: 21 }), 42);
  await client.call('hurry');
  assert.equal(await slow, 'slow one');
});

test('an error keeps its class, code and detail', async (t) => {
  const { client } = connect(t, {
    fail: () => {
      throw new InklingError('INK_ERROR_GZIP', 'training images: gzip: …', 'the gzip is damaged');
    },
    break: () => {
      throw new RangeError('unforeseen');
    },
  });
  await assert.rejects(client.call('fail'), (/** @type {any} */ error) => {
    assert.ok(error instanceof InklingError);
    assert.equal(error.name, 'InklingError');
    assert.equal(error.code, 'INK_ERROR_GZIP');
    assert.equal(error.detail, 'training images: gzip: …');
    assert.equal(error.message, 'the gzip is damaged: training images: gzip: …');
    return true;
  });
  await assert.rejects(client.call('break'), { name: 'RangeError', message: 'unforeseen' });
  await assert.rejects(client.call('toString'), { code: 'INK_ERROR_ARGUMENT' });
});

test('an event of an earlier run is dropped', async (t) => {
  const { client, server } = connect(t, {
    reset: ({ run }) => server.emit('progress', run, 'new'),
  });
  /** @type {string[]} */
  const seen = [];
  client.on('progress', (value) => seen.push(value));
  server.emit('progress', 0, 'first');
  await new Promise((resolve) => client.on('progress', resolve));
  // Already on its way when the receiver begins a new run.
  server.emit('progress', 0, 'stale');
  await client.call('reset', { run: client.nextRun('progress') });
  assert.deepEqual(seen, ['first', 'new']);
});

test('topics have runs of their own', async (t) => {
  const { client, server } = connect(t, { wait: () => {} });
  /** @type {string[]} */
  const seen = [];
  client.on('data', (value) => seen.push(value));
  client.nextRun('progress');
  server.emit('data', 0, 'still good');
  await client.call('wait');
  assert.deepEqual(seen, ['still good']);
});

test('a listener can be taken off', async (t) => {
  const { client, server } = connect(t, { wait: () => {} });
  const off = client.on('progress', () => assert.fail('was taken off'));
  off();
  server.emit('progress', 0, 1);
  await client.call('wait');
});

test('after the end every call rejects', async (t) => {
  const { client } = connect(t, { never: () => new Promise(() => {}) });
  const waiting = client.call('never');
  client.end();
  await assert.rejects(waiting, { code: 'INK_ERROR_STATE', message: /disposed/ });
  await assert.rejects(client.call('never'), { code: 'INK_ERROR_STATE' });
});

test('what cannot be sent rejects', async (t) => {
  const { client } = connect(t, {});
  await assert.rejects(client.call('x', { callback: () => {} }), { name: 'DataCloneError' });
});
