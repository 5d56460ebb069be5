/** The command line, checked as far as its own grammar goes. */
import { parseArgs } from 'node:util';

/** The command line itself is wrong: exit code 2. */
export class UsageError extends Error {}

const TEXT = /** @type {const} */ ({ type: 'string' });
const SWITCH = /** @type {const} */ ({ type: 'boolean' });
const COMMON = { json: SWITCH, debug: SWITCH, help: SWITCH };
const ENGINE = { data: TEXT, model: TEXT, build: TEXT, threads: TEXT };

/** @type {Record<string, NonNullable<import('node:util').ParseArgsConfig['options']>>} */
const OPTIONS = {
  train: {
    ...COMMON,
    ...ENGINE,
    epochs: TEXT,
    until: TEXT,
    seed: TEXT,
    save: TEXT,
    set: { type: 'string', multiple: true },
  },
  eval: { ...COMMON, ...ENGINE },
  predict: { ...COMMON, model: TEXT, build: TEXT, threads: TEXT, raw: SWITCH },
  describe: { ...COMMON, model: TEXT },
  gradcheck: { ...COMMON, model: TEXT, seed: TEXT, set: { type: 'string', multiple: true } },
  data: COMMON,
  experiment: {
    ...COMMON,
    data: TEXT,
    build: TEXT,
    threads: TEXT,
    epochs: TEXT,
    seed: TEXT,
    seeds: TEXT,
    skip: TEXT,
    lang: TEXT,
  },
  export: { ...COMMON, model: TEXT, to: TEXT, out: TEXT },
};

/**
 * @typedef {object} Options
 * @property {boolean} [json]
 * @property {boolean} [raw]
 * @property {string} [data]
 * @property {string} [model]
 * @property {string} [save]
 * @property {'strict' | 'fast' | 'auto'} build
 * @property {number | 'auto'} threads
 * @property {number} [epochs]
 * @property {number} [seed]
 * @property {import('../web/engine/types.js').Until} [until]
 * @property {[string, unknown][]} changes of --set
 * @property {number} [seeds] how many, from `seed` on
 * @property {string} [skip] a file of results
 * @property {'en' | 'ko'} lang
 * @property {string} [to]
 * @property {string} [out]
 */

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {{options: Options, words: string[]}}
 */
export function readCommandLine(command, args) {
  const { values, positionals } = parse(command, args);
  /** @type {Record<string, any>} */
  const given = values;
  return {
    options: {
      ...given,
      build: readBuild(given.build),
      threads: given.threads === 'auto' ? 'auto' : (readWhole('--threads', given.threads, 1) ?? 1),
      epochs: readWhole('--epochs', given.epochs, 1),
      seed: readWhole('--seed', given.seed, 0),
      seeds: readWhole('--seeds', given.seeds, 1),
      lang: readLanguage(given.lang),
      until: readUntil(given.until),
      changes: (given.set ?? []).map(readChange),
    },
    words: positionals,
  };
}

/** @param {string} command @param {string[]} args */
function parse(command, args) {
  try {
    return parseArgs({ args, options: OPTIONS[command], allowPositionals: true, strict: true });
  } catch (error) {
    // Only the first sentence; the rest is about Node's parser.
    const [sentence] = /** @type {Error} */ (error).message.split(/\.?(?:\n|$| (?=To ))/);
    throw new UsageError(`${command}: ${sentence}; see --help`);
  }
}

/** @param {string} [text] */
function readBuild(text = 'strict') {
  if (text !== 'strict' && text !== 'fast' && text !== 'auto')
    throw new UsageError(`--build: "${text}" is neither strict nor fast nor auto`);
  return text;
}

/** @param {string} [text] */
function readLanguage(text = 'en') {
  if (text !== 'en' && text !== 'ko')
    throw new UsageError(`--lang: "${text}" is neither en nor ko`);
  return text;
}

/** @param {string} name @param {string | undefined} text @param {number} minimum */
function readWhole(name, text, minimum) {
  if (text === undefined) return undefined;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(number) || number < minimum)
    throw new UsageError(`${name}: "${text}" is not a whole number of at least ${minimum}`);
  return number;
}

/** @param {string} [text] such as 0.98, validation:0.98, test:0.98 */
function readUntil(text) {
  if (text === undefined) return undefined;
  const [, part = 'validation', number = ''] = /^(?:(validation|test):)?(.*)$/.exec(text) ?? [];
  const accuracy = number.trim() === '' ? Number.NaN : Number(number);
  if (!(accuracy >= 0 && accuracy <= 1))
    throw new UsageError(`--until: "${text}" is no accuracy such as 0.98 or test:0.98`);
  return { [`${part}Accuracy`]: accuracy };
}

/** @param {string} text path=value, the value as JSON or else a word @returns {[string, unknown]} */
function readChange(text) {
  const [, path, value] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (path === undefined)
    throw new UsageError(`--set: "${text}" is not path=value, as optimizer.learningRate=0.01`);
  try {
    return [path, JSON.parse(value)];
  } catch {
    return [path, value];
  }
}
