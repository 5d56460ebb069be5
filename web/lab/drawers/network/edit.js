/**
 * What the network builder does to a config. Which layers, choices and parameters there are, it
 * takes from the engine's tables.
 */
import { setPath } from '../../../engine/config.js';
import { configOf, named, recipeOf } from '../../recipe.js';

/** @typedef {import('../../state.js').ModelConfig} ModelConfig */
/** @typedef {import('../../state.js').Recipe} Recipe */
/** @typedef {import('../../../engine/types.js').Choice} Choice */
/** @typedef {import('../../../engine/types.js').ParameterRow} ParameterRow */
/** @typedef {import('../../../engine/types.js').Description} Description */
/** @typedef {Description['tables']} Tables */

/** What a parameter starts at that has no default: enough to see something, and quick. */
const START = 16;

/** @param {ModelConfig} config */
export const layersOf = (config) => /** @type {unknown[]} */ (config.layers ?? []);

/**
 * Everything in a config beside its layers, in groups: a choice with its parameters and those that
 * all choices of the kind share, or parameters only; '' holds those at the top.
 * @param {Tables} tables
 * @returns {{kind: string, choices: Choice[] | null, shared: ParameterRow[]}[]}
 */
export function groupsOf({ layer: _layer, training = [], ...kinds }) {
  const rest = training.filter(({ name }) => name !== '-' && !Object.hasOwn(kinds, name));
  /** @param {string} kind */
  const shared = (kind) => training.find(({ name }) => name === kind)?.parameters ?? [];
  return [
    // The seed is the run's; the page has a control of its own for it.
    { kind: '', choices: null, shared: shared('-').filter(({ name }) => name !== 'seed') },
    ...Object.entries(kinds).map(([kind, choices]) => ({ kind, choices, shared: shared(kind) })),
    ...rest.map(({ name, parameters }) => ({ kind: name, choices: null, shared: parameters })),
  ];
}

/** @param {ModelConfig} config @param {string} path dotted @returns {unknown} */
export const valueAt = (config, path) =>
  path.split('.').reduce((place, key) => /** @type {any} */ (place)?.[key], config);

/**
 * What stands there, or would if nothing did.
 * @param {ModelConfig} config @param {string} path @param {ParameterRow} row
 */
export const settingAt = (config, path, row) => valueAt(config, path) ?? row.fallback;

/** @param {ModelConfig} config @param {string} path of a choice */
export const typeAt = (config, path) => named(valueAt(config, path)).type ?? null;

/** What a person wrote, as the engine gets it; its own mistakes are for the engine to name. @param {ParameterRow} row @param {string} text */
export function readSetting({ fallback }, text) {
  const trimmed = text.trim();
  if (trimmed === '') return fallback;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : trimmed.replace(/[\n=\0]/g, ' ');
}

/** @param {ModelConfig} config @param {string} path @param {unknown} value */
export const withSetting = (config, path, value) => setPath(config, path, value);

/**
 * Another choice of a kind, or none. A layer keeps the parameters that both have; an optimiser says
 * its rate, which the page shows elsewhere too.
 * @param {ModelConfig} config @param {string} path @param {string | null} type
 * @param {Tables} tables
 */
export function withType(config, path, type, tables) {
  const kind = path.startsWith('layers.') ? 'layer' : path;
  const before = /** @type {Record<string, unknown>} */ (named(valueAt(config, path)));
  const shared = tables.training?.find(({ name }) => name === kind)?.parameters ?? [];
  const kept = kind === 'layer' ? rowsOf(tables, kind, type) : shared;
  const values = Object.fromEntries([
    ...rowsOf(tables, kind, type)
      .filter(({ name, fallback }) => fallback === null || name === 'learningRate')
      .map((row) => [row.name, startOf(row)]),
    ...kept.filter(({ name }) => name in before).map(({ name }) => [name, before[name]]),
  ]);
  const isBare = Object.keys(values).length === 0;
  return withSetting(config, path, type === null || isBare ? type : { type, ...values });
}

/** @param {Tables} tables @param {string} kind @param {string | null} type @returns {ParameterRow[]} */
export const rowsOf = (tables, kind, type) =>
  tables[kind]?.find(({ name }) => name === type)?.parameters ?? [];

/** @param {ParameterRow} row */
const startOf = ({ fallback, minimum, maximum }) =>
  fallback ?? Math.min(Math.max(START, minimum), maximum);

/** @param {ModelConfig} config @param {(layers: unknown[]) => void} change */
function withLayers(config, change) {
  const layers = [...layersOf(config)];
  change(layers);
  return { ...config, layers };
}

/** @param {ModelConfig} config @param {number} at @param {string} type @param {Tables} tables */
export function withLayer(config, at, type, tables) {
  const wider = withLayers(config, (layers) => layers.splice(at, 0, type));
  return withType(wider, `layers.${at}`, type, tables);
}

/** @param {ModelConfig} config @param {number} at */
export const withoutLayer = (config, at) => withLayers(config, (layers) => layers.splice(at, 1));

/** @param {ModelConfig} config @param {number} from @param {number} to where it stands then */
export const withMoved = (config, from, to) =>
  withLayers(config, (layers) => layers.splice(to, 0, ...layers.splice(from, 1)));

/**
 * What comes out of each layer, as far as the network that runs tells: up to the first layer of the
 * config that is another.
 * @param {ModelConfig} config @param {ModelConfig} built @param {Description | null} description
 * @returns {(Description['layers'][number] | null)[]}
 */
export function outputsOf(config, built, description) {
  let isKnown = JSON.stringify(config.features) === JSON.stringify(built.features);
  return layersOf(config).map((layer, i) => {
    const found = description?.layers[i];
    isKnown &&=
      found?.type === named(layer).type &&
      JSON.stringify(layer) === JSON.stringify(layersOf(built)[i]);
    return isKnown ? /** @type {any} */ (found) : null;
  });
}

/**
 * Where the engine's word on a config belongs: "layers.3.size: 9 is larger than its input".
 * @param {unknown} error @param {ModelConfig} config
 * @returns {{path: string, text: string}} path: '' where it is about none
 */
export function faultOf(error, config) {
  const { detail, message } = /** @type {{detail?: string, message?: string}} */ (error ?? {});
  const whole = detail || message || '';
  const [, path, text] = /^([\w.]+): (.*)$/s.exec(whole) ?? [];
  if (path === 'learningRate') return { path: 'optimizer.learningRate', text };
  const [kind, number] = path?.split('.') ?? [];
  const isThere = kind === 'layers' ? Number(number) < layersOf(config).length : kind !== undefined;
  return isThere ? { path: path.replace(/\.type$/, ''), text } : { path: '', text: text ?? whole };
}

/**
 * What to ask of the page for a config: where it is the preset with other numbers, just these.
 * @param {ModelConfig} config @param {ModelConfig} preset @param {Recipe} recipe
 * @param {Tables} tables
 * @returns {Partial<Recipe>}
 */
export function choiceOf(config, preset, recipe, tables) {
  const { model: _, seed: __, ...plain } = recipeOf(recipe.model, config, recipe.seed);
  const same = configOf(preset, { ...recipe, ...plain, config: null });
  return lean(config, tables) === lean(same, tables) ? plain : { config };
}

/** A config as text, without what is at its default: two of the same meaning read the same. @param {ModelConfig} config @param {Tables} tables */
function lean(config, tables) {
  /** @param {unknown} value @param {ParameterRow[]} rows */
  const parameters = (value, rows) =>
    rows
      .map((row) => [row.name, /** @type {any} */ (value)?.[row.name] ?? row.fallback])
      .filter(([, setting], i) => setting !== rows[i].fallback);
  /** @param {string} kind @param {unknown} value @param {ParameterRow[]} shared */
  const choice = (kind, value, shared = []) => {
    const { type = null, ...rest } = named(value);
    return [type, ...parameters(rest, [...rowsOf(tables, kind, type), ...shared])];
  };
  return JSON.stringify([
    layersOf(config).map((layer) => choice('layer', layer)),
    groupsOf(tables).map(({ kind, choices, shared }) =>
      choices
        ? choice(kind, config[kind], shared)
        : parameters(kind ? config[kind] : config, shared),
    ),
  ]);
}
