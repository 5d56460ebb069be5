// dist/inkling.html: the whole page in one file that runs by double-click. Vite bundles it without
// chunks; here its parts are put into the HTML, under a policy that names them by their hashes.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { engine } from './places.mjs';
import { root } from './shell.mjs';

const web = join(root, 'web');
/** Modules that others stand in for: what came by its own address comes out of the file. */
const INSTEAD = new Map(
  ['engine/make-worker.js', 'engine/binaries.js', 'lab/offline.js'].map((name) => [
    join(web, name),
    join(web, 'single', name.split('/')[1]),
  ]),
);
const ENGINE = 'inkling:engine';

/** @returns {import('vite').Plugin} */
const instead = () => ({
  name: 'inkling-single',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (source === ENGINE) return `\0${ENGINE}`;
    const found = await this.resolve(source, importer, { skipSelf: true });
    return (found && INSTEAD.get(found.id)) ?? null;
  },
  load(id) {
    if (id !== `\0${ENGINE}`) return null;
    const pack = (/** @type {string} */ name) =>
      gzipSync(readFileSync(join(engine, name)), { level: 9 }).toString('base64');
    return `export const strict = '${pack('strict.wasm')}', tables = '${pack('tables.txt')}';`;
  },
});

/** @param {string} target the file to write */
export async function buildSingle(target) {
  const { build } = await import('vite');
  const whole = { output: { codeSplitting: false } };
  const result = await build({
    configFile: false,
    root: web,
    base: './',
    publicDir: false,
    logLevel: 'warn',
    plugins: [instead()],
    worker: { format: 'iife', plugins: () => [instead()], rolldownOptions: whole },
    build: {
      write: false,
      target: 'es2022',
      assetsInlineLimit: () => true,
      modulePreload: false,
      rolldownOptions: whole,
    },
  });
  const { output } = /** @type {import('vite').Rolldown.RolldownOutput} */ (
    Array.isArray(result) ? result[0] : result
  );
  writeFileSync(target, assemble(output));
}

/** @param {import('vite').Rolldown.RolldownOutput['output']} output */
function assemble(output) {
  const textOf = (/** @type {RegExp} */ name) => {
    const [file, ...more] = output.filter(({ fileName }) => name.test(fileName));
    if (!file || more.length) throw new Error(`the single page has ${more.length + 1} of ${name}`);
    return file.type === 'chunk' ? file.code : String(file.source);
  };
  // An end tag in a string would end the script.
  const script = textOf(/\.js$/).replace(/<\/(?=script)/gi, '<\\/');
  const style = textOf(/\.css$/);
  const icon = Buffer.from(textOf(/\.svg$/)).toString('base64');
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}' 'wasm-unsafe-eval'`,
    `style-src '${hashOf(style)}'`,
    'img-src data: blob:',
    'worker-src blob:',
    // Words and the like, which stand in the script itself.
    'connect-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return textOf(/\.html$/)
    .replace(/(Content-Security-Policy"\s+content=")[^"]*/, (_, before) => before + policy)
    .replace(/\s*<script type="module"[^>]*><\/script>/, '')
    .replace(/href="[^"]*\.svg"/, `href="data:image/svg+xml;base64,${icon}"`)
    .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${style}</style>`)
    .replace('</body>', () => `<script type="module">${script}</script>\n  </body>`);
}

/** @param {string} text */
const hashOf = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
