// The Emscripten to build with: the one on the PATH when it is new enough; else, on a Debian whose
// own is too old, a later Debian's unpacked into .toolchain/.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { candidate, canInstall, debianMirror, install } from './apt.mjs';
import { ask, atLeast, root, Trouble, which } from './shell.mjs';
import { folder, isUnpacked, unpack, emscripten as unpacked } from './unpack.mjs';

const LEAST = '3.1.60';
/** What the unpacked Emscripten needs of the system. */
export const COMPILERS = ['clang-19', 'lld-19', 'llvm-19', 'python3'];
/** What CMake reads to find the chosen Emscripten; see tools/wasm.cmake. */
const choice = join(folder, 'emscripten.cmake');

/** The folder of a good enough Emscripten on the PATH. @returns {string | undefined} */
function onPath() {
  if (!which('emcc')) return undefined;
  const version = /\b(\d+\.\d+\.\d+)/.exec(ask('emcc', ['--version']).split('\n')[0])?.[1] ?? '0';
  return atLeast(version, LEAST) ? ask('em-config', ['EMSCRIPTEN_ROOT']) || undefined : undefined;
}

const hasCompilers = () =>
  ['clang', 'wasm-ld', 'llvm-ar'].every((name) => existsSync(`/usr/lib/llvm-19/bin/${name}`)) &&
  which('python3') !== undefined;

/** Where this Debian gets its packages from; undefined on any other system. */
function mirrorHere() {
  if (!which('apt-get') || !existsSync('/etc/os-release')) return undefined;
  const text = readFileSync('/etc/os-release', 'utf8');
  const codename = /^VERSION_CODENAME="?([\w-]+)/m.exec(text)?.[1];
  return /^ID="?debian\b/m.test(text) && codename ? debianMirror(codename) : undefined;
}

/** Could setupToolchain() do without root? */
export const hasToolchain = () =>
  Boolean(onPath() || (hasCompilers() && (isUnpacked() || mirrorHere())));

/**
 * Makes an Emscripten and zlib's source available.
 * @param {(line: string) => void} say
 */
export async function setupToolchain(say) {
  const mirror = mirrorHere();
  let emscripten = onPath();
  if (!emscripten && !(hasCompilers() && isUnpacked())) {
    if (canInstall() && atLeast((await candidate('emscripten')) || '0', LEAST)) {
      say('installing emscripten through apt');
      await install(['emscripten']);
      emscripten = onPath();
    } else if (!mirror || !(hasCompilers() || (await candidate('clang-19')))) {
      throw new Trouble(
        `This system has no emcc of ${LEAST} or later in its packages; please install the Emscripten SDK and put emcc on the PATH.`,
      );
    } else if (!hasCompilers()) {
      say(`installing ${COMPILERS.join(' ')} through apt`);
      await install(COMPILERS);
    }
  }
  // Off Debian, Emscripten's own port of zlib serves, which emcc downloads by itself.
  if (mirror) await unpack({ emscripten: !emscripten, zlib: true }, mirror, say);
  choose(emscripten ?? unpacked);
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
