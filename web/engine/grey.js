/** What a person hands in, as the engine's 28×28 grey bytes. */

export const SIDE = 28;
export const PIXELS = SIDE * SIDE;

/**
 * Prepared as ink where that was asked for.
 * @param {import('./heap.js').Engine} engine
 * @param {import('./heap.js').Heap} heap
 * @param {import('./input.js').Input} input
 * @returns {{seen: Uint8Array, blank: boolean}} blank: nothing is drawn
 */
export function readGrey(engine, heap, input) {
  const given = 'rgba' in input ? input.rgba : new Uint8Array(input.levels.buffer);
  const room = new Uint8Array(PIXELS);
  return heap.lend([given, room, room], ([from, grey, out]) => {
    let event = 0;
    let seen = out;
    if ('rgba' in input && input.ink)
      event = heap.check(engine._inkling_ink_rgba(from, input.width, input.height, out));
    else {
      seen = grey;
      if ('rgba' in input) engine._inkling_grey_from_rgba(from, PIXELS, grey);
      else heap.check(engine._inkling_grey_from_levels(from, PIXELS, grey));
      if (input.ink) {
        seen = out;
        event = heap.check(engine._inkling_ink_grey(grey, SIDE, SIDE, out));
      }
    }
    return { seen: heap.copy(seen, PIXELS), blank: event !== 0 };
  });
}
