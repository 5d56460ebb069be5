/**
 * A view's question to the engine: at most one under way, at most one each `interval`, none while
 * nobody looks. Requests in the meantime become one, asked as soon as may be.
 * @typedef {object} Pull
 * @property {() => void} request
 * @property {() => void} wake somebody looks again: asks what was requested meanwhile
 * @property {() => void} stop
 */

/**
 * @param {() => Promise<void>} ask settles when the answer is taken in; rejections are the caller's
 * @param {object} [options]
 * @param {number} [options.interval] ms from one answer to the next question
 * @param {() => boolean} [options.wanted]
 * @returns {Pull}
 */
export function createPull(ask, { interval = 0, wanted = () => true } = {}) {
  let due = false;
  let underWay = false;
  let stopped = false;
  let answered = Number.NEGATIVE_INFINITY;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const pump = () => {
    if (!due || underWay || stopped || timer !== undefined || !wanted()) return;
    const wait = answered + interval - performance.now();
    if (wait > 0) {
      timer = setTimeout(() => {
        timer = undefined;
        pump();
      }, wait);
      return;
    }
    due = false;
    underWay = true;
    const settled = () => {
      underWay = false;
      answered = performance.now();
      pump();
    };
    ask().then(settled, settled);
  };
  return {
    request() {
      due = true;
      pump();
    },
    wake: pump,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
