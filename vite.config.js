import { createReadStream, existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { offline } from './tools/offline.mjs';
import { dataIndex, fileFor } from './tools/places.mjs';

/** The headers that make a page cross-origin isolated, so that it may use threads. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const MAIN = fileURLToPath(new URL('web/lab/main.js', import.meta.url));

const TYPES = { mjs: 'text/javascript', wasm: 'application/wasm', gz: 'application/gzip' };

/**
 * Serves the engine and the data sets from where they lie. Vite itself would bundle the one, which
 * breaks Emscripten's thread Workers, and would send the other with Content-Encoding: gzip.
 * @type {import('vite').Connect.NextHandleFunction}
 */
function serveFiles(request, response, next) {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/data/index.json') {
    response.writeHead(200, { ...ISOLATION, 'Content-Type': 'application/json' });
    return void response.end(dataIndex());
  }
  const file = fileFor(pathname);
  if (!file || !existsSync(file)) return next();
  const ending = /** @type {keyof typeof TYPES} */ (file.split('.').at(-1));
  response.writeHead(200, {
    ...ISOLATION,
    'Content-Type': TYPES[ending] ?? 'application/octet-stream',
    'Content-Length': statSync(file).size,
    'Cache-Control': 'no-cache',
  });
  if (request.method === 'HEAD') return void response.end();
  createReadStream(file).pipe(response);
}

/** What the page needs from the start. @type {Set<string> | undefined} */
let first;

/**
 * All of that in one chunk: in many small ones it would be a tenth larger. But not what starts it,
 * which waits for much: what is loaded later would wait for it in turn, for ever.
 * @param {string} id
 * @param {import('rolldown').ChunkingContext} context
 */
function chunkOf(id, context) {
  if (!first) {
    first = new Set([MAIN]);
    for (const one of first)
      for (const next of context.getModuleInfo(one)?.importedIds ?? []) first.add(next);
  }
  return id !== MAIN && first.has(id) ? 'first' : null;
}

export default defineConfig({
  root: fileURLToPath(new URL('web', import.meta.url)),
  base: './',
  publicDir: false,
  plugins: [
    offline(),
    {
      name: 'inkling-files',
      configureServer: (server) => void server.middlewares.use(serveFiles),
      configurePreviewServer: (server) => void server.middlewares.use(serveFiles),
    },
  ],
  // tools/build.mjs keeps the engine and the data sets in the same folder.
  build: {
    outDir: '../dist/site',
    emptyOutDir: false,
    target: 'es2022',
    reportCompressedSize: false,
    // The page's policy lets it fetch files, and no data: addresses.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: chunkOf, debugName: 'first' }] } },
    },
  },
  worker: { format: 'es' },
  server: { host: '127.0.0.1', headers: ISOLATION },
  preview: { host: '127.0.0.1', headers: ISOLATION },
});
