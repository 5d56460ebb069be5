/** Small multiples: each run's loss in a picture of its own, the others faint behind it. */

/**
 * @typedef {import('../../views/canvas.js').Size} Size
 * @typedef {import('../../runs.js').Points} Points
 *
 * @typedef {object} Panel
 * @property {import('./bench.js').Trial['lines'] | null} lines
 * @property {Points[]} others their mean losses
 * @property {import('../../views/axes.js').Axis} axis
 * @property {number} epochs where the x axis ends
 * @property {number} chance the loss of guessing
 *
 * @typedef {object} Depths deviations of each activation's outputs, by depth
 * @property {number[]} before training
 * @property {number[]} after
 * @property {number} most of all runs
 */

const LEFT = 30;
const BOTTOM = 16;
const TOP = 6;

/** @param {CanvasRenderingContext2D} context @param {Panel} panel @param {Size} size */
export function drawPanel(context, { lines, others, axis, epochs, chance }, size) {
  const { width, height, colors } = size;
  const [right, floor] = [width - 4, height - BOTTOM];
  const toX = (/** @type {number} */ epoch) => LEFT + (epoch / epochs) * (right - LEFT);
  const toY = (/** @type {number} */ place) =>
    floor - ((place - axis.bottom) / (axis.top - axis.bottom)) * (floor - TOP);
  context.font = `11px ${getComputedStyle(context.canvas).fontFamily}`;
  context.fillStyle = colors['ink-2'];
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  context.lineWidth = 1;
  context.strokeStyle = colors.hair;
  for (const tick of axis.ticks) {
    const y = Math.round(toY(tick)) + 0.5;
    stroke(context, [LEFT, right], [y, y]);
    context.fillText(axis.label(tick), LEFT - 6, y);
  }
  context.textBaseline = 'bottom';
  context.fillText(String(epochs), right, height);
  context.textAlign = 'left';
  context.fillText('0', LEFT, height);
  context.strokeStyle = colors.edge;
  const level = Math.round(toY(axis.place(chance))) + 0.5;
  context.setLineDash([2, 3]);
  stroke(context, [LEFT, right], [level, level]);
  context.setLineDash([]);

  context.save();
  context.beginPath();
  context.rect(LEFT, 0, right - LEFT + 2, floor + 1);
  context.clip();
  /** @param {Points} points */
  const curve = ({ x, y }) =>
    stroke(
      context,
      x.map(toX),
      y.map((loss) => toY(axis.place(loss))),
    );
  context.globalAlpha = 0.55;
  for (const other of others) curve(other);
  context.globalAlpha = 1;
  if (lines) {
    context.strokeStyle = `${colors.ink}55`;
    curve(lines.raw);
    context.strokeStyle = colors.ink;
    context.lineWidth = 1.5;
    curve(lines.loss);
    context.strokeStyle = colors.seal;
    context.lineWidth = 2;
    context.setLineDash([6, 4]);
    curve(lines.validation);
    context.setLineDash([]);
  }
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {number[]} xs @param {number[]} ys */
function stroke(context, xs, ys) {
  context.beginPath();
  for (const [i, x] of xs.entries()) context.lineTo(x, ys[i]);
  context.stroke();
}

/**
 * A pair of bars for each layer: before training, and after it.
 * @param {CanvasRenderingContext2D} context @param {Depths | null} depths @param {Size} size
 */
export function drawDepths(context, depths, { width, height, colors }) {
  context.fillStyle = colors.hair;
  context.fillRect(LEFT, height - 1, width - LEFT - 4, 1);
  if (!depths) return;
  const { before, after, most } = depths;
  const place = (width - LEFT - 4) / before.length;
  for (const [i, values] of [before, after].entries()) {
    context.fillStyle = i === 0 ? colors.ink : colors.edge;
    for (const [layer, value] of values.entries()) {
      const tall = (value / most) * (height - 2);
      const thick = (place - 2) / 2;
      context.fillRect(LEFT + layer * place + i * thick, height - 1 - tall, thick, tall);
    }
  }
}
