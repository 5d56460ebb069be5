// Reads every #include in src/ and wasm/ and fails on an upward arrow between the rooms.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Room → the rooms it may include. inkling.h gathers the public faces, so it stands on top. */
const ARROWS = {
  base: ['base'],
  simd: ['simd', 'base'],
  kernel: ['kernel', 'simd', 'base'],
  net: ['net', 'kernel', 'simd', 'base'],
  optim: ['optim', 'kernel', 'simd', 'base'],
  data: ['data', 'kernel', 'simd', 'base'],
  train: ['train', 'data', 'net', 'optim', 'kernel', 'simd', 'base'],
  check: ['check', 'train', 'data', 'net', 'optim', 'kernel', 'simd', 'base'],
  'inkling.h': ['train', 'data', 'net', 'optim', 'kernel', 'simd', 'base'],
  // The gradient check is a module of its own, apart from the engine that inkling.h shows.
  wasm: ['wasm', 'inkling.h', 'check'],
};
const SYSTEM_ONLY_IN_WASM = /^emscripten/;
const SYSTEM_NEVER = /^(stdio|iostream|unistd|signal|setjmp|locale|time)\.h$/;

/** @param {string} path of a file below the project, `/` between its parts */
function roomOf(path) {
  const [top, next] = path.split('/');
  return top === 'src' ? next : top;
}

/**
 * @param {string} path the including file
 * @param {string} text its content
 * @returns {string[]} one sentence per fault
 */
function faultsOf(path, text) {
  const room = roomOf(path);
  const allowed = ARROWS[/** @type {keyof typeof ARROWS} */ (room)];
  if (!allowed) return [`${path}: "${room}" is no room of the plan`];
  const faults = [];
  // A directive may stand behind blanks; one inside a block comment would be seen too.
  for (const [, quote, name] of text.matchAll(/^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]/gm)) {
    if (quote === '<') {
      if (SYSTEM_NEVER.test(name)) faults.push(`${path}: <${name}> has no place in the core`);
      if (SYSTEM_ONLY_IN_WASM.test(name) && room !== 'wasm')
        faults.push(`${path}: <${name}> belongs to wasm/`);
      continue;
    }
    if (SYSTEM_ONLY_IN_WASM.test(name) && room !== 'wasm')
      faults.push(`${path}: "${name}" belongs to wasm/`);
    const target = includedRoom(path, name);
    if (!allowed.includes(target))
      faults.push(
        `${path}: ${room} may not include "${name}" (allowed: ${allowed.join(', ') || 'none'})`,
      );
  }
  return faults;
}

/**
 * A quoted name is either relative to its file or to src/.
 * @param {string} path @param {string} name
 */
function includedRoom(path, name) {
  if (name.startsWith('.')) return roomOf(posix.join(posix.dirname(path), name));
  if (name.includes('/')) return name.split('/')[0];
  return name === 'inkling.h' ? name : roomOf(path);
}

/** The check itself must be able to fail. */
function checkSelf() {
  /** @type {[string, string, number][]} file, text, number of faults */
  const cases = [
    ['src/kernel/gemm.c', '#include "net/layer.h"\n', 1],
    ['src/kernel/gemm.c', '  #  include "../net/layer.h"\n', 1],
    ['src/kernel/gemm.c', '#include "kernel/gemm.h"\n#include "simd/f32x4.h"\n', 0],
    ['src/net/net.c', '#include "data/idx.h"\n', 1],
    ['src/data/idx.c', '#include "net/net.h"\n#include "idx.h"\n', 1],
    ['src/base/arena.c', '#include <emscripten.h>\n#include <stdio.h>\n#include <stdlib.h>\n', 2],
    ['src/train/session.c', '#include "inkling.h"\n#include "optim/adam.h"\n', 1],
    ['src/inkling.h', '#include "train/session.h"\n#include "base/error.h"\n', 0],
    ['src/elsewhere/x.c', '', 1],
    ['wasm/exports.c', '#include "inkling.h"\n#include <emscripten.h>\n', 0],
    ['wasm/exports.c', '#include "base/arena.h"\n', 1],
  ];
  for (const [path, text, expected] of cases) {
    const got = faultsOf(path, text);
    if (got.length !== expected)
      throw new Error(
        `the include check itself is wrong: ${path} ${JSON.stringify(text)} gave ${got.length} faults, not ${expected}`,
      );
  }
}

checkSelf();
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const files = ['src', 'wasm'].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(c|h|def)$/.test(entry.name))
    .map((entry) =>
      relative(root, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    ),
);
const faults = files.flatMap((path) => faultsOf(path, readFileSync(join(root, path), 'utf8')));
for (const fault of faults) console.log(fault);
if (files.length === 0) console.log('no source was found');
else console.log(`${files.length} files, ${faults.length} upward includes`);
process.exitCode = faults.length > 0 || files.length === 0 ? 1 : 0;
