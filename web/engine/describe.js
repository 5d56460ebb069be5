/** The engine's tables as objects, and the JSON Schema of a model config made from them. */

/** @typedef {import('./types.js').ParameterRow} ParameterRow */
/** @typedef {import('./types.js').Choice} Choice */

/**
 * @param {string} text lines as src/train/describe.h writes them
 * @returns {Record<string, Choice[]>} by kind
 */
export function parseTables(text) {
  /** @type {Record<string, Choice[]>} */
  const tables = {};
  for (const line of text.split('\n')) {
    if (!line) continue;
    const [kind, name, parameter, ...rest] = line.split('\t');
    tables[kind] ??= [];
    let choice = tables[kind].find((row) => row.name === name);
    if (!choice) {
      choice = { name, sentence: parameter === '-' ? rest[0] : '', parameters: [] };
      tables[kind].push(choice);
    }
    if (parameter !== '-') choice.parameters.push(parseParameter(parameter, rest));
  }
  return tables;
}

/** @param {string} name @param {string[]} columns @returns {ParameterRow} */
function parseParameter(name, [type, minimum, maximum, fallback, sentence]) {
  return {
    name,
    type: /** @type {ParameterRow['type']} */ (type),
    minimum: Number(minimum),
    maximum: Number(maximum),
    fallback: parseDefault(type, fallback),
    sentence,
  };
}

/** @param {string} type @param {string} text */
function parseDefault(type, text) {
  if (text === '-') return null;
  if (type === 'switch') return text === '1';
  if (type === 'units' && text === '-1') return 'classes';
  return Number(text);
}

/** @param {string} text lines: index, type, shape, parameters; the total last */
export function parseLayers(text) {
  const rows = text
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));
  const total = rows.pop() ?? [];
  return {
    layers: rows.map(([index, type, shape, parameters]) => ({
      index: Number(index),
      type,
      shape: shape.split('×').map(Number),
      parameters: Number(parameters),
    })),
    parameters: Number(total[3]),
  };
}

/**
 * @param {Record<string, Choice[]>} tables
 * @returns {object} JSON Schema, draft 2020-12
 */
export function configSchema(tables) {
  const { layer = [], training = [], ...choices } = tables;
  // Settings at the top, settings below a name, and those that every choice of a kind has besides.
  const top = training.find((row) => row.name === '-')?.parameters ?? [];
  const groups = training.filter((row) => row.name !== '-' && !Object.hasOwn(choices, row.name));
  /** @param {string} kind */
  const shared = (kind) => training.find((row) => row.name === kind)?.parameters ?? [];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Inkling model config',
    type: 'object',
    required: ['layers'],
    additionalProperties: false,
    properties: {
      input: {
        description: 'Channels, height and width of an image.',
        type: 'array',
        prefixItems: [{ const: 1 }, { const: 28 }, { const: 28 }],
        items: false,
        minItems: 3,
      },
      layers: { type: 'array', minItems: 1, items: choiceSchema(layer, []) },
      ...Object.fromEntries(
        Object.entries(choices).map(([kind, rows]) => [kind, choiceSchema(rows, shared(kind))]),
      ),
      ...Object.fromEntries(groups.map((row) => [row.name, nullable(tableSchema(row.parameters))])),
      ...parameterSchemas(top),
    },
  };
}

/**
 * A choice is its name, or an object with `type` and parameters.
 * @param {Choice[]} rows
 * @param {ParameterRow[]} shared parameters that all of them have
 */
function choiceSchema(rows, shared) {
  const bare = rows.filter((row) => row.parameters.every(({ fallback }) => fallback !== null));
  return {
    anyOf: [
      ...bare.map(({ name, sentence }) => ({ const: name, description: sentence })),
      ...rows.map(({ name, sentence, parameters }) => ({
        description: sentence,
        ...tableSchema([...parameters, ...shared], { type: { const: name } }),
      })),
    ],
  };
}

/** @param {ParameterRow[]} parameters @param {object} [more] properties that must be there */
function tableSchema(parameters, more = {}) {
  const needed = parameters.filter(({ fallback }) => fallback === null).map(({ name }) => name);
  return {
    type: 'object',
    properties: { ...more, ...parameterSchemas(parameters) },
    required: [...Object.keys(more), ...needed],
    additionalProperties: false,
  };
}

/** @param {ParameterRow[]} parameters */
function parameterSchemas(parameters) {
  return Object.fromEntries(parameters.map((row) => [row.name, parameterSchema(row)]));
}

/** @param {ParameterRow} row */
function parameterSchema({ type, minimum, maximum, fallback, sentence }) {
  const about = { description: sentence, ...(fallback !== null && { default: fallback }) };
  if (type === 'switch') return { ...about, type: 'boolean' };
  const number = { type: type === 'number' ? 'number' : 'integer', minimum, maximum };
  if (type === 'units') return { ...about, anyOf: [{ const: 'classes' }, number] };
  return { ...about, ...number };
}

/** @param {object} schema */
function nullable(schema) {
  return { anyOf: [{ type: 'null' }, schema] };
}
