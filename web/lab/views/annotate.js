/** What stands in a chart beside its lines: levels, earlier lines, a step, and the lines' names. */

/**
 * @typedef {{at: number, label: string}} Mark
 *
 * @typedef {object} Past an earlier run's line
 * @property {{x: number[], y: number[]}} points
 * @property {boolean} dashed
 * @property {string} [label] written at its end
 *
 * @typedef {import('uplot')} Plot
 * @typedef {import('./axes.js').Axis} Axis
 * @typedef {import('./canvas.js').Colors} Colors
 */

const LINE_HEIGHT = 15;
/** Width of a name, CSS pixels. */
const ROOM = 72;
/** Letters of an earlier run's name that have room beside the chart. */
const LETTERS = 9;

/**
 * @param {Plot} plot @param {Axis} axis @param {Mark} level
 * @param {Colors} colors @param {number} ratio device pixels in one of CSS
 */
export function drawLevel(plot, axis, level, colors, ratio) {
  const { ctx: context, bbox } = plot;
  const place = axis.place(level.at);
  if (place > axis.top) return;
  const y = Math.round(plot.valToPos(place, 'y', true)) + 0.5;
  dotted(plot, [bbox.left, y], [bbox.left + bbox.width, y], colors, ratio);
  context.textAlign = 'right';
  context.textBaseline = 'top';
  context.fillText(level.label, bbox.left + bbox.width, y + 3 * ratio);
}

/**
 * A ground behind values from one to another.
 * @param {Plot} plot @param {Axis} axis @param {{least: number, most: number}} band
 * @param {Colors} colors
 */
export function drawBand(plot, axis, { least, most }, colors) {
  const { ctx: context, bbox } = plot;
  const [top, bottom] = [most, least].map((value) => plot.valToPos(axis.place(value), 'y', true));
  context.fillStyle = colors.sunk;
  context.fillRect(bbox.left, top, bbox.width, bottom - top);
}

/** The step that is read. @param {Plot} plot @param {number} step @param {Colors} colors @param {number} ratio */
export function drawCursor(plot, step, colors, ratio) {
  const { ctx: context, bbox } = plot;
  context.fillStyle = colors.ink;
  const x = Math.round(plot.valToPos(step, 'x', true));
  context.fillRect(x, bbox.top, Math.max(1, Math.round(ratio)), bbox.height);
}

/** @param {Plot} plot @param {Mark} stop @param {Colors} colors @param {number} ratio */
export function drawStop(plot, stop, colors, ratio) {
  const { ctx: context, bbox } = plot;
  const x = Math.round(plot.valToPos(stop.at, 'x', true)) + 0.5;
  dotted(plot, [x, bbox.top], [x, bbox.top + bbox.height], colors, ratio);
  const isLate = x > bbox.left + bbox.width / 2;
  context.textAlign = isLate ? 'right' : 'left';
  context.textBaseline = 'top';
  context.fillText(stop.label, x + (isLate ? -4 : 4) * ratio, bbox.top);
}

/**
 * @param {Plot} plot @param {number[]} from @param {number[]} to
 * @param {Colors} colors @param {number} ratio
 */
function dotted({ ctx: context }, from, to, colors, ratio) {
  context.strokeStyle = colors.edge;
  context.lineWidth = ratio;
  context.setLineDash([2 * ratio, 3 * ratio]);
  context.beginPath();
  context.moveTo(from[0], from[1]);
  context.lineTo(to[0], to[1]);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = colors['ink-2'];
}

/**
 * @param {Plot} plot @param {Axis} axis @param {Past} past
 * @param {Colors} colors @param {number} ratio
 */
export function drawPast(plot, axis, { points, dashed }, colors, ratio) {
  const { ctx: context, bbox } = plot;
  context.save();
  context.beginPath();
  context.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  context.clip();
  context.strokeStyle = colors.edge;
  context.lineWidth = ratio;
  context.setLineDash(dashed ? [6 * ratio, 4 * ratio] : []);
  context.beginPath();
  for (const [i, x] of points.x.entries())
    context.lineTo(plot.valToPos(x, 'x', true), plot.valToPos(axis.place(points.y[i]), 'y', true));
  context.stroke();
  context.restore();
}

/**
 * Writes each line's name right of its last point; names that would overlap move apart.
 * @param {Plot} plot @param {Axis} axis
 * @param {{line: import('./chart.js').Line, series: import('./series.js').Series | null}[]} ends
 * @param {Past[]} past
 * @param {Colors} colors @param {number} ratio
 */
export function drawLabels(plot, axis, ends, past, colors, ratio) {
  const { ctx: context, bbox } = plot;
  /** @param {string} text @param {string} color @param {{x: number, y: number}} last */
  const label = (text, color, last) => ({
    text,
    color,
    x: plot.valToPos(last.x, 'x', true),
    y: plot.valToPos(Math.max(axis.bottom, Math.min(axis.top, axis.place(last.y))), 'y', true),
  });
  const now = ends.flatMap(({ line, series }) => {
    // One point alone draws no line that could have a name.
    const last = line.label && series && series.length() > 1 ? series.last() : undefined;
    return last ? [label(line.label ?? '', colors[line.token], last)] : [];
  });
  const earlier = past.flatMap(({ points: { x, y }, label: name }) => {
    if (!name || x.length < 2) return [];
    return [label(shortened(name), colors['ink-2'], { x: x[x.length - 1], y: y[y.length - 1] })];
  });
  // The names of now share one left edge; one that ends far before it is in nobody's way there.
  const edge = Math.max(0, ...now.map((one) => one.x));
  for (const one of now) one.x = edge;
  const isBeside = (/** @type {{x: number}} */ one) => one.x > edge - ROOM * ratio;
  const height = LINE_HEIGHT * ratio;
  const bottom = bbox.top + bbox.height - height / 2;
  const columns = [[...now, ...earlier.filter(isBeside)], earlier.filter((one) => !isBeside(one))];
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 4 * ratio;
  context.strokeStyle = colors.paper;
  for (const column of columns) {
    column.sort((a, b) => a.y - b.y);
    spread(column, height, bbox.top + height / 2, bottom);
    for (const { text, color, x, y } of column) {
      // A rim of paper, since lines may pass below.
      context.strokeText(text, x + 6 * ratio, y);
      context.fillStyle = color;
      context.fillText(text, x + 6 * ratio, y);
    }
  }
}

/**
 * Moves places apart, downwards and then, from the bottom, up again.
 * @param {{y: number}[]} places by rising y, changed
 * @param {number} gap @param {number} top @param {number} bottom
 */
export function spread(places, gap, top, bottom) {
  for (let i = 1; i < places.length; i++) {
    const lack = gap - (places[i].y - places[i - 1].y);
    if (lack <= 0) continue;
    // Two alone part evenly.
    if (i === 1) places[0].y = Math.max(top, places[0].y - lack / 2);
    places[i].y = places[i - 1].y + gap;
  }
  let floor = bottom;
  for (const place of [...places].reverse()) {
    place.y = Math.min(place.y, floor);
    floor = place.y - gap;
  }
}

/** @param {string} name */
function shortened(name) {
  const letters = [...name];
  return letters.length > LETTERS ? `${letters.slice(0, LETTERS - 1).join('')}…` : name;
}
