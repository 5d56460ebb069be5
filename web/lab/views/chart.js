/** A line chart over steps: uPlot on canvas, in the page's colours, labelled at its lines' ends. */
import uPlot from 'uplot';
import { drawBand, drawCursor, drawLabels, drawLevel, drawPast, drawStop } from './annotate.js';
import { lossAxis } from './axes.js';
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
 * @typedef {object} ChartModel
 * @property {(import('./series.js').Series | null)[]} series one a line
 * @property {import('./axes.js').Axis} axis
 * @property {number} steps where the x axis ends
 * @property {import('./annotate.js').Mark} [mark] a level to compare with
 * @property {import('./annotate.js').Past[]} [past] earlier lines, behind the others
 * @property {import('./annotate.js').Mark} [stop] a step to point at
 * @property {{least: number, most: number}} [band] values that are usual
 * @property {number | null} [cursor] the step that is read
 */

const FONT_SIZE = 12;
const NOTHING = { chance: 1, lowest: 1, highest: 1 };
/** Room for the labels at the lines' ends. */
const RIGHT = 72;

/**
 * @param {HTMLElement} root sized by the style sheet
 * @param {Line[]} lines
 */
export function createChart(root, lines) {
  let colors = colorsOf(root);
  const family = getComputedStyle(root).fontFamily;
  const font = `${FONT_SIZE}px ${family}`;
  /** @type {ChartModel} */
  let model = { series: [], steps: 100, axis: lossAxis('linear', NOTHING) };

  /** @param {(plot: uPlot, ratio: number) => void} draw @returns {(plot: uPlot) => void} */
  const annotate = (draw) => (plot) => {
    const { ctx: context } = plot;
    const ratio = uPlot.pxRatio;
    context.save();
    context.font = `${FONT_SIZE * ratio}px ${family}`;
    draw(plot, ratio);
    context.restore();
  };
  const behind = annotate((plot, ratio) => {
    if (model.band) drawBand(plot, model.axis, model.band, colors);
    if (model.mark) drawLevel(plot, model.axis, model.mark, colors, ratio);
    for (const past of model.past ?? []) drawPast(plot, model.axis, past, colors, ratio);
  });
  const before = annotate((plot, ratio) => {
    if (model.stop) drawStop(plot, model.stop, colors, ratio);
    const ends = lines.map((line, i) => ({ line, series: model.series[i] }));
    drawLabels(plot, model.axis, ends, model.past ?? [], colors, ratio);
    if (model.cursor != null) drawCursor(plot, model.cursor, colors, ratio);
  });

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
        y: { range: () => [model.axis.bottom, model.axis.top] },
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
          size: 42,
          gap: 8,
          font,
          stroke: () => colors['ink-2'],
          grid: { stroke: () => colors.hair, width: 1 },
          ticks: { show: false },
          splits: () => model.axis.ticks,
          values: (_plot, ticks) => ticks.map((tick) => model.axis.label(tick)),
        },
      ],
      series: [
        {},
        ...lines.map((line) => ({
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
      hooks: { drawAxes: [behind], draw: [before] },
    },
    [[], ...lines.map(() => [])],
    root,
  );

  const frame = eachFrame(() => {
    const { clientWidth: width, clientHeight: height } = root;
    if (width === 0 || height === 0) return;
    if (plot.width !== width || plot.height !== height) plot.setSize({ width, height });
    const most = Math.max(2, width - RIGHT);
    const { place } = model.axis;
    const curves = model.series.map((series) => {
      const { x, y } = series?.points(most) ?? { x: [], y: [] };
      // Buckets keep their extremes, since every axis only rises.
      return { x, y: y.map(place) };
    });
    plot.setData(/** @type {uPlot.AlignedData} */ (align(curves)));
  });
  const observer = new ResizeObserver(frame.ask);
  observer.observe(root);
  const offTheme = onTheme(() => {
    colors = colorsOf(root);
    frame.ask();
  });
  return {
    /** @param {number} clientX of the window */
    stepAt: (clientX) => plot.posToVal(clientX - plot.over.getBoundingClientRect().left, 'x'),
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
