/** A server on loopback whose every answer a test decides. */
import { createServer } from 'node:http';

/**
 * @param {{after: (fn: () => Promise<void>) => void}} t
 * @param {import('node:http').RequestListener} listener
 * @returns {Promise<string>} its address, with a slash at the end
 */
export async function serve(t, listener) {
  const server = createServer(listener);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  t.after(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return `http://127.0.0.1:${port}/`;
}

/**
 * Answers with files by name, 404 for others.
 * @param {Record<string, Uint8Array>} files
 * @returns {import('node:http').RequestListener}
 */
export function serveFiles(files) {
  return (request, response) => {
    const bytes = files[(request.url ?? '').slice(1)];
    if (!bytes) return response.writeHead(404).end('no such file');
    response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
  };
}
