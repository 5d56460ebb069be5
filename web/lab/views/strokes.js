/**
 * A drawing as data: what was drawn, not its pixels, so that it can be drawn again at any size,
 * undone, replayed and shared. A unit is the pad's height at the time of drawing.
 * @typedef {{x: number, y: number, width: number}} Point
 * @typedef {{aspect: number, strokes: Point[][]}} Drawing aspect: width by height of the pad
 * @typedef {{scale: number, left: number, top: number}} Fit
 */

/** A stroke's width in units: MNIST's pens are about an eighth as wide as a digit is high. */
export const PEN_WIDTH = 0.075;
export const PENS = { fine: 0.04, medium: PEN_WIDTH, broad: 0.12 };

/** @returns {Drawing} */
export const emptyDrawing = () => ({ aspect: 1, strokes: [] });

/** @param {Drawing} drawing */
export const isEmpty = (drawing) => drawing.strokes.length === 0;

/**
 * The pen's width for a pressure. Only pens tell a true one: a mouse always says 0.5, and what
 * fingers say differs from phone to phone.
 * @param {string} pointerType @param {number} pressure 0 … 1
 * @param {keyof typeof PENS} [pen]
 */
export function penWidth(pointerType, pressure, pen = 'medium') {
  return pointerType === 'pen' ? PENS[pen] * (0.5 + pressure) : PENS[pen];
}

/** @param {Drawing} drawing @param {Point} point @param {number} aspect the pad's now @returns {Drawing} */
export function begin(drawing, point, aspect) {
  return {
    aspect: isEmpty(drawing) ? aspect : drawing.aspect,
    strokes: [...drawing.strokes, [point]],
  };
}

/**
 * Adds points to the last stroke. Points that lie on the one before are left out.
 * @param {Drawing} drawing @param {Point[]} points @returns {Drawing}
 */
export function extend(drawing, points) {
  const stroke = [...(drawing.strokes.at(-1) ?? [])];
  for (const point of points) {
    const last = stroke.at(-1);
    if (!last || Math.hypot(point.x - last.x, point.y - last.y) > 1e-4) stroke.push(point);
  }
  return { ...drawing, strokes: [...drawing.strokes.slice(0, -1), stroke] };
}

/** Without its last stroke. @param {Drawing} drawing @returns {Drawing} */
export const undo = (drawing) => ({ ...drawing, strokes: drawing.strokes.slice(0, -1) });

/**
 * Where a drawing goes on a pad of that size: as large as fits, in the middle.
 * @param {number} aspect the drawing's @param {{width: number, height: number}} size
 * @returns {Fit} pixel = left + x·scale, top + y·scale
 */
export function fit(aspect, size) {
  const scale = Math.min(size.height, size.width / aspect);
  return {
    scale,
    left: (size.width - aspect * scale) / 2,
    top: (size.height - scale) / 2,
  };
}

/** @param {Fit} place @param {number} x pixel @param {number} y pixel */
export function toUnits(place, x, y) {
  return { x: (x - place.left) / place.scale, y: (y - place.top) / place.scale };
}

/**
 * Draws it in the context's fillStyle and strokeStyle, which the caller sets.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {Drawing} drawing @param {{width: number, height: number}} size in the context's pixels
 */
export function drawStrokes(context, drawing, size) {
  const place = fit(drawing.aspect, size);
  context.save();
  context.translate(place.left, place.top);
  context.scale(place.scale, place.scale);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const stroke of drawing.strokes) drawStroke(context, stroke);
  context.restore();
}

/** @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context @param {Point[]} stroke */
function drawStroke(context, stroke) {
  const first = stroke[0];
  if (stroke.length === 1) {
    context.beginPath();
    context.arc(first.x, first.y, first.width / 2, 0, 2 * Math.PI);
    context.fill();
    return;
  }
  // Curves from midpoint to midpoint, bent by the point between: smooth through any corner that
  // the pointer's rate cut off. One path a piece, since a path has one width.
  let from = first;
  for (let i = 1; i < stroke.length; i++) {
    const point = stroke[i];
    const isLast = i === stroke.length - 1;
    const bend = stroke[i - 1];
    const to = isLast ? point : middle(bend, point);
    context.beginPath();
    context.lineWidth = (bend.width + point.width) / 2;
    context.moveTo(from.x, from.y);
    context.quadraticCurveTo(bend.x, bend.y, to.x, to.y);
    context.stroke();
    from = to;
  }
}

/** @param {Point} a @param {Point} b @returns {Point} */
const middle = (a, b) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, width: a.width });
