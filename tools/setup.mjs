// Installs what is missing, part by part, and says nothing when nothing is.
//     node tools/setup.mjs [native] [wasm] [npm] [browsers] [format]
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canInstall, install } from './apt.mjs';
import { ask, atLeast, capture, program, root, Trouble, which } from './shell.mjs';
import { COMPILERS, hasToolchain, setupToolchain } from './toolchain.mjs';

/**
 * @typedef {object} Need
 * @property {string} what as a person would call it
 * @property {() => unknown} isThere
 * @property {Record<string, string>} packages by package manager
 */

/** One package name serves several managers. @param {string} name */
const everywhere = (name) => ({ apt: name, dnf: name, pacman: name, brew: name });

/** @param {string} header */
const compiles = (header) =>
  ask('sh', ['-c', `echo '#include <${header}>' | cc -E - >/dev/null 2>&1 && echo yes`]) !== '';

/** @type {Need[]} */
const NATIVE = [
  {
    what: 'a C compiler',
    isThere: () => which('cc') && compiles('stdio.h'),
    packages: { ...everywhere('gcc'), apt: 'gcc libc6-dev', dnf: 'gcc libasan libubsan' },
  },
  {
    what: 'cmake 3.25 or later',
    isThere: () => atLeast(/\d+(\.\d+)+/.exec(ask('cmake', ['--version']))?.[0] ?? '0', '3.25'),
    packages: everywhere('cmake'),
  },
  {
    what: 'ninja',
    isThere: () => which('ninja', 'ninja-build'),
    packages: { ...everywhere('ninja-build'), pacman: 'ninja', brew: 'ninja' },
  },
];
/** @type {Need} */
const ZLIB = {
  what: 'the headers of zlib',
  isThere: () => compiles('zlib.h'),
  packages: { ...everywhere('zlib'), apt: 'zlib1g-dev', dnf: 'zlib-devel' },
};
/** @type {Need} */
const EMSCRIPTEN = {
  what: 'emcc 3.1.60 or later',
  isThere: hasToolchain,
  // On a Debian whose emcc is too old, setup unpacks a later one, given the compilers behind it.
  packages: { ...everywhere('emscripten'), apt: COMPILERS.join(' ') },
};
const MAC = '/Applications';
/** @type {Need[]} */
const BROWSERS = [
  {
    what: 'Chromium',
    isThere: () =>
      which('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable') ||
      existsSync(`${MAC}/Chromium.app`) ||
      existsSync(`${MAC}/Google Chrome.app`),
    packages: { ...everywhere('chromium'), brew: '--cask chromium' },
  },
  {
    what: 'Firefox',
    isThere: () => which('firefox-esr', 'firefox') || existsSync(`${MAC}/Firefox.app`),
    packages: { ...everywhere('firefox'), apt: 'firefox-esr', brew: '--cask firefox' },
  },
  {
    what: 'a Korean font',
    isThere: () =>
      process.platform === 'darwin' ||
      existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc') ||
      ask('fc-list', [':lang=ko', 'family']),
    packages: {
      apt: 'fonts-noto-cjk',
      dnf: 'google-noto-sans-cjk-fonts',
      pacman: 'noto-fonts-cjk',
    },
  },
];
/** @type {Need} */
const CLANG_FORMAT = {
  what: 'clang-format',
  isThere: () => which('clang-format'),
  packages: { ...everywhere('clang-format'), dnf: 'clang-tools-extra', pacman: 'clang' },
};

/** What a person types to install packages. @type {Record<string, [string, string]>} */
const MANAGERS = {
  apt: ['apt-get', 'sudo apt-get install'],
  brew: ['brew', 'brew install'],
  dnf: ['dnf', 'sudo dnf install'],
  pacman: ['pacman', 'sudo pacman -S'],
};

/** @param {Need[]} missing @returns {Trouble} what is missing and the usual command for it */
function namesFor(missing) {
  const manager = Object.keys(MANAGERS).find((name) => which(MANAGERS[name][0]));
  const lines = missing.map(({ what, packages }) => {
    const names = manager && packages[manager];
    return `  ${what}${names ? `: ${MANAGERS[/** @type {string} */ (manager)][1]} ${names}` : ''}`;
  });
  return new Trouble(`Please install what is missing here:\n${lines.join('\n')}`);
}

/** @param {string} line */
const say = (line) => console.log(`setup: ${line}`);

/** @param {Need[]} needs */
async function satisfy(needs) {
  const missing = [...new Set(needs)].filter((need) => !need.isThere());
  if (missing.length === 0) return;
  if (!canInstall()) throw namesFor(missing);
  const packages = missing.flatMap((need) => (need.packages.apt ?? '').split(' '));
  say(`installing ${packages.join(' ')} through apt`);
  await install(packages);
  const still = missing.find((need) => !need.isThere());
  if (still)
    throw new Trouble(`${still.what} is still missing after installing ${packages.join(' ')}.`);
}

/** npm's packages, exactly those of the lock file, and only when that has changed. */
async function setupPackages() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const stamp = join(root, 'node_modules/.inkling-lock');
  const wanted = createHash('sha256').update(lock).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('installing the npm packages of package-lock.json');
  const quiet = [
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--fetch-retries=2',
    '--fetch-retry-mintimeout=1000',
    '--fetch-retry-maxtimeout=5000',
  ];
  const { status, output } = await capture('npm', ['ci', ...quiet]);
  if (status !== 0) {
    const code = /npm (?:error|ERR!) code (\S+)/.exec(output)?.[1] ?? `exit code ${status}`;
    if (/ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH/.test(code))
      throw new Trouble(`The npm registry can't be reached (${code}).`);
    const said = [...output.matchAll(/^npm (?:error|ERR!) (?!code)(.*\S)/gm)].map(
      ([, text]) => text,
    );
    throw new Trouble(`npm ci failed (${code}): ${said.slice(0, 2).join(' ')}`);
  }
  writeFileSync(stamp, wanted);
}

/** What each part needs of the system. @type {Record<string, Need[]>} */
const PARTS = {
  native: [...NATIVE, ZLIB],
  wasm: NATIVE.slice(1),
  npm: [],
  browsers: BROWSERS,
  format: [CLANG_FORMAT],
};

/**
 * @param {...string} parts keys of PARTS
 * @returns {Promise<void>} throws a Trouble that says what is missing
 */
export async function setup(...parts) {
  if (!atLeast(process.versions.node, '20.19'))
    throw new Trouble(
      `Inkling's tools need Node 20.19 or later; this is ${process.versions.node}.`,
    );
  const unknown = parts.find((part) => !Object.hasOwn(PARTS, part));
  if (unknown)
    throw new Trouble(`"${unknown}" is no part; the parts are ${Object.keys(PARTS).join(', ')}.`);
  const needs = parts.flatMap((part) => PARTS[part]);
  if (parts.includes('wasm') && !canInstall()) needs.push(EMSCRIPTEN);
  await satisfy(needs);
  if (parts.includes('wasm')) await setupToolchain(say);
  if (parts.includes('npm')) await setupPackages();
}

await program(import.meta.url, (args) =>
  setup(...(args.length > 0 ? args : ['native', 'wasm', 'npm', 'browsers'])),
);
