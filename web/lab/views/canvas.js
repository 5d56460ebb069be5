/**
 * A canvas that is as sharp as the screen, drawn at most once a frame, and drawn anew when its
 * size or the colours change.
 *
 * @typedef {{width: number, height: number, colors: Colors}} Size in CSS pixels
 * @typedef {Record<'paper' | 'card' | 'sunk' | 'ink' | 'ink-2' | 'seal' | 'on-seal' | 'blue' | 'warn'
 *   | 'edge' | 'hair', string>} Colors
 */

/**
 * @template Model
 * @typedef {(context: CanvasRenderingContext2D, model: Model, size: Size) => void} Draw
 */

const TOKENS = /** @type {(keyof Colors)[]} */ ([
  'paper',
  'card',
  'sunk',
  'ink',
  'ink-2',
  'seal',
  'on-seal',
  'blue',
  'warn',
  'edge',
  'hair',
]);

/** The tokens as the element has them. @param {Element} element @returns {Colors} */
export function colorsOf(element) {
  const style = getComputedStyle(element);
  return /** @type {Colors} */ (
    Object.fromEntries(TOKENS.map((token) => [token, style.getPropertyValue(`--${token}`).trim()]))
  );
}

/** "#AF3416" → [175, 52, 22]. @param {string} hex */
export function channels(hex) {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Tells when light becomes dark or back. @param {() => void} tell @returns {() => void} the way out */
export function onTheme(tell) {
  const query = matchMedia('(prefers-color-scheme: dark)');
  query.addEventListener('change', tell);
  return () => query.removeEventListener('change', tell);
}

/**
 * Runs a task in the next frame, once however often it was asked for.
 * @param {() => void} task
 */
export function eachFrame(task) {
  let frame = 0;
  return {
    ask() {
      if (frame === 0)
        frame = requestAnimationFrame(() => {
          frame = 0;
          task();
        });
    },
    cancel() {
      cancelAnimationFrame(frame);
      frame = 0;
    },
  };
}

/**
 * Follows whether an element can be seen: scrolled into view, on a page that is shown.
 * @param {Element} element @param {() => void} tell when it may have become visible
 */
export function visibility(element, tell) {
  // The observer tells at once how it stands.
  let inView = false;
  const page = element.ownerDocument;
  const observer = new IntersectionObserver((entries) => {
    inView = entries.at(-1)?.isIntersecting ?? false;
    if (inView) tell();
  });
  observer.observe(element);
  page.addEventListener('visibilitychange', tell);
  return {
    visible: () => inView && !page.hidden,
    stop() {
      observer.disconnect();
      page.removeEventListener('visibilitychange', tell);
    },
  };
}

/**
 * @template Model
 * @param {HTMLCanvasElement} canvas sized by the style sheet
 * @param {Model} first
 * @param {Draw<Model>} draw
 */
export function canvasView(canvas, first, draw) {
  let model = first;
  /** Read anew only when they may have changed: asking makes the browser work out all styles. @type {Colors | null} */
  let colors = null;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const frame = eachFrame(() => {
    const { clientWidth: width, clientHeight: height } = canvas;
    if (width === 0 || height === 0) return;
    const ratio = devicePixelRatio;
    const wide = Math.round(width * ratio);
    const high = Math.round(height * ratio);
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide;
      canvas.height = high;
    }
    context.setTransform(wide / width, 0, 0, high / height, 0, 0);
    context.clearRect(0, 0, width, height);
    colors ??= colorsOf(canvas);
    draw(context, model, { width, height, colors });
  });
  const observer = new ResizeObserver(frame.ask);
  observer.observe(canvas);
  const offTheme = onTheme(() => {
    colors = null;
    frame.ask();
  });
  return {
    /** @param {Model} next */
    show(next) {
      model = next;
      frame.ask();
    },
    stop() {
      frame.cancel();
      observer.disconnect();
      offTheme();
    },
  };
}
