import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  begin,
  drawStrokes,
  emptyDrawing,
  extend,
  fit,
  isEmpty,
  PEN_WIDTH,
  penWidth,
  toUnits,
  undo,
} from '../../web/lab/views/strokes.js';

const at = (/** @type {number} */ x, /** @type {number} */ y) => ({ x, y, width: PEN_WIDTH });

test('strokes are kept as data, and undone one by one', () => {
  let drawing = begin(emptyDrawing(), at(0.2, 0.2), 1.2);
  drawing = extend(drawing, [at(0.3, 0.3), at(0.3, 0.3), at(0.4, 0.3)]);
  drawing = begin(drawing, at(0.5, 0.5), 0.9);
  assert.equal(drawing.aspect, 1.2, 'the first stroke sets the aspect');
  assert.deepEqual(
    drawing.strokes.map((stroke) => stroke.length),
    [3, 1],
  );
  const one = undo(drawing);
  assert.equal(one.strokes.length, 1);
  assert.equal(drawing.strokes.length, 2, 'the drawing before is as it was');
  assert.ok(isEmpty(undo(one)));
});

test('only a pen’s pressure counts', () => {
  assert.equal(penWidth('mouse', 0.5), PEN_WIDTH);
  assert.equal(penWidth('touch', 1), PEN_WIDTH);
  assert.ok(penWidth('pen', 0.1) < penWidth('pen', 0.9));
});

test('a drawing fits a pad of another shape, in its middle, and a pixel finds its way back', () => {
  const place = fit(1.2, { width: 300, height: 300 });
  assert.equal(place.scale, 250);
  assert.equal(place.left, 0);
  assert.equal(place.top, 25);
  const { x, y } = toUnits(place, place.left + 0.3 * place.scale, place.top + 0.7 * place.scale);
  assert.ok(Math.abs(x - 0.3) < 1e-12 && Math.abs(y - 0.7) < 1e-12);
});

test('a dot is filled, a stroke is one curve from point to point', () => {
  /** @type {string[]} */
  const calls = [];
  const context = /** @type {any} */ (
    new Proxy(
      {},
      {
        get: (_target, name) => () => calls.push(String(name)),
        set: () => true,
      },
    )
  );
  drawStrokes(context, begin(emptyDrawing(), at(0.5, 0.5), 1), { width: 100, height: 100 });
  assert.ok(calls.includes('arc') && calls.includes('fill'));
  calls.length = 0;
  const line = extend(begin(emptyDrawing(), at(0.1, 0.1), 1), [at(0.2, 0.1), at(0.3, 0.2)]);
  drawStrokes(context, line, { width: 100, height: 100 });
  assert.equal(calls.filter((name) => name === 'stroke').length, 2);
});
