// The engine as a page has it, bundled and with its binaries beside it, but without the lab.
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { engine } from '../../tools/places.mjs';
import { root, Trouble } from '../../tools/shell.mjs';

export const benchPage = join(root, 'build/bench-page');

/** The engine itself has been built before. */
export async function buildBenchPage() {
  const { build } = await import('vite');
  try {
    await build({
      configFile: false,
      root: join(root, 'bench/engine'),
      base: './',
      publicDir: false,
      logLevel: 'warn',
      build: {
        outDir: benchPage,
        emptyOutDir: true,
        target: 'es2022',
        reportCompressedSize: false,
      },
      worker: { format: 'es' },
    });
  } catch (error) {
    throw new Trouble(`vite build failed: ${error instanceof Error ? error.message : error}`);
  }
  const link = join(benchPage, 'engine');
  rmSync(link, { force: true });
  symlinkSync(engine, link);
}
