/** Reads src/train/diagnosis.h's ink_diagnosis, and names its verdicts. */

const BINS = 20;
/** Bytes before the layers, and of each. */
const HEAD = 52;
const LAYER = 4 * (9 + BINS);

/** @param {string} name the enumerator's */
export const verdictName = (name) =>
  name.replace('INK_VERDICT_', '').toLowerCase().replace('_', '-');

/** The layer that the verdict is about, or -1. @param {DataView} view */
export const verdictLayer = (view) => view.getInt32(8, true);

/**
 * @param {DataView} view
 * @returns {Omit<import('./types.js').Diagnosis, 'verdict'>}
 */
export function readDiagnosis(view) {
  const float = (/** @type {number} */ at) => view.getFloat32(at, true);
  const count = view.getUint32(48, true);
  return {
    step: view.getUint32(0, true),
    firstLoss: float(12),
    chanceLoss: float(16),
    gradientNorm: float(40),
    updateRatio: float(44),
    layers: Array.from({ length: count }, (_, index) => readLayer(view, HEAD + index * LAYER)),
  };
}

/** @param {DataView} view @param {number} at @returns {import('./types.js').LayerDiagnosis} */
function readLayer(view, at) {
  const float = (/** @type {number} */ offset) => view.getFloat32(at + offset, true);
  const end = 20 + 4 * BINS;
  const outputs = {
    mean: float(4),
    deviation: float(8),
    lowest: float(12),
    highest: float(16),
    histogram: Array.from({ length: BINS }, (_, i) => view.getUint32(at + 20 + 4 * i, true)),
    saturated: float(end),
    dead: float(end + 4),
  };
  return {
    outputs: view.getUint32(at, true) ? outputs : null,
    gradientNorm: float(end + 8),
    updateRatio: float(end + 12),
  };
}
