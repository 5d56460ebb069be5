/**
 * Starts a binary of several threads, each in a Worker that runs this same file. The build puts a
 * copy of it beside each binary: strict-threads.mjs, fast-threads.mjs. See threads.c.
 */
const THREAD = 'inkling-thread';
/** Of 64 KB, as tools/engine.cmake links the binary: growing would make every view of it slow. */
const PAGES = 4096;
const STACK = 256 * 1024;

/** @typedef {{module: WebAssembly.Module, memory: WebAssembly.Memory, stack: number, index: number}} Work */

const inNode = typeof process === 'object' && typeof process.versions?.node === 'string';

if (inNode) {
  const { parentPort, workerData } = await import('node:worker_threads');
  if (parentPort && workerData === THREAD)
    parentPort.once('message', (work) => run(work, () => parentPort.postMessage(THREAD)));
} else if (/** @type {any} */ (globalThis).name === THREAD)
  globalThis.onmessage = ({ data }) => run(data, () => postMessage(THREAD));

/** What threads.c asks of JavaScript. @param {WebAssembly.Memory} memory */
function importsOf(memory) {
  const words = new Int32Array(memory.buffer);
  return {
    env: {
      memory,
      /** @param {number} address @param {number} value */
      sleep_while(address, value) {
        Atomics.wait(words, address >> 2, value);
      },
      /** @param {number} address @param {number} sleepers */
      wake(address, sleepers) {
        Atomics.notify(words, address >> 2, sleepers);
      },
    },
  };
}

/** @param {Work} work @param {() => void} tell that it runs */
async function run({ module, memory, stack, index }, tell) {
  const { exports } = await WebAssembly.instantiate(module, importsOf(memory));
  const { __stack_pointer, inkling_thread_run } = /** @type {any} */ (exports);
  __stack_pointer.value = stack;
  tell();
  inkling_thread_run(index);
}

/** @param {Work} work @returns {Promise<void>} settles when the thread runs */
async function startThread(work) {
  const url = new URL(import.meta.url);
  /** @type {any} */
  const { Worker } = inNode ? await import('node:worker_threads') : globalThis;
  const worker = new Worker(url, { workerData: THREAD, type: 'module', name: THREAD });
  worker.postMessage(work);
  return new Promise((resolve, reject) => {
    worker.onmessage = resolve;
    /** @param {{message?: string}} event */
    worker.onerror = ({ message }) => reject(new Error(`a thread cannot start: ${message ?? url}`));
    if (inNode)
      worker.once('error', reject).once('message', () => {
        // It waits for work for ever, which shall not keep a process alive.
        worker.unref();
        resolve(undefined);
      });
  });
}

/**
 * @param {object} options
 * @param {number} options.pthreadPoolSize threads beside the caller's
 * @param {(imports: WebAssembly.Imports,
 *   receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void) => void
 * } options.instantiateWasm what calls `receive` with an instance of the binary
 * @returns {Promise<any>} its functions, with an underscore before their names, and HEAPU8
 */
export default async function createEngine({ pthreadPoolSize, instantiateWasm }) {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES, shared: true });
  /** @type {{instance: WebAssembly.Instance, module: WebAssembly.Module}} */
  const { instance, module } = await new Promise((resolve) =>
    instantiateWasm(importsOf(memory), (instance, module) => resolve({ instance, module })),
  );
  /** @type {Record<string, any>} */
  const engine = { HEAPU8: new Uint8Array(memory.buffer) };
  for (const [name, value] of Object.entries(instance.exports)) engine[`_${name}`] = value;
  engine.__initialize();
  engine._inkling_threads_set(pthreadPoolSize);
  await Promise.all(
    Array.from({ length: pthreadPoolSize }, (_, index) => {
      const stack = (engine._inkling_allocate(STACK) + STACK) & ~15;
      return startThread({ module, memory, stack, index });
    }),
  );
  return engine;
}
