// Format, lint and types of everything; with --fix, mends format and lint where that is safe.
//     npm run check [-- --fix] [paths…]
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setup } from './setup.mjs';
import { capture, program, root } from './shell.mjs';

/** @param {string} path a file or folder @returns {string[]} its C files */
function sources(path) {
  if (statSync(join(root, path)).isFile()) return /\.[ch]$/.test(path) ? [path] : [];
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[ch]$/.test(name))
    .map((name) => join(path, name));
}

await program(import.meta.url, async (args) => {
  await setup('npm', 'format');
  const fix = args.includes('--fix');
  const paths = args.filter((arg) => !arg.startsWith('--'));
  const c = (paths.length > 0 ? paths : ['src', 'wasm', 'tests', 'bench'])
    .filter((path) => existsSync(join(root, path)))
    .flatMap(sources);
  const local = (/** @type {string} */ name) => join(root, 'node_modules/.bin', name);
  /** @type {[string, string, string[]][]} what, program, arguments */
  const checks = [
    ['clang-format', 'clang-format', [...(fix ? ['-i'] : ['--dry-run', '-Werror']), ...c]],
    [
      'biome',
      local('biome'),
      ['check', ...(fix ? ['--write'] : []), '--max-diagnostics=50', ...paths],
    ],
    ['tsc', local('tsc'), ['--project', root]],
  ];
  for (const [what, command, list] of checks) {
    if (what === 'clang-format' && c.length === 0) continue;
    const { status, output } = await capture(command, list);
    if (status !== 0) process.stdout.write(output);
    console.log(`== ${what}: ${status === 0 ? 'good' : 'see above'}`);
    if (status !== 0) process.exitCode = 1;
  }
});
