// Emscripten: the one on the PATH when it is new enough, else Debian 13's package unpacked into
// .toolchain/. Debian 12's own is too old; Debian 13's is architecture-independent and needs the
// clang 19 that Debian 12 has, but its Binaryen wants a newer libc, so that is unpacked as well.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { candidate, canInstall, debianMirror, install, privateApt } from './apt.mjs';
import { ask, atLeast, capture, root, Trouble, which } from './shell.mjs';

/** @typedef {Awaited<ReturnType<typeof privateApt>>} Apt */

const LEAST = '3.1.60';
const COMPILERS = ['clang-19', 'lld-19', 'llvm-19', 'python3'];
const SUITE = 'trixie';
const folder = join(root, '.toolchain');
const unpacked = join(folder, 'usr/share/emscripten');
const zlib = join(folder, 'zlib');
/** What CMake reads to find the chosen Emscripten; see tools/wasm.cmake. */
const choice = join(folder, 'emscripten.cmake');

/** Of 1.6 GB in Debian's package, what a C program without -flto needs is a tenth. */
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

/** The folder of a good enough Emscripten on the PATH. @returns {string | undefined} */
function onPath() {
  if (!which('emcc')) return undefined;
  const version = /\b(\d+\.\d+\.\d+)/.exec(ask('emcc', ['--version']).split('\n')[0])?.[1] ?? '0';
  return atLeast(version, LEAST) ? ask('em-config', ['EMSCRIPTEN_ROOT']) || undefined : undefined;
}

const isUnpacked = () => existsSync(join(unpacked, 'emcc'));
const hasCompilers = () =>
  ['clang', 'wasm-ld', 'llvm-ar'].every((name) => existsSync(`/usr/lib/llvm-19/bin/${name}`)) &&
  which('python3') !== undefined;

/** @returns {{id: string, codename: string}} of this Linux, '' elsewhere */
function release() {
  const text = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  /** @param {string} name */
  const field = (name) => new RegExp(`^${name}="?([^"\n]*)`, 'm').exec(text)?.[1] ?? '';
  return { id: field('ID'), codename: field('VERSION_CODENAME') };
}

/**
 * Makes an Emscripten and zlib's source available.
 * @param {(line: string) => void} say
 * @returns {Promise<boolean>} false: this system cannot be helped, a person has to install emcc
 */
export async function setupToolchain(say) {
  const { id, codename } = release();
  const mirror = id === 'debian' && which('apt-get') ? debianMirror(codename) : undefined;
  let emscripten = onPath() ?? (isUnpacked() && hasCompilers() ? unpacked : undefined);
  if (!emscripten && canInstall() && atLeast(candidate('emscripten') || '0', LEAST)) {
    say('installing emscripten through apt');
    await install(['emscripten']);
    emscripten = onPath();
  }
  const unpacks = !emscripten && mirror && canInstall() && candidate('clang-19');
  if (unpacks && !hasCompilers()) {
    say(`installing ${COMPILERS.join(' ')} through apt`);
    await install(COMPILERS);
  }
  /** @type {((apt: Apt) => Promise<void>)[]} */
  const work = [];
  if (unpacks && !isUnpacked()) {
    say(`unpacking Debian ${SUITE}'s emscripten into .toolchain/ (about 240 MB to download)`);
    work.push(unpackEmscripten);
  }
  if (unpacks) emscripten = unpacked;
  if (!emscripten) return false;
  // Elsewhere Emscripten's own port of zlib serves, which emcc downloads by itself.
  if (mirror && !existsSync(zlib)) {
    say("unpacking zlib's source into .toolchain/");
    work.push(unpackZlib);
  }
  if (mirror && work.length > 0) await inScratch(mirror, work);
  choose(emscripten);
  return true;
}

/**
 * Work in a folder that is gone afterwards, so that nothing half done is ever found.
 * @param {{uri: string, signedBy: string}} mirror
 * @param {((apt: Apt) => Promise<void>)[]} work
 */
async function inScratch(mirror, work) {
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
  await apt.downloadSource('zlib');
  const archive = readdirSync(scratch).find((name) => /^zlib_.*\.orig\.tar\.\w+$/.test(name));
  if (!archive) throw new Trouble("Debian's source package of zlib holds no archive.");
  mkdirSync(join(scratch, 'zlib'));
  await must('tar', ['-x', '--strip-components=1', '-C', 'zlib', '-f', archive], scratch);
  renameSync(join(scratch, 'zlib'), zlib);
}

/** Tells CMake and emcc which Emscripten it is. @param {string} emscripten its folder */
function choose(emscripten) {
  mkdirSync(folder, { recursive: true });
  if (emscripten === unpacked) {
    // Beside emcc, where it looks first: then no shell needs an EM_CONFIG.
    writeWhenOther(
      join(unpacked, '.emscripten'),
      `LLVM_ROOT = '/usr/lib/llvm-19/bin'
BINARYEN_ROOT = '${join(folder, 'usr')}'
NODE_JS = '${process.execPath}'
FROZEN_CACHE = True
`,
    );
  }
  const cmake = `include("${emscripten}/cmake/Modules/Platform/Emscripten.cmake")\n`;
  // CMake cannot change the compiler of a folder it has configured.
  if (writeWhenOther(choice, cmake))
    rmSync(join(root, 'build/wasm'), { recursive: true, force: true });
}

/** @param {string} path @param {string} text @returns {boolean} it was written */
function writeWhenOther(path, text) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return false;
  writeFileSync(path, text);
  return true;
}
