/** A line chart over steps: uPlot on canvas, in the page's colours, labelled at its lines' ends. */
import uPlot from 'uplot';
import { colorsOf, eachFrame, onTheme } from './canvas.js';
import { align } from './series.js';

/**
 * @typedef {object} Line
 * @property {string} [label] written at its end
 * @property {'ink' | 'seal' | 'edge'} token
 * @property {number} width CSS pixels
 * @property {boolean} [dashed]
 * @property {boolean} [faint]
 * @property {boolean} [dots] single points instead of a line
 *
 * @typedef {object} ChartOptions
 * @property {Line[]} lines
 * @property {(top: number) => number[]} ticks of the y axis
 * @property {(tick: number) => string} tickLabel
 * @property {{y: number, label: string}} [mark] a level to compare with
 *
 * @typedef {object} ChartModel
 * @property {import('./series.js').Series[]} series one a line
 * @property {number} steps where the x axis ends
 * @property {number} top where the y axis ends
 */

const FONT_SIZE = 12;
const LINE_HEIGHT = 15;
/** Room for the labels at the lines' ends. */
const RIGHT = 72;

/**
 * @param {HTMLElement} root sized by the style sheet
 * @param {ChartOptions} options
 */
export function createChart(root, options) {
  let colors = colorsOf(root);
  const family = getComputedStyle(root).fontFamily;
  const font = `${FONT_SIZE}px ${family}`;
  /** @type {ChartModel} */
  let model = { series: [], steps: 100, top: 1 };

  /** @param {uPlot} plot */
  const annotate = (plot) => {
    const { ctx: context } = plot;
    const ratio = uPlot.pxRatio;
    context.save();
    context.font = `${FONT_SIZE * ratio}px ${family}`;
    if (options.mark && options.mark.y <= model.top) drawMark(plot, options.mark, colors, ratio);
    drawLabels(plot, model, options.lines, colors, ratio);
    context.restore();
  };

  const plot = new uPlot(
    {
      width: Math.max(100, root.clientWidth),
      height: Math.max(60, root.clientHeight),
      padding: [8, RIGHT, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      scales: {
        x: { time: false, range: () => [0, model.steps] },
        y: { range: () => [0, model.top] },
      },
      axes: [
        {
          size: 20,
          gap: 4,
          space: 90,
          font,
          stroke: () => colors['ink-2'],
          grid: { show: false },
          ticks: { show: false },
          values: (_plot, ticks) => ticks.map((tick) => (tick % 1 ? '' : String(tick))),
        },
        {
          size: 36,
          gap: 8,
          font,
          stroke: () => colors['ink-2'],
          grid: { stroke: () => colors.hair, width: 1 },
          ticks: { show: false },
          splits: () => options.ticks(model.top),
          values: (_plot, ticks) => ticks.map(options.tickLabel),
        },
      ],
      series: [
        {},
        ...options.lines.map((line) => ({
          stroke: () => colors[line.token] + (line.faint ? '55' : ''),
          width: line.width,
          dash: line.dashed ? [6, 4] : undefined,
          points: line.dots
            ? { show: true, size: 6, width: 0, fill: () => colors[line.token] }
            : { show: false },
          ...(line.dots && { paths: () => null }),
          spanGaps: true,
          // The scales are given by the model, so there is nothing to search the data for.
          auto: false,
        })),
      ],
      hooks: { draw: [annotate] },
    },
    [[], ...options.lines.map(() => [])],
    root,
  );

  const frame = eachFrame(() => {
    const { clientWidth: width, clientHeight: height } = root;
    if (width === 0 || height === 0) return;
    if (plot.width !== width || plot.height !== height) plot.setSize({ width, height });
    const most = Math.max(2, width - RIGHT);
    const curves = model.series.map((series) => series.points(most));
    plot.setData(/** @type {uPlot.AlignedData} */ (align(curves)));
  });
  const observer = new ResizeObserver(frame.ask);
  observer.observe(root);
  const offTheme = onTheme(() => {
    colors = colorsOf(root);
    frame.ask();
  });
  return {
    /** @param {ChartModel} next */
    show(next) {
      model = next;
      frame.ask();
    },
    stop() {
      frame.cancel();
      observer.disconnect();
      offTheme();
      plot.destroy();
    },
  };
}

/**
 * @param {uPlot} plot @param {{y: number, label: string}} mark
 * @param {import('./canvas.js').Colors} colors @param {number} ratio
 */
function drawMark(plot, mark, colors, ratio) {
  const { ctx: context, bbox } = plot;
  const y = Math.round(plot.valToPos(mark.y, 'y', true)) + 0.5;
  context.strokeStyle = colors.edge;
  context.lineWidth = ratio;
  context.setLineDash([2 * ratio, 3 * ratio]);
  context.beginPath();
  context.moveTo(bbox.left, y);
  context.lineTo(bbox.left + bbox.width, y);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = colors['ink-2'];
  context.textAlign = 'right';
  context.textBaseline = 'top';
  context.fillText(mark.label, bbox.left + bbox.width, y + 3 * ratio);
}

/**
 * Writes each line's name right of its last point; names that would overlap move apart.
 * @param {uPlot} plot @param {ChartModel} model @param {Line[]} lines
 * @param {import('./canvas.js').Colors} colors @param {number} ratio
 */
function drawLabels(plot, model, lines, colors, ratio) {
  const { ctx: context, bbox } = plot;
  const labels = lines.flatMap((line, i) => {
    // One point alone draws no line that could have a name.
    const drawn = line.label && (model.series[i]?.length() ?? 0) > 1;
    const last = drawn ? model.series[i].last() : undefined;
    if (!last) return [];
    const y = plot.valToPos(Math.min(last.y, model.top), 'y', true);
    return [
      { text: line.label ?? '', color: colors[line.token], x: plot.valToPos(last.x, 'x', true), y },
    ];
  });
  const height = LINE_HEIGHT * ratio;
  labels.sort((a, b) => a.y - b.y);
  for (let i = 1; i < labels.length; i++) {
    const lack = height - (labels[i].y - labels[i - 1].y);
    if (lack <= 0) continue;
    labels[i - 1].y -= lack / 2;
    labels[i].y += lack / 2;
  }
  // Names that move apart stay inside the plot, and share one left edge.
  const x = Math.max(0, ...labels.map((label) => label.x)) + 6 * ratio;
  const bottom = bbox.top + bbox.height - height / 2;
  const over = Math.max(0, (labels.at(-1)?.y ?? 0) - bottom);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const label of labels) {
    context.fillStyle = label.color;
    context.fillText(label.text, x, label.y - over);
  }
}
