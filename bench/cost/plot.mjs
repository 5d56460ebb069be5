// The cost of a sample as a picture: one panel a size that varies, both axes logarithmic. Colours
// are of middle lightness, to be read on light and on dark pages.

/**
 * @typedef {object} Line
 * @property {string} preset
 * @property {string} size
 * @property {string} title of the horizontal axis
 * @property {number} threads
 * @property {{value: number, microseconds: number}[]} points
 */

const PANEL = { width: 330, height: 240, left: 58, top: 26, gap: 62, legend: 110 };
const COLOURS = ['#2f81c7', '#d1701f', '#3a9a5b', '#9a5fc0'];
const INK = '#808080';
/** By how often the threads are doubled. */
const DASHES = ['', '6 4', '2 3', '8 3 2 3'];

/** @param {number} value @param {[number, number]} domain @param {number} length */
const along = (value, [from, to], length) =>
  (length * Math.log(value / from)) / (Math.log(to / from) || 1);

/** @param {Line[]} lines @returns {string} an SVG */
export function plot(lines) {
  const titles = [...new Set(lines.map(({ title }) => title))];
  const presets = [...new Set(lines.map(({ preset }) => preset))];
  const all = lines.flatMap(({ points }) => points.map(({ microseconds }) => microseconds));
  const range = decades(Math.min(...all), Math.max(...all));
  const panels = titles.map((title, i) => {
    const own = lines.filter((line) => line.title === title);
    const x = PANEL.left + i * (PANEL.width + PANEL.gap);
    return `<g transform="translate(${x} ${PANEL.top})">${panel(title, own, range, presets)}</g>`;
  });
  const end = PANEL.left + titles.length * (PANEL.width + PANEL.gap);
  const width = end + PANEL.legend;
  const height = PANEL.top + PANEL.height + 50;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11" fill="${INK}" role="img" aria-label="Microseconds of training on one sample by ${titles.join(' and by ')}">
${panels.join('\n')}
<g transform="translate(${end - PANEL.gap / 2} ${PANEL.top})">${legend(lines, presets)}</g>
</svg>
`;
}

/** Whole powers of ten around both. @param {number} least @param {number} most @returns {[number, number]} */
export const decades = (least, most) => {
  const from = 10 ** Math.floor(Math.log10(least));
  return [from, Math.max(10 * from, 10 ** Math.ceil(Math.log10(most)))];
};

/**
 * @param {string} title @param {Line[]} lines @param {[number, number]} range
 * @param {string[]} presets in the order of their colours
 */
function panel(title, lines, range, presets) {
  const { width, height } = PANEL;
  const values = [...new Set(lines.flatMap(({ points }) => points.map(({ value }) => value)))];
  values.sort((a, b) => a - b);
  /** @type {[number, number]} */
  const domain = [values[0], values[values.length - 1]];
  const x = (/** @type {number} */ value) => along(value, domain, width).toFixed(1);
  const y = (/** @type {number} */ value) => (height - along(value, range, height)).toFixed(1);
  const rows = Array.from(
    { length: Math.round(Math.log10(range[1] / range[0])) + 1 },
    (_, i) => range[0] * 10 ** i,
  );
  return [
    ...rows.map(
      (value) =>
        `<path d="M0 ${y(value)}H${width}" stroke="${INK}" stroke-opacity="0.3"/>` +
        `<text x="-6" y="${y(value)}" dy="4" text-anchor="end">${Number(value.toPrecision(3))}</text>`,
    ),
    ...values.map(
      (value) => `<text x="${x(value)}" y="${height + 16}" text-anchor="middle">${value}</text>`,
    ),
    `<text x="${width / 2}" y="${height + 36}" text-anchor="middle">${title}</text>`,
    '<text x="-6" y="-12">µs a sample</text>',
    ...lines.map((line) => {
      const path = line.points.map(({ value, microseconds }) => `${x(value)} ${y(microseconds)}`);
      return `<path d="M${path.join('L')}" ${stroke(line, presets)}/>`;
    }),
  ].join('\n');
}

/** @param {Line} line @param {string[]} presets */
const stroke = ({ preset, threads }, presets) =>
  `fill="none" stroke="${colourOf(preset, presets)}" stroke-width="1.8" ` +
  `stroke-dasharray="${DASHES[Math.log2(threads)] ?? ''}"`;

/** @param {string} preset @param {string[]} presets */
const colourOf = (preset, presets) => COLOURS[presets.indexOf(preset)];

/** Each kind of line once, whichever panels it is in. @param {Line[]} lines @param {string[]} presets */
function legend(lines, presets) {
  const kinds = new Map(lines.map((line) => [`${line.preset}, ${line.threads} thr.`, line]));
  return [...kinds]
    .map(
      ([name, line], i) =>
        `<path d="M0 ${18 * i}h28" ${stroke(line, presets)}/>` +
        `<text x="36" y="${18 * i + 4}" fill="${colourOf(line.preset, presets)}">${name}</text>`,
    )
    .join('\n');
}
