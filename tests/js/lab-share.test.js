import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCurves } from '../../web/lab/curves.js';
import { readHash, writeHash } from '../../web/lab/hash.js';
import { packStrokes, unpackStrokes } from '../../web/lab/share/strokes.js';
import { weightsAmong } from '../../web/lab/share/weights.js';

/** A stroke of many points, as a pointer leaves them. @param {number} turn @param {number} width */
const arc = (turn, width) =>
  Array.from({ length: 300 }, (_, i) => ({
    x: 0.5 + 0.4 * Math.cos(turn + i / 60),
    y: 0.5 + 0.4 * Math.sin(turn + i / 60),
    width,
  }));

test('a drawing goes into an address and comes out as one cannot tell from it', () => {
  const drawing = {
    aspect: 1.2,
    strokes: [arc(0, 0.075), arc(2, 0.04), [{ x: -0.1, y: 1.02, width: 0.12 }]],
  };
  const text = packStrokes(drawing);
  assert.match(text, /^[\w-]+$/);
  assert.ok(text.length < 900, `${text.length} letters`);
  const back = /** @type {import('../../web/lab/views/strokes.js').Drawing} */ (
    unpackStrokes(text)
  );
  assert.ok(Math.abs(back.aspect - 1.2) < 0.01);
  assert.equal(back.strokes.length, 3);
  for (const [i, stroke] of drawing.strokes.entries()) {
    const came = back.strokes[i];
    assert.ok(Math.abs(came[0].width - stroke[0].width) < 0.001);
    for (const ends of [
      [stroke[0], came[0]],
      [stroke.at(-1), came.at(-1)],
    ]) {
      const [one, other] = /** @type {{x: number, y: number}[]} */ (ends);
      assert.ok(Math.hypot(one.x - other.x, one.y - other.y) < 0.004);
    }
    // Each point of the one lies near some point of the other.
    for (const { x, y } of stroke)
      assert.ok(came.some((point) => Math.hypot(point.x - x, point.y - y) < 0.02));
  }
  const { state, faults } = readHash(`#strokes=${text}&seed=7`);
  assert.deepEqual(faults, []);
  assert.equal(state.strokes, text);
  assert.equal(writeHash(state), `#seed=7&strokes=${text}`);
});

test('what is no drawing is refused, and never too large', () => {
  const text = packStrokes({ aspect: 1, strokes: [arc(0, 0.075)] });
  for (const wrong of [
    '',
    'A',
    'AAAA',
    '!!!!',
    `B${text.slice(1)}`,
    text.slice(0, -3),
    `${text}AAAA`,
  ])
    assert.equal(unpackStrokes(wrong), null, wrong);
  assert.equal(unpackStrokes('AYAC'.repeat(9000)), null);
});

test('weights are known by what stands in the file, or by their name', async () => {
  const file = new File([new Uint8Array([20, 0, 0, 0, 0, 0, 0, 0, 0x7b]), 'x'.repeat(40)], 'mine');
  const idx = new File([new Uint8Array([0, 0, 8, 3, 0, 0, 0, 9, 0, 0])], 'train-images');
  const short = new File(['{'], 'empty');
  assert.equal(await weightsAmong([idx, short]), undefined);
  assert.equal(await weightsAmong([idx, file]), file);
  const damaged = new File(['no'], 'a.safetensors');
  assert.equal(await weightsAmong([damaged]), damaged);
});

test('curves that were kept go on', () => {
  const first = createCurves();
  const loss = Float32Array.from({ length: 100 }, (_, i) => 2 / (i + 1));
  first.take({ first: 1, loss, accuracy: loss });
  first.endEpoch({ step: 50, loss: 0.4, accuracy: 0.9 });
  const next = createCurves();
  next.restore(structuredClone(first.points()), 100);
  assert.deepEqual(next.points(), first.points());
  // What was kept already is not taken a second time.
  next.take({ first: 99, loss: Float32Array.of(9, 9, 0.02), accuracy: loss.subarray(0, 3) });
  assert.deepEqual(next.rawLoss.last(), { x: 101, y: Math.fround(0.02) });
  assert.ok(Math.abs((next.loss.last()?.y ?? 9) - (first.loss.last()?.y ?? 0)) < 0.01);
});
