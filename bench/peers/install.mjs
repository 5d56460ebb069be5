// The peers' packages, exactly those of their lock file, in a folder that git ignores.
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, capture, root, Trouble } from '../../tools/shell.mjs';

const FILES = ['package.json', 'package-lock.json'];
const home = join(root, 'build/bench-peers');
const PYTHON = '/usr/bin/python3';

export async function installPeers() {
  const from = join(root, 'bench/peers');
  const [lock] = FILES.slice(1);
  // npm writes this last.
  const done = join(home, 'node_modules/.package-lock.json');
  if (existsSync(done) && isSame(join(from, lock), join(home, lock))) return;
  mkdirSync(home, { recursive: true });
  for (const name of FILES) copyFileSync(join(from, name), join(home, name));
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];
  const { status, output } = await capture('npm', ['ci', ...quiet], { cwd: home });
  if (status !== 0) throw new Trouble(`npm ci failed in ${home}:\n${output}`);
}

/** @param {string} one @param {string} other */
const isSame = (one, other) => existsSync(other) && readFileSync(one).equals(readFileSync(other));

/** Debian's python3-torch belongs to Debian's Python, whichever is first on the PATH. */
export const python = existsSync(PYTHON) ? PYTHON : 'python3';

/** @type {string | undefined} */
let torch;

/** Why PyTorch cannot be measured, where it cannot. */
export function absenceOfTorch() {
  torch ??= ask(python, ['-c', 'import torch; print(torch.__version__)']);
  return torch ? undefined : `${python} has no torch (Debian: python3-torch)`;
}
