// Debian's package manager: installing packages, and fetching single ones from a later suite
// into a folder of ours, without a change to the system's own sources.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, capture, Trouble, which } from './shell.mjs';

const DEBIAN_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
let updated = false;

/** How to become root: [] as root, ['sudo'] where it asks nobody or somebody is there to answer. */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  if (!which('sudo')) return undefined;
  if (ask('sudo', ['-n', 'id', '-u']) === '0' || process.stdin.isTTY) return ['sudo'];
  return undefined;
}

export const canInstall = () => which('apt-get') !== undefined && asRoot() !== undefined;

/** @param {string} output of apt-get @param {string} what it was asked to do */
function troubleFrom(output, what) {
  const line =
    output
      .split('\n')
      .find((text) => /^E: /.test(text))
      ?.slice(3) ?? output.trim();
  if (/Could not (resolve|connect)|Temporary failure|Unable to connect|timed out/i.test(output))
    return new Trouble(`The package mirror can't be reached, so ${what} failed: ${line}`);
  return new Trouble(`apt-get could not finish (${what}): ${line}`);
}

/**
 * Runs apt-get as root, without a question.
 * @param {string[]} become what asRoot() found
 * @param {...string} args
 */
function aptGet(become, ...args) {
  const quiet = ['-q', '-y', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  const line = [...become, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...quiet, ...args];
  return capture(line[0], line.slice(1));
}

/** Once a run. A failure is none yet: the lists at hand may do, and the install says the rest. */
async function update() {
  const become = asRoot();
  if (become && !updated) await aptGet(become, 'update');
  updated = true;
}

/**
 * Installs packages system-wide, without recommended ones.
 * @param {string[]} packages
 */
export async function install(packages) {
  const become = asRoot();
  if (!become) throw new Trouble(`Please install, as root: apt-get install ${packages.join(' ')}`);
  await update();
  const what = ['install', '--no-install-recommends', ...packages];
  const { status, output } = await aptGet(become, ...what);
  if (status !== 0) throw troubleFrom(output, `installing ${packages.join(' ')}`);
}

/**
 * The version apt would install, '' where it knows none.
 * @param {string} name
 */
export async function candidate(name) {
  const look = () =>
    /Candidate: (?:\d+:)?(\d[\d.]*)/.exec(ask('apt-cache', ['policy', name]))?.[1] ?? '';
  if (look() === '') await update();
  return look();
}

/**
 * Where this machine gets its Debian packages from.
 * @param {string} codename the installed release
 * @param {string} [folder]
 * @returns {{uri: string, signedBy: string} | undefined}
 */
export function debianMirror(codename, folder = '/etc/apt') {
  const parts = join(folder, 'sources.list.d');
  const files = [join(folder, 'sources.list')];
  if (existsSync(parts))
    files.push(
      ...readdirSync(parts)
        .sort()
        .map((name) => join(parts, name)),
    );
  for (const file of files) {
    if (!existsSync(file)) continue;
    const text = readFileSync(file, 'utf8');
    const entries = file.endsWith('.sources') ? stanzas(text) : oneLiners(text);
    for (const { uri, suites, components, signedBy } of entries)
      if (suites.includes(codename) && components.includes('main')) return { uri, signedBy };
  }
  return undefined;
}

/** The format of .sources files (deb822). @param {string} text */
function stanzas(text) {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    /** @param {string} name */
    const field = (name) =>
      (new RegExp(`^${name}:[ \t]*(.*)$`, 'mi').exec(stanza)?.[1] ?? '').trim().split(/\s+/);
    if (!field('Types').includes('deb') || field('Enabled')[0] === 'no') return [];
    const signedBy = field('Signed-By')[0];
    return field('URIs').map((uri) => ({
      uri,
      suites: field('Suites'),
      components: field('Components'),
      signedBy: signedBy.startsWith('/') ? signedBy : DEBIAN_KEYRING,
    }));
  });
}

/** The format of .list files. @param {string} text */
function oneLiners(text) {
  return [...text.matchAll(/^deb[ \t]+(?:\[(.*?)\][ \t]+)?(\S+)[ \t]+(\S+)[ \t]+([^#\n]+)/gm)].map(
    ([, options = '', uri, suite, components]) => ({
      uri,
      suites: [suite],
      components: components.trim().split(/\s+/),
      signedBy: /signed-by=(\/[^\s,]+)/.exec(options)?.[1] ?? DEBIAN_KEYRING,
    }),
  );
}

/**
 * A private apt of one suite: own lists and cache in a folder, the system's keyring. Signatures
 * and checksums are apt's own business as ever.
 * @param {string} folder
 * @param {{uri: string, signedBy: string}} mirror
 * @param {string} suite
 */
export async function privateApt(folder, mirror, suite) {
  mkdirSync(join(folder, 'lists/partial'), { recursive: true });
  mkdirSync(join(folder, 'cache/archives/partial'), { recursive: true });
  const signed = existsSync(mirror.signedBy) ? `[signed-by=${mirror.signedBy}] ` : '';
  writeFileSync(
    join(folder, 'sources.list'),
    ['deb', 'deb-src'].map((kind) => `${kind} ${signed}${mirror.uri} ${suite} main\n`).join(''),
  );
  const config = join(folder, 'apt.conf');
  const settings = {
    'Dir::Etc::SourceList': join(folder, 'sources.list'),
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::State::Lists': join(folder, 'lists'),
    'Dir::State::Status': '/dev/null',
    'Dir::Cache': join(folder, 'cache'),
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    // The folder is ours; apt's own download user could not write to it.
    'APT::Sandbox::User': 'root',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";\n`);
  writeFileSync(config, lines.join(''));
  /** @param {...string} args */
  const run = async (...args) => {
    const env = { ...process.env, APT_CONFIG: config };
    const { status, output } = await capture('apt-get', ['-q', ...args], { cwd: folder, env });
    // An update that fetched nothing ends with 0 and a warning.
    if (status !== 0 || /^W: Failed to fetch/m.test(output))
      throw troubleFrom(output.replace(/^W: (Failed)/m, 'E: $1'), `apt-get ${args[0]} (${suite})`);
  };
  await run('update');
  return {
    folder,
    /** @param {string[]} packages into `folder` */
    download: (packages) => run('download', ...packages),
    /**
     * Fetches a source package's upstream archive into `folder`, and no more: all its revisions
     * share that one, and a mirror may lack the rest of the newest.
     * @param {string} name
     */
    downloadArchive: (name) => run('source', '--download-only', '--tar-only', name),
  };
}
