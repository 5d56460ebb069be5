// Unpacks Debian 13's emscripten, and zlib's source, into .toolchain/. The package is
// architecture-independent and content with Debian 12's clang 19; its Binaryen wants a newer libc
// than Debian 12 has, so that libc is unpacked beside it.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { privateApt } from './apt.mjs';
import { capture, root, Trouble } from './shell.mjs';

/** @typedef {Awaited<ReturnType<typeof privateApt>>} Apt */

const SUITE = 'trixie';
export const folder = join(root, '.toolchain');
export const emscripten = join(folder, 'usr/share/emscripten');
const zlib = join(folder, 'zlib');

/** Of 1.6 GB in Debian's package, what a C program without -flto needs is a fifth. */
const NOT_NEEDED = [
  '*/wasm32-emscripten/lto*',
  '*/wasm32-emscripten/pic',
  '*/emscripten/test',
  '*/emscripten/docs',
  '*/share/doc',
  '*/share/man',
  '*/lib*asan*',
  '*/libsanitizer*',
  '*/libubsan*',
];

export const isUnpacked = () => existsSync(join(emscripten, 'emcc'));

/**
 * Unpacks what is not there yet. The work is done in a folder that is gone afterwards, so that
 * nothing half done is ever found.
 * @param {{emscripten: boolean, zlib: boolean}} wanted
 * @param {{uri: string, signedBy: string}} mirror
 * @param {(line: string) => void} say
 */
export async function unpack(wanted, mirror, say) {
  /** @type {((apt: Apt) => Promise<void>)[]} */
  const work = [];
  if (wanted.emscripten && !isUnpacked()) {
    say(`unpacking Debian ${SUITE}'s emscripten into .toolchain/ (about 240 MB to download)`);
    work.push(unpackEmscripten);
  }
  if (wanted.zlib && !existsSync(zlib)) {
    say("unpacking zlib's source into .toolchain/");
    work.push(unpackZlib);
  }
  if (work.length === 0) return;
  const scratch = join(folder, `scratch-${process.pid}`);
  mkdirSync(scratch, { recursive: true });
  try {
    const apt = await privateApt(scratch, mirror, SUITE);
    for (const step of work) await step(apt);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @param {string} command @param {string[]} args @param {string} cwd */
async function must(command, args, cwd) {
  const { status, output } = await capture(command, args, { cwd });
  if (status !== 0)
    throw new Trouble(`Unpacking the toolchain failed at ${command}: ${output.trim()}`);
}

/** @param {Apt} apt */
async function unpackEmscripten(apt) {
  const scratch = apt.folder;
  const libraries = ['libc6', 'libstdc++6', 'libgcc-s1'];
  await apt.download(['emscripten', 'binaryen', 'node-acorn', ...libraries]);
  const packages = readdirSync(scratch).filter((name) => name.endsWith('.deb'));
  for (const file of packages) {
    const isLibrary = libraries.some((name) => file.startsWith(`${name}_`));
    const target = isLibrary ? 'usr/libc' : '.';
    mkdirSync(join(scratch, 'x', target), { recursive: true });
    const excludes = NOT_NEEDED.map((pattern) => `--exclude='${pattern}'`).join(' ');
    const unpack = `set -e; dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" ${excludes}`;
    await must('sh', ['-c', unpack, 'sh', file, join('x', target)], scratch);
  }
  wrapBinaryen(join(scratch, 'x/usr'));
  // Emscripten's JavaScript optimiser looks for acorn in the folders above its own.
  cpSync(
    join(scratch, 'x/usr/share/nodejs/acorn'),
    join(scratch, 'x/usr/share/node_modules/acorn'),
    { recursive: true, dereference: true },
  );
  // Emscripten's .js files are CommonJS; the nearest package.json would say "module": ours.
  writeFileSync(join(scratch, 'x/usr/package.json'), '{ "type": "commonjs" }\n');
  rmSync(join(folder, 'usr'), { recursive: true, force: true });
  renameSync(join(scratch, 'x/usr'), join(folder, 'usr'));
}

/** Each program starts through the unpacked libc's own loader. @param {string} usr */
function wrapBinaryen(usr) {
  const found = readdirSync(join(usr, 'libc/usr/lib'), { recursive: true, encoding: 'utf8' });
  const loader = found.find(
    (path) => /(^|\/)ld-linux[^/]*\.so\.\d+$/.test(path) && path.includes('/'),
  );
  if (!loader) throw new Trouble("Debian's libc6 package holds no loader for this machine.");
  renameSync(join(usr, 'bin'), join(usr, 'libexec-binaryen'));
  mkdirSync(join(usr, 'bin'));
  for (const name of readdirSync(join(usr, 'libexec-binaryen'))) {
    if (!/^wasm/.test(name)) continue;
    const script = `#!/bin/sh
here=$(dirname "$0")/..
lib=$here/libc/usr/lib/${loader}
own=$here/lib/${basename(dirname(loader))}
exec "$lib" --library-path "$(dirname "$lib"):$own:$own/binaryen" "$here/libexec-binaryen/${name}" "$@"
`;
    writeFileSync(join(usr, 'bin', name), script);
    chmodSync(join(usr, 'bin', name), 0o755);
  }
}

/** @param {Apt} apt */
async function unpackZlib(apt) {
  const scratch = apt.folder;
  await apt.downloadArchive('zlib');
  const archive = readdirSync(scratch).find((name) => /^zlib_.*\.orig\.tar\.\w+$/.test(name));
  if (!archive) throw new Trouble("Debian's source package of zlib holds no archive.");
  mkdirSync(join(scratch, 'zlib'));
  await must('tar', ['-x', '--strip-components=1', '-C', 'zlib', '-f', archive], scratch);
  renameSync(join(scratch, 'zlib'), zlib);
}
