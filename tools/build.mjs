// Builds the page into dist/site: the engine by CMake, the JavaScript by Vite, and the data sets
// that are at hand beside them, so that the folder can be put on any static host; and the whole
// page as one file, dist/inkling.html.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { dataIndex, dataSets, ENGINE_FILE, engine, single, site } from './places.mjs';
import { setup } from './setup.mjs';
import { capture, program, root, Trouble } from './shell.mjs';
import { buildSingle } from './single.mjs';

/**
 * Configures and builds one CMake preset.
 * @param {string} preset
 * @param {string[]} [targets] all unless told
 */
export async function buildPreset(preset, targets = []) {
  const choice = targets.flatMap((target) => ['--target', target]);
  let log = '';
  for (const args of [
    ['--preset', preset],
    ['--build', '--preset', preset, ...choice],
  ]) {
    const { status, output } = await capture('cmake', args);
    log += output;
    if (status !== 0) throw new Trouble(`cmake ${args.join(' ')} failed:\n${output}`);
  }
  return log;
}

export async function buildSite() {
  await buildPreset('wasm', ['engine']);
  const stamp = join(root, 'build/site-inputs');
  const inputs = fingerprint();
  const isDone =
    existsSync(join(site, 'index.html')) &&
    existsSync(single) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === inputs;
  if (!isDone) {
    // Only the bundler's own folder: what it named by content before is stale now.
    rmSync(join(site, 'assets'), { recursive: true, force: true });
    const { build } = await import('vite');
    try {
      await build({ configFile: join(root, 'vite.config.js'), logLevel: 'warn' });
      await buildSingle(single);
    } catch (error) {
      throw new Trouble(`vite build failed: ${error instanceof Error ? error.message : error}`);
    }
    writeFileSync(stamp, inputs);
  }
  const modules = readdirSync(engine).filter((name) => ENGINE_FILE.test(name));
  copy(
    modules.map((name) => join(engine, name)),
    join(site, 'engine'),
  );
  mkdirSync(join(site, 'data'), { recursive: true });
  for (const [name, files] of dataSets()) copy(files, join(site, 'data', name));
  writeFileSync(join(site, 'data/index.json'), dataIndex());
}

/** What the bundle is made of, as one text that changes when any of it does. */
function fingerprint() {
  const files = ['package-lock.json', 'vite.config.js', 'tools/offline.mjs', 'tools/single.mjs'];
  for (const name of readdirSync(engine)) files.push(join('build/wasm/engine', name));
  for (const folder of ['web', 'presets'])
    for (const name of readdirSync(join(root, folder), {
      recursive: true,
      encoding: 'utf8',
    }).sort())
      files.push(join(folder, name));
  return files
    .map((name) => {
      const { mtimeMs, size } = statSync(join(root, name));
      return `${name} ${mtimeMs} ${size}\n`;
    })
    .join('');
}

/**
 * Copies what is new or changed.
 * @param {string[]} files full paths
 * @param {string} folder
 */
function copy(files, folder) {
  mkdirSync(folder, { recursive: true });
  for (const file of files) {
    const target = join(folder, basename(file));
    const [from, to] = [file, target].map((path) => statSync(path, { throwIfNoEntry: false }));
    if (from && to && from.size === to.size && from.mtimeMs <= to.mtimeMs) continue;
    rmSync(target, { force: true });
    copyFileSync(file, target);
  }
}

await program(import.meta.url, async () => {
  await setup('wasm', 'npm');
  await buildSite();
  console.log('Inkling is built: dist/site, and dist/inkling.html in one file');
});
