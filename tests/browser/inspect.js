/**
 * What can be wrong with how a page stands. Each function is sent over and runs in the page, so none
 * may use anything outside itself.
 */

/**
 * What sticks out, is cut off, is written over or overlaps, in words: of the page, or of the dialog
 * before it.
 * @param {number} width the window's, CSS pixels
 * @returns {string[]}
 */
export function faults(width) {
  /** @type {string[]} */
  const wrong = [];
  const whole = /** @type {Element} */ (
    document.querySelector('dialog[open]') ?? document.querySelector('#lab')
  );
  /** @typedef {{left: number, right: number, top: number, bottom: number}} Box */
  /**
   * What the scrollers around an element's children leave of the world.
   * @type {Map<Element | null, Box>}
   */
  const frames = new Map([
    [null, { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity }],
  ]);
  /** @param {Element | null} around @returns {Box} */
  const frameOf = (around) => {
    let frame = frames.get(around);
    if (!frame && around) {
      frame = frameOf(around.parentElement);
      if (getComputedStyle(around).overflow !== 'visible')
        frame = common(frame, around.getBoundingClientRect());
      frames.set(around, frame);
    }
    return /** @type {Box} */ (frame);
  };
  /** @param {Box} a @param {Box} b @returns {Box} */
  const common = (a, b) => ({
    left: Math.max(a.left, b.left),
    right: Math.min(a.right, b.right),
    top: Math.max(a.top, b.top),
    bottom: Math.min(a.bottom, b.bottom),
  });
  /** What scrollers around it leave of a box. @param {Element | null} around @param {Box} box */
  const cut = (around, box) => common(frameOf(around), box);
  /** What can be seen of an element. @param {Element} element */
  const boxOf = (element) => cut(element.parentElement, element.getBoundingClientRect());
  /** @param {Box} box */
  const isEmpty = ({ left, right, top, bottom }) => right <= left || bottom <= top;
  const shown = (/** @type {Element} */ element) =>
    // What is folded away still has a place in some browsers.
    !isEmpty(boxOf(element)) && element.checkVisibility({ visibilityProperty: true });
  const named = (/** @type {Element} */ element) =>
    `${element.tagName.toLowerCase()}.${element.className} "${element.textContent?.slice(0, 30)}"`;
  // Cut to nothing on purpose: words for those who listen.
  const isSpoken = (/** @type {Element} */ element) => {
    const box = element.closest('.only-spoken, .run-key');
    return box !== null && box.clientWidth <= 1;
  };
  const { top, bottom } = whole.getBoundingClientRect();
  if (whole.matches('dialog') && (top < 0 || bottom > innerHeight))
    wrong.push(`the dialog does not fit: ${top} … ${bottom} of ${innerHeight}`);
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > width) {
    const out = [...whole.querySelectorAll('*')].filter(
      (element) => boxOf(element).right > width && shown(element),
    );
    wrong.push(`${scrollWidth - width} px stick out: ${out.map(named).join('; ')}`);
  }
  /** @param {Box} a @param {Box} b @param {number} slack what they may share, CSS pixels */
  const touch = (a, b, slack) =>
    a.right > b.left + slack &&
    b.right > a.left + slack &&
    a.bottom > b.top + slack &&
    b.bottom > a.top + slack;

  const texts = [
    whole,
    ...whole.querySelectorAll('button, p, h1, h2, h3, span, label, th, td, li, .chart'),
  ].filter((element) => !isSpoken(element) && shown(element));
  for (const element of texts) {
    const { left, right } = boxOf(element);
    const style = getComputedStyle(element);
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      wrong.push(`cut off: ${named(element)}`);
    if (
      style.overflowY === 'hidden' &&
      element.scrollHeight > element.clientHeight + 2 &&
      element.clientHeight > 0
    )
      wrong.push(`cut off below: ${named(element)}`);
    if (left < -1 || right > innerWidth + 1) wrong.push(`outside: ${named(element)}`);
  }

  // These stick to an edge, over whatever is scrolled beneath them.
  const isBar = (/** @type {Element} */ element) =>
    element.closest('.head-run, .dock-tab, .head-more, .share-head') !== null;

  const range = document.createRange();
  const lines = texts
    .filter((element) => !isBar(element))
    .flatMap((element) =>
      [...element.childNodes]
        .filter((node) => node instanceof Text && node.data.trim() !== '')
        .flatMap((node) => {
          range.selectNodeContents(node);
          return [...range.getClientRects()].map((box) => ({ element, box: cut(element, box) }));
        }),
    )
    .filter(({ box }) => !isEmpty(box));
  // A line's box is higher than its letters.
  for (const [i, one] of lines.entries())
    for (const other of lines.slice(i + 1))
      if (one.element !== other.element && touch(one.box, other.box, 4))
        wrong.push(`written over: ${named(one.element)} and ${named(other.element)}`);

  const controls = [...whole.querySelectorAll('button, select, input, textarea, .pad')]
    .filter((element) => shown(element) && !element.matches('.only-spoken') && !isBar(element))
    .map((element) => ({ element, box: boxOf(element) }));
  for (const [i, one] of controls.entries())
    for (const other of controls.slice(i + 1))
      if (touch(one.box, other.box, 0.5))
        wrong.push(`overlap: ${named(one.element)} and ${named(other.element)}`);
  return [...new Set(wrong)];
}

/**
 * Which of them are not in view, or under the bar at a phone's bottom.
 * @param {string[]} selectors
 */
export const outOfView = (selectors) =>
  selectors.filter((selector) => {
    const element = document.querySelector(selector);
    const bar = document.querySelector('.head-run');
    if (!element) return true;
    const { top, bottom } = element.getBoundingClientRect();
    const floor = bar?.contains(element)
      ? innerHeight
      : Math.min(innerHeight, bar?.getClientRects()[0]?.top ?? Infinity);
    return top < 0 || bottom > floor + 0.5;
  });

/**
 * Pictures in view with nothing on them. What shows the drawing may be blank while there is none, and
 * an enlarged image before one is picked.
 * @returns {string[]}
 */
export function blankCanvases() {
  const { drawing, sample } = window.inkling.store.get();
  const isDrawn = sample !== null || drawing.strokes.length > 0;
  /** Scrolled out of view, by the window or in it. @param {Element} element */
  const isAway = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    if (bottom <= 0 || top >= innerHeight) return true;
    for (let around = element.parentElement; around; around = around.parentElement) {
      if (getComputedStyle(around).overflow === 'visible') continue;
      const frame = around.getBoundingClientRect();
      if (bottom <= frame.top || top >= frame.bottom) return true;
    }
    return false;
  };
  return [...document.querySelectorAll('canvas')]
    .filter((canvas) => {
      if (canvas.getBoundingClientRect().width === 0 || isAway(canvas)) return false;
      if (!canvas.checkVisibility({ visibilityProperty: true })) return false;
      if (!isDrawn && canvas.matches('.pad, .seen, .ribbon')) return false;
      if (canvas.closest('.picked')?.querySelector('button:disabled')) return false;
      const context = canvas.getContext('2d');
      if (!context || canvas.width === 0) return true;
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const pixels = new Uint32Array(data.buffer);
      return pixels.every((pixel) => pixel === pixels[0]);
    })
    .map((canvas) => `${canvas.className} in ${canvas.parentElement?.className}`);
}
