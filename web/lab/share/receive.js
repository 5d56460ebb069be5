/** A drawing that came with the address. */
import { unpackStrokes } from './strokes.js';

/**
 * Puts it onto the pad.
 * @param {string} text @param {import('../state.js').Lab} lab
 * @param {() => void} gone tells when another takes its place
 * @returns {boolean} false: it is no drawing
 */
export function receive(text, lab, gone) {
  const drawing = unpackStrokes(text);
  if (!drawing) {
    gone();
    return false;
  }
  lab.act.draw(drawing);
  lab.set({ received: drawing });
  const off = lab.subscribe(['drawing', 'sample'], (state) => {
    if (state.drawing === drawing && !state.sample) return;
    off();
    lab.set({ received: null });
    gone();
  });
  return true;
}
