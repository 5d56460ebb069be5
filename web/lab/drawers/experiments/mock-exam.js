/** The mock exam: a batch is what is answered before looking at the answers, an epoch once through. */

/**
 * @param {{questions: number, batch: number, epochs: number}} exam
 * @returns {{perEpoch: number, total: number}} how often the answers are looked at
 */
export function looksOf({ questions, batch, epochs }) {
  const perEpoch = Math.ceil(questions / batch);
  return { perEpoch, total: perEpoch * epochs };
}

/**
 * Where one stands after some looks at the answers.
 * @param {{questions: number, batch: number, epochs: number}} exam @param {number} looks
 * @returns {{epoch: number, from: number, to: number}} from, to: the questions of the last batch, as
 *   places in this epoch; to: how many of them have been answered
 */
export function placeOf({ questions, batch, epochs }, looks) {
  const { perEpoch, total } = looksOf({ questions, batch, epochs });
  const last = Math.min(looks, total) - 1;
  if (last < 0) return { epoch: 1, from: 0, to: 0 };
  const from = (last % perEpoch) * batch;
  return { epoch: Math.floor(last / perEpoch) + 1, from, to: Math.min(questions, from + batch) };
}

const COLUMNS = 10;

/**
 * A sheet of questions: those of the last batch in seal, ticked off; those before in ink.
 * @param {CanvasRenderingContext2D} context
 * @param {{questions: number, from: number, to: number}} paper
 * @param {import('../../views/canvas.js').Size} size
 */
export function drawPaper(context, { questions, from, to }, { width, colors }) {
  const cell = width / COLUMNS;
  const side = cell - 4;
  context.lineWidth = 1;
  for (let i = 0; i < questions; i++) {
    const x = (i % COLUMNS) * cell + 2;
    const y = Math.floor(i / COLUMNS) * cell + 2;
    const isLast = i >= from && i < to;
    if (i >= to) {
      context.strokeStyle = colors.edge;
      context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
      continue;
    }
    context.fillStyle = isLast ? colors.seal : colors.ink;
    context.fillRect(x, y, side, side);
    context.strokeStyle = isLast ? colors['on-seal'] : colors.paper;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(x + 0.25 * side, y + 0.52 * side);
    context.lineTo(x + 0.44 * side, y + 0.7 * side);
    context.lineTo(x + 0.76 * side, y + 0.3 * side);
    context.stroke();
    context.lineWidth = 1;
  }
}
