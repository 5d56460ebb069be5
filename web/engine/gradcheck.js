/**
 * The next row of the gradient check that has begun, as wasm/exports.c keeps it.
 * @param {import('./heap.js').Engine} engine
 * @param {import('./heap.js').Heap} heap
 * @returns {import('./types.js').GradientRow | null} null: there is none left
 */
export function readGradcheckRow(engine, heap) {
  const pointer = engine._inkling_gradcheck_next();
  if (!pointer) return null;
  const view = heap.view(pointer);
  return {
    name: heap.text(pointer),
    count: view.getUint32(32, true),
    tried: view.getUint32(36, true),
    skipped: view.getUint32(40, true),
    error: view.getFloat64(48, true),
  };
}
