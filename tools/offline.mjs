// The service worker, made by Vite with the page: it is told the names of the page's files, and
// which build they are of.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engine } from './places.mjs';
import { root } from './shell.mjs';

/** What nearly every page loads of the engine; the rest is kept when it is used. */
const ENGINE = ['strict.mjs', 'strict.wasm', 'tables.txt'];

/** @returns {import('vite').Plugin} */
export const offline = () => ({
  name: 'inkling-offline',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const names = Object.keys(bundle).filter((name) => name !== 'index.html');
      const source = readFileSync(join(root, 'web/offline/service-worker.js'), 'utf8');
      const hash = createHash('sha256').update(source).update(names.sort().join());
      const page = bundle['index.html'];
      if (page?.type === 'asset') hash.update(page.source);
      for (const name of ENGINE)
        if (existsSync(join(engine, name))) hash.update(readFileSync(join(engine, name)));
      const files = ['', ...names, ...ENGINE.map((name) => `engine/${name}`)];
      this.emitFile({
        type: 'asset',
        fileName: 'service-worker.js',
        source: source
          .replace("'__FILES__'", JSON.stringify(files))
          .replace('__BUILD__', hash.digest('hex').slice(0, 12)),
      });
    },
  },
});
