/** Chooses the binary that this machine can run and starts it. Runs in the Worker. */
import { importFactory, open } from './binaries.js';
import { InklingError } from './error.js';
import { inNode, nodeModule } from './platform.js';

/**
 * @typedef {object} Wish see types.js, TrainerOptions
 * @property {string} build
 * @property {number | 'auto'} threads
 * @property {string} engineUrl a folder, ends with a slash
 * @property {WebAssembly.Module} [wasm]
 */

/** src/base/pool.h's INK_MAX_THREADS. */
const MAX_THREADS = 16;

/** A module with one i8x16.relaxed_swizzle. */
const RELAXED = fromHex('0061736d010000000105016000017b030201000a0f010d004101fd0f4102fd0ffd80020b');

/** A module with one i8x16.popcnt. */
const SIMD = fromHex('0061736d010000000105016000017b030201000a0a0108004100fd0ffd620b');

/**
 * @param {Wish} wish
 * @returns {Promise<{engine: import('./core.js').Engine, build: string, threads: number}>}
 */
export async function loadEngine(wish) {
  if (!WebAssembly.validate(SIMD))
    fail(
      'this browser has no WebAssembly SIMD; take a newer one (Chrome 91, Firefox 89, Safari 16.4)',
    );
  const threads = await chooseThreads(wish);
  const build = await chooseBuild(wish.build);
  const name = threads > 1 && build !== 'check' ? `${build}-threads` : build;
  const module = wish.wasm ?? (await compile(`${wish.engineUrl}${name}.wasm`));
  const createEngine = await factoryOf(`${wish.engineUrl}${name}.mjs`);
  const engine = await instantiate(createEngine, module, threads);
  return { engine, build, threads };
}

/** @param {string} digits */
function fromHex(digits) {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** @param {Wish} wish */
async function chooseThreads({ threads }) {
  const possible = inNode || globalThis.crossOriginIsolated === true;
  if (threads === 'auto') {
    if (!possible) return 1;
    const os = inNode ? await nodeModule('os') : undefined;
    const processors = os ? os.availableParallelism() : navigator.hardwareConcurrency;
    return Math.min(processors || 1, MAX_THREADS);
  }
  if (!Number.isInteger(threads) || threads < 1 || threads > MAX_THREADS)
    throw new InklingError(
      'INK_ERROR_ARGUMENT',
      `threads: ${threads} is neither "auto" nor a whole number from 1 to ${MAX_THREADS}`,
    );
  if (threads > 1 && !possible)
    fail(
      `threads: ${threads} need a page that is cross-origin isolated, whose server sends ` +
        'Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy; take 1 or "auto"',
    );
  return threads;
}

/** @param {string} build */
async function chooseBuild(build) {
  // The strict engine with the gradient check in it; nothing that a page loads unasked.
  if (build === 'check') return build;
  if (!['strict', 'fast', 'auto'].includes(build))
    throw new InklingError(
      'INK_ERROR_ARGUMENT',
      `there is no build "${build}"; there are strict, fast, auto`,
    );
  if (build === 'strict') return build;
  if (await hasRelaxedSimd()) return 'fast';
  if (build === 'auto') return 'strict';
  return fail('build "fast" needs relaxed SIMD, which is missing here; take "strict" or "auto"');
}

async function hasRelaxedSimd() {
  if (WebAssembly.validate(RELAXED)) return true;
  if (!inNode) return false;
  // Node 20 has it behind a flag, which may be set until a module is compiled.
  const { setFlagsFromString } = await nodeModule('v8');
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  return WebAssembly.validate(RELAXED);
}

/** @param {string} url @returns {Promise<WebAssembly.Module>} */
async function compile(url) {
  try {
    const response = await open(url);
    // Compiled while it comes in, where the server gives it its type.
    if (response.headers.get('content-type') === 'application/wasm')
      return await WebAssembly.compileStreaming(response);
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch (error) {
    return fail(missing(url, error));
  }
}

/**
 * All that can be configured, as src/train/describe.h writes it. The binaries are without it, since
 * most pages never ask.
 * @param {string} engineUrl
 */
export async function loadTables(engineUrl) {
  const url = `${engineUrl}tables.txt`;
  try {
    return await (await open(url)).text();
  } catch (error) {
    return fail(missing(url, error));
  }
}

/** @param {string} url */
async function factoryOf(url) {
  try {
    return await importFactory(url);
  } catch (error) {
    return fail(missing(url, error));
  }
}

/**
 * @param {(options: object) => Promise<import('./core.js').Engine>} createEngine
 * @param {WebAssembly.Module} module
 * @param {number} threads
 * @returns {Promise<import('./core.js').Engine>}
 */
function instantiate(createEngine, module, threads) {
  return new Promise((resolve, reject) => {
    /** @param {unknown} error */
    const refuse = (error) =>
      reject(new InklingError('INK_ERROR_ENGINE', /** @type {Error} */ (error)?.message ?? ''));
    createEngine({
      pthreadPoolSize: threads - 1,
      /**
       * @param {WebAssembly.Imports} imports
       * @param {(instance: WebAssembly.Instance, module: WebAssembly.Module) => void} receive
       */
      instantiateWasm(imports, receive) {
        WebAssembly.instantiate(module, imports).then(
          (instance) => receive(instance, module),
          refuse,
        );
        return {};
      },
    }).then(resolve, refuse);
  });
}

/** @param {string} url @param {unknown} error */
function missing(url, error) {
  const reason = /** @type {Error} */ (error).message.replace(/\.$/, '');
  return `${url} cannot be loaded (${reason}); run "npm run build", or set engineUrl`;
}

/** @param {string} detail @returns {never} */
function fail(detail) {
  throw new InklingError('INK_ERROR_ENGINE', detail);
}
