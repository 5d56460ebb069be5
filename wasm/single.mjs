/**
 * Starts a binary of one thread. The build puts a copy of this beside each: strict.mjs, fast.mjs.
 * @param {{instantiateWasm: (imports: WebAssembly.Imports,
 *   receive: (instance: WebAssembly.Instance) => void) => void}} options what calls `receive` with
 *   an instance of the binary
 * @returns {Promise<any>} its functions, with an underscore before their names, and HEAPU8, all of
 *   its memory as it is at that moment
 */
export default async function createEngine({ instantiateWasm }) {
  const env = { emscripten_notify_memory_growth() {} };
  /** @type {WebAssembly.Instance} */
  const { exports } = await new Promise((resolve) => instantiateWasm({ env }, resolve));
  const memory = /** @type {WebAssembly.Memory} */ (exports.memory);
  let heap = new Uint8Array(memory.buffer);
  /** @type {Record<string, any>} */
  const engine = {
    get HEAPU8() {
      // Growing puts a new buffer in the place of the old.
      if (heap.buffer !== memory.buffer) heap = new Uint8Array(memory.buffer);
      return heap;
    },
  };
  for (const [name, value] of Object.entries(exports)) engine[`_${name}`] = value;
  engine.__initialize();
  return engine;
}
