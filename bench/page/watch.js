/**
 * What is put into the page to time it. Each function runs there alone, sent over as text, so none
 * may use anything outside itself.
 */

/**
 * Watches for the click on Train and for the frame that shows the first point after it. The answer
 * waits in `window.firstPoint`: milliseconds, NaN where the chart's picture had not changed.
 */
export function watchFirstPoint() {
  const page = /** @type {any} */ (window);
  const { store } = page.inkling;
  const chart = /** @type {HTMLCanvasElement} */ (
    document.querySelector('[data-chart="loss"] canvas')
  );
  const before = chart.toDataURL();
  let clicked = Number.NaN;
  document.addEventListener(
    'click',
    (event) => {
      clicked = event.timeStamp;
      page.clicked = clicked;
    },
    { capture: true, once: true },
  );
  page.firstPoint = new Promise((resolve) => {
    let seen = false;
    store.subscribe(['curvesVersion'], (/** @type {any} */ { curves }) => {
      if (seen || !curves.rawLoss.last()) return;
      seen = true;
      // The chart asked for this frame before us and draws in it; a message comes after the paint.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          const shown = performance.now();
          port1.close();
          resolve(chart.toDataURL() === before ? Number.NaN : shown - clicked);
        };
        port2.postMessage(null);
      });
    });
  });
}

/** Notes every task of more than 50 ms on the main thread, where the browser tells of them. */
export function watchLongTasks() {
  const page = /** @type {any} */ (window);
  if (!PerformanceObserver.supportedEntryTypes.includes('longtask')) {
    page.longTasks = null;
    return;
  }
  page.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      page.longTasks.push({ startTime, duration });
  }).observe({ type: 'longtask' });
}

/**
 * From now on the page believes itself in the background, with nothing of it to be seen: no view asks
 * the engine for anything, or draws.
 * @param {boolean} away false: back again
 */
export function lookAway(away) {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => away });
  const all = /** @type {HTMLElement} */ (document.querySelector('.lab-page'));
  all.hidden = away;
  document.dispatchEvent(new Event('visibilitychange'));
}

/**
 * Counts the frames of a while.
 * @param {number} milliseconds
 * @returns {Promise<Frames>}
 *
 * @typedef {object} Frames
 * @property {number} perSecond
 * @property {number} longestGap between two frames, milliseconds
 * @property {{count: number, longest: number} | null} longTasks null: the browser tells of none
 * @property {number} stepsPerSecond trained meanwhile, from the first word of progress to the last
 */
export function countFrames(milliseconds) {
  const page = /** @type {any} */ (window);
  /** @type {{step: number, time: number}[]} */
  const told = [];
  const leave = page.inkling.store.subscribe(['progress'], (/** @type {any} */ { progress }) =>
    told.push({ step: progress?.step ?? 0, time: performance.now() }),
  );
  return new Promise((resolve) => {
    let [start, last, frames, longestGap] = [0, 0, 0, 0];
    /** @param {number} now */
    const frame = (now) => {
      if (start === 0) start = now;
      else {
        frames++;
        longestGap = Math.max(longestGap, now - last);
      }
      last = now;
      if (now - start < milliseconds) {
        requestAnimationFrame(frame);
        return;
      }
      leave();
      // The first was told at once, of some time before.
      const [from, to] = [told[1], told.at(-1)];
      // What the last task was is told a little later.
      setTimeout(() => {
        /** @type {{startTime: number, duration: number}[] | undefined} */
        const tasks = page.longTasks?.filter(
          (/** @type {{startTime: number}} */ task) =>
            task.startTime >= start && task.startTime <= last,
        );
        resolve({
          perSecond: (1000 * frames) / (last - start),
          longestGap,
          longTasks: tasks
            ? {
                count: tasks.length,
                longest: Math.max(0, ...tasks.map(({ duration }) => duration)),
              }
            : null,
          stepsPerSecond:
            from && to && to !== from ? (1000 * (to.step - from.step)) / (to.time - from.time) : 0,
        });
      }, 200);
    };
    requestAnimationFrame(frame);
  });
}
