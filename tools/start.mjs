// Builds, gets the data and serves the page on this machine only.
//     npm start [-- --port 5173]
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildSite } from './build.mjs';
import { setup } from './setup.mjs';
import { program, root, Trouble } from './shell.mjs';

const HOST = '127.0.0.1';

/** @param {string[]} args @returns {number} */
function firstPort(args) {
  try {
    const { values } = parseArgs({ args, options: { port: { type: 'string', default: '5173' } } });
    const port = Number(values.port);
    if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  } catch {}
  throw new Trouble('The one option is --port N, with N from 1 to 65535.');
}

/** @param {number} port @returns {Promise<boolean>} */
const isFree = (port) =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, HOST, () => probe.close(() => resolve(true)));
  });

/** @param {number} from the first free port from there */
async function freePort(from) {
  for (let port = from; port < Math.min(from + 100, 65536); port++)
    if (await isFree(port)) return port;
  throw new Trouble(`No port from ${from} on is free; choose another with --port N.`);
}

/** MNIST, where it can be had; without it the page has the digits that the engine draws itself. */
async function getData() {
  const { fetchSet } = await import('../cli/fetch.js');
  let line = '';
  try {
    await fetchSet('mnist', {
      onProgress({ file, bytes, totalBytes }) {
        const percent = totalBytes ? Math.floor((100 * bytes) / totalBytes) : 0;
        const next = `Getting MNIST: ${percent} % (${file})`;
        if (process.stdout.isTTY) process.stdout.write(`\r${next.padEnd(60)}`);
        else if (!line) console.log('Getting MNIST …');
        line = next;
      },
    });
    if (line && process.stdout.isTTY) process.stdout.write('\n');
  } catch (error) {
    if (line && process.stdout.isTTY) process.stdout.write('\n');
    const reason = error instanceof Error ? error.message : String(error);
    console.log(`MNIST is not at hand (${reason}); the built-in synthetic digits serve instead.`);
  }
}

await program(import.meta.url, async (args) => {
  const wanted = firstPort(args);
  await setup('wasm', 'npm');
  await getData();
  await buildSite();
  const { preview } = await import('vite');
  const port = await freePort(wanted);
  await preview({
    configFile: join(root, 'vite.config.js'),
    logLevel: 'warn',
    preview: { host: HOST, port, strictPort: true, open: false },
  });
  console.log(`Inkling is at http://${HOST}:${port}/`);
});
