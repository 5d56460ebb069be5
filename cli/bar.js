/** A progress bar: one line that is drawn anew, on stderr and only where that is a terminal. */

const WIDTH = 24;
const BETWEEN_DRAWINGS = 100;

export class Bar {
  #terminal;
  #drawn = false;
  #lastTime = Number.NEGATIVE_INFINITY;

  /** @param {NodeJS.WriteStream} [terminal] */
  constructor(terminal = process.stderr) {
    this.#terminal = terminal;
  }

  /** Whether there is somebody to see it. */
  get visible() {
    return this.#terminal.isTTY === true;
  }

  /**
   * @param {number} fraction 0 … 1
   * @param {string} text after the bar
   */
  draw(fraction, text) {
    const time = performance.now();
    if (!this.visible || (time - this.#lastTime < BETWEEN_DRAWINGS && fraction < 1)) return;
    this.#lastTime = time;
    const full = Math.round(WIDTH * Math.min(1, Math.max(0, fraction || 0)));
    const line = `[${'#'.repeat(full)}${'-'.repeat(WIDTH - full)}] ${text}`;
    this.#terminal.write(`\r\x1b[K${line.slice(0, (this.#terminal.columns || 80) - 1)}`);
    this.#drawn = true;
  }

  /** Takes the line away, so that others can be written. */
  clear() {
    if (this.#drawn) this.#terminal.write('\r\x1b[K');
    this.#drawn = false;
    this.#lastTime = Number.NEGATIVE_INFINITY;
  }
}

/** @param {number} seconds @returns {string} such as 1:05; – where unknown */
export function clock(seconds) {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** @param {number} fraction @returns {string} such as 97.81 % */
export const percent = (fraction) => `${(100 * fraction).toFixed(2)} %`;

/** @param {number} bytes */
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
