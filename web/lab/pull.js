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
 * @param {number} [options.interval] ms from one answer to the next question, at least
 * @param {number} [options.share] of all time that questions may be under way, at most: what takes
 *   long is asked seldom, so that a large network's training is not held up by being looked at
 * @param {() => boolean} [options.wanted]
 * @returns {Pull}
 */
export function createPull(ask, { interval = 0, share = 1, wanted = () => true } = {}) {
  let due = false;
  let underWay = false;
  let stopped = false;
  let next = Number.NEGATIVE_INFINITY;
  let lastTook = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const pump = () => {
    if (!due || underWay || stopped || timer !== undefined || !wanted()) return;
    const wait = next - performance.now();
    if (wait > 0) {
      timer = setTimeout(() => {
        timer = undefined;
        pump();
      }, wait);
      return;
    }
    due = false;
    underWay = true;
    const asked = performance.now();
    const settled = () => {
      underWay = false;
      const answered = performance.now();
      const took = answered - asked;
      // One that had to wait for data still coming in says nothing of what the next will take.
      next = answered + Math.max(interval, Math.min(took, lastTook) * (1 / share - 1));
      lastTook = took;
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
