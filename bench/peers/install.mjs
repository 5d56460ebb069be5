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

/**
 * Debian's torch multiplies by the system's BLAS: the reference implementation, where nothing better
 * was installed, which is a tenth as fast.
 */
const BLAS = `
import torch
torch.ones(8, 8) @ torch.ones(8, 8)
print("reference" if "/blas/libblas.so" in open("/proc/self/maps").read() else "good")`;

/** @type {string | undefined} */
let blas;

/** Why PyTorch cannot be measured at its best, where it cannot. */
export function absenceOfTorch() {
  blas ??= ask(python, ['-c', BLAS]);
  if (blas === 'good') return undefined;
  return blas
    ? 'torch multiplies by the reference BLAS (Debian: libopenblas0-pthread is a fast one)'
    : `${python} has no torch (Debian: python3-torch)`;
}
