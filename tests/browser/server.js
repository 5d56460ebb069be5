/**
 * A static server for tests: the built page on loopback, with or without the headers of
 * cross-origin isolation, with data from where it lies, and with the troubles a network can have.
 */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The built page; INKLING_SITE names another build of it. */
export const SITE =
  process.env.INKLING_SITE ?? fileURLToPath(new URL('../../dist/site/', import.meta.url));

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.gz': 'application/gzip',
};

/**
 * @typedef {object} ServerOptions
 * @property {boolean} [isolated] send COOP and COEP
 * @property {Record<string, Uint8Array>} [data] what lies in ./data/mnist/, by name; anything else
 *   there is a 404
 * @property {Record<string, Record<string, Uint8Array>>} [sets] what lies in ./data/ besides
 * @property {number} [chunk] data comes in pieces of so many bytes, with a breath between
 * @property {number} [cutAt] the connection breaks after so many bytes of a data file, the first
 *   time it is asked for
 * @property {string} [base] the folder that the page lies in, with its slashes
 * @property {Record<string, string>} [instead] scripts in the place of the page's own, by path
 *
 * @param {ServerOptions} [options]
 */
export async function serve({
  isolated = false,
  data = {},
  sets = {},
  chunk = 0,
  cutAt = 0,
  base = '/',
  instead = {},
} = {}) {
  /** @type {Record<string, Record<string, Uint8Array>>} */
  const all = { ...sets, ...(Object.keys(data).length > 0 && { mnist: data }) };
  /** @type {string[]} */
  const missing = [];
  /** @type {string[]} */
  const requests = [];
  const cut = new Set();
  const server = createServer(async (request, response) => {
    const asked = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    requests.push(asked);
    if (!asked.startsWith(base)) return notFound(asked);
    const path = asked.slice(base.length - 1);
    if (isolated) {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    response.setHeader('Cache-Control', 'no-store');
    if (path === '/data/index.json') {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      return response.end(JSON.stringify(Object.keys(all)));
    }
    if (path.startsWith('/data/')) {
      const [, , set, name] = path.split('/');
      if (!Object.hasOwn(all, set) || !Object.hasOwn(all[set], name)) return notFound(path);
      const bytes = all[set][name];
      response.writeHead(200, {
        'Content-Type': 'application/gzip',
        'Content-Length': bytes.length,
      });
      const broken = cutAt > 0 && !cut.has(name) && bytes.length > cutAt;
      cut.add(name);
      if (!chunk && !broken) return response.end(bytes);
      const end = broken ? cutAt : bytes.length;
      const size = chunk || 65_536;
      for (let i = 0; i < end; i += size) {
        response.write(bytes.subarray(i, Math.min(end, i + size)));
        await delay(1);
      }
      if (!broken) return response.end();
      // What is still under way would be lost with the connection.
      await delay(300);
      response.destroy();
      return;
    }
    if (Object.hasOwn(instead, path)) {
      response.writeHead(200, { 'Content-Type': TYPES[extname(path)] });
      return response.end(instead[path]);
    }
    const file = normalize(join(SITE, path.endsWith('/') ? `${path}index.html` : path));
    if (relative(SITE, file).startsWith('..')) return notFound(path);
    if (!existsSync(file) || !statSync(file).isFile()) return notFound(path);
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);

    /** @param {string} what */
    function notFound(what) {
      missing.push(what);
      response.writeHead(404, { 'Content-Type': 'text/plain' });
      response.end('not found');
    }
  });
  await /** @type {Promise<void>} */ (
    new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  );
  // Whatever a test that fails forgets to close keeps nobody waiting.
  server.unref();
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}${base}`,
    /** Paths that were asked for. */
    requests,
    /** May be changed while it serves. */
    instead,
    /** Paths that were asked for and are not there. */
    missing,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
