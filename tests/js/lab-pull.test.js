import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createPull } from '../../web/lab/pull.js';

/** A question that takes so long to answer, and when it was asked. @param {number} duration */
function slowly(duration) {
  /** @type {number[]} */
  const asked = [];
  const ask = async () => {
    asked.push(performance.now());
    await new Promise((resolve) => setTimeout(resolve, duration));
  };
  return { asked, ask };
}

/** Lets time pass, with whatever was to happen in it. @param {number} milliseconds */
async function pass(milliseconds) {
  for (let i = 0; i < milliseconds; i++) {
    now += 1;
    mock.timers.tick(1);
    for (let turns = 0; turns < 4; turns++) await Promise.resolve();
  }
}
let now = 0;

test.beforeEach(() => {
  now = 0;
  mock.timers.enable({ apis: ['setTimeout'] });
  mock.method(performance, 'now', () => now);
});
test.afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

test('one question at a time, no oftener than its interval, and the last request is not lost', async () => {
  const { asked, ask } = slowly(10);
  const pull = createPull(ask, { interval: 30 });
  pull.request();
  for (let i = 0; i < 5; i++) {
    await pass(5);
    pull.request();
  }
  await pass(100);
  assert.deepEqual(asked, [0, 40]);
});

test('what takes long is asked seldom', async () => {
  const { asked, ask } = slowly(50);
  const pull = createPull(ask, { interval: 30, share: 0.1 });
  for (let i = 0; i < 11; i++) {
    pull.request();
    await pass(100);
  }
  assert.deepEqual(asked, [0, 100, 600, 1100]);
});

test('one slow answer holds nothing up', async () => {
  let duration = 400;
  /** @type {number[]} */
  const asked = [];
  const pull = createPull(
    async () => {
      asked.push(performance.now());
      await new Promise((resolve) => setTimeout(resolve, duration));
    },
    { interval: 30, share: 0.1 },
  );
  for (let i = 0; i < 8; i++) {
    pull.request();
    await pass(100);
    duration = 5;
  }
  assert.deepEqual(asked, [0, 430, 500, 600, 700]);
});

test('nothing is asked while nobody looks; what was requested meanwhile is, on waking', async () => {
  const { asked, ask } = slowly(1);
  let looking = false;
  const pull = createPull(ask, { wanted: () => looking });
  pull.request();
  await pass(10);
  assert.deepEqual(asked, []);
  looking = true;
  pull.wake();
  await pass(1);
  assert.deepEqual(asked, [10]);
  pull.stop();
  pull.request();
  await pass(5);
  assert.equal(asked.length, 1);
});
