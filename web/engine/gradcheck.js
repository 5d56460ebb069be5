/**
 * Reads the rows that wasm/exports.c keeps of the last gradient check.
 * @param {import('./heap.js').Engine} engine
 * @param {import('./heap.js').Heap} heap
 * @param {number} count of rows
 * @returns {import('./types.js').GradientCheck}
 */
export function readGradcheck(engine, heap, count) {
  const rows = Array.from({ length: count }, (_, i) => {
    const pointer = engine._inkling_gradcheck_row(i);
    const view = heap.view(pointer);
    return {
      name: heap.text(pointer),
      count: view.getUint32(32, true),
      tried: view.getUint32(36, true),
      skipped: view.getUint32(40, true),
      error: view.getFloat64(48, true),
    };
  });
  return { bound: engine._inkling_gradcheck_bound(), rows };
}
