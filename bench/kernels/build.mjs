// kernels.c as a program and as modules; the core's own build is left alone.
import { join } from 'node:path';
import { capture, root, Trouble } from '../../tools/shell.mjs';

/** @param {'native' | 'wasm'} kind */
export const folderOf = (kind) => join(root, 'build', kind, 'bench-kernels');

/** @param {'native' | 'wasm'} kind */
export async function buildKernels(kind) {
  const source = join(root, 'bench/kernels');
  const toolchain =
    kind === 'wasm' ? [`-DCMAKE_TOOLCHAIN_FILE=${join(root, 'tools/wasm.cmake')}`] : [];
  for (const args of [
    [
      ...['-S', source, '-B', folderOf(kind), '-G', 'Ninja'],
      '-DCMAKE_BUILD_TYPE=Release',
      ...toolchain,
    ],
    ['--build', folderOf(kind)],
  ]) {
    const { status, output } = await capture('cmake', args);
    if (status !== 0) throw new Trouble(`cmake ${args.join(' ')} failed:\n${output}`);
  }
}
