/** The picture to share: the drawing, what it is taken for, and what that took. */
import { drawPixels } from '../views/pixels.js';
import { drawStrokes } from '../views/strokes.js';

export const CARD = { width: 1200, height: 630 };
const FONT = 'system-ui, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", sans-serif';

/**
 * @typedef {object} Card
 * @property {import('../state.js').Drawing} drawing
 * @property {import('../state.js').Sample | null} sample
 * @property {string} guess
 * @property {string} share that it is this, in per cent
 * @property {boolean} certain
 * @property {string[]} lines what stands below
 */

/**
 * @param {CanvasRenderingContext2D} context of a canvas as large as CARD
 * @param {Card} card @param {import('../views/canvas.js').Colors} colors
 */
export function drawCard(context, card, colors) {
  const { width, height } = CARD;
  const edge = 60;
  const side = height - 2 * edge;
  context.fillStyle = colors.paper;
  context.fillRect(0, 0, width, height);
  context.fillStyle = colors.card;
  context.fillRect(edge, edge, side, side);
  context.strokeStyle = colors.hair;
  context.lineWidth = 2;
  context.strokeRect(edge, edge, side, side);
  drawInk(context, card, colors, { left: edge, top: edge, side });

  const left = edge + side + edge;
  context.fillStyle = card.certain ? colors.seal : colors.ink;
  context.font = `700 300px ${FONT}`;
  context.fillText(card.guess, left, 310, 360);
  const guessWidth = Math.min(360, context.measureText(card.guess).width);
  context.fillStyle = colors.ink;
  context.font = `600 72px ${FONT}`;
  context.fillText(card.share, left + guessWidth + 32, 310, width - left - guessWidth - 92);
  context.font = `400 28px ${FONT}`;
  context.fillStyle = colors['ink-2'];
  for (const [i, line] of card.lines.entries())
    context.fillText(line, left, 400 + 46 * i, width - left - edge);
  context.fillStyle = colors.seal;
  context.fillRect(left, height - edge - 30, 30, 30);
  context.fillStyle = colors.ink;
  context.font = `700 36px ${FONT}`;
  context.fillText('Inkling', left + 46, height - edge - 3);
}

/**
 * @param {CanvasRenderingContext2D} context @param {Card} card
 * @param {import('../views/canvas.js').Colors} colors
 * @param {{left: number, top: number, side: number}} place
 */
function drawInk(context, { drawing, sample }, colors, { left, top, side }) {
  const size = { width: side, height: side, colors };
  context.save();
  context.translate(left, top);
  context.beginPath();
  context.rect(0, 0, side, side);
  context.clip();
  context.fillStyle = colors.ink;
  context.strokeStyle = colors.ink;
  if (sample) drawPixels(context, sample.image, size);
  else drawStrokes(context, drawing, size);
  context.restore();
}
