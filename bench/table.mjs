// Figures as a person reads them, and tables of them.

/** The first column is words, all others are figures. @param {string[]} head @param {string[][]} rows */
export function table(head, rows) {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (/** @type {string[]} */ row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '─'.repeat(width)).join('──'), ...rows.map(line)].join(
    '\n',
  );
}

/** A dash stands for what was not measured. @param {(value: number) => string} write */
const orDash = (write) => (/** @type {number | null | undefined} */ value) =>
  value === null || value === undefined || Number.isNaN(value) ? '–' : write(value);

export const count = orDash((value) => Math.round(value).toLocaleString('en-US'));
export const times = orDash((value) => `${value.toFixed(2)}×`);
export const percent = orDash((value) => `${Math.round(100 * value)} %`);
/** As an accuracy is written. */
export const share = orDash((value) => `${Number((100 * value).toFixed(2))} %`);
export const aboutPercent = orDash((value) => `±${Math.round(100 * value)} %`);
export const milliseconds = orDash((value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`);
export const microseconds = orDash((value) => `${value.toFixed(value < 10 ? 2 : 1)} µs`);
export const perSecond = orDash((value) => value.toFixed(1));
export const kilobytes = orDash((value) => `${(value / 1000).toFixed(1)} KB`);

/** @param {number} seconds */
export function duration(seconds) {
  if (seconds < 100) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
