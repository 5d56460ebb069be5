/**
 * A computational graph of the lectures' gates, and its steps forward and back: what each computes,
 * with numbers. Add passes the gradient on, max sends it to the larger, mul swaps its inputs.
 *
 * @typedef {'add' | 'max' | 'mul'} Kind
 * @typedef {object} Gate
 * @property {string} name of what it puts out
 * @property {Kind} kind
 * @property {[string, string]} of
 *
 * @typedef {object} Graph
 * @property {string} formula
 * @property {Record<string, number>} inputs
 * @property {string[]} [fixed] inputs that are not to be changed
 * @property {Gate[]} gates in the order they compute; the last is the end
 * @property {Record<string, [x: number, y: number]>} places of inputs and gates
 *
 * @typedef {object} Step
 * @property {'forward' | 'start' | 'back' | 'branch'} phase
 * @property {string} at a gate, or the input where branches meet
 * @property {Kind} [kind]
 * @property {string[]} lines the arithmetic
 * @property {Record<string, number>} [values] known from here on
 * @property {Record<string, number>} [edges] gradients known from here on, by "from>to"
 * @property {Record<string, number>} [gradients] of inputs and gates, known from here on
 */
import { short, term } from './figures.js';

/** @type {Record<'gates' | 'neuron', Graph>} */
export const GRAPHS = {
  gates: {
    formula: 'f = (x + y) · max(y, z)',
    inputs: { x: 1, y: 2, z: 0 },
    gates: [
      { name: 'a', kind: 'add', of: ['x', 'y'] },
      { name: 'b', kind: 'max', of: ['y', 'z'] },
      { name: 'f', kind: 'mul', of: ['a', 'b'] },
    ],
    places: { x: [24, 36], y: [24, 112], z: [24, 188], a: [148, 62], b: [148, 162], f: [264, 112] },
  },
  neuron: {
    formula: 'f = max(x · w + b, 0)',
    inputs: { x: 2, w: -1, b: 3, 0: 0 },
    fixed: ['0'],
    gates: [
      { name: 'p', kind: 'mul', of: ['x', 'w'] },
      { name: 's', kind: 'add', of: ['p', 'b'] },
      { name: 'f', kind: 'max', of: ['s', '0'] },
    ],
    places: {
      x: [24, 28],
      w: [24, 92],
      b: [24, 150],
      0: [24, 204],
      p: [112, 60],
      s: [190, 104],
      f: [268, 154],
    },
  },
};

/** @type {Record<Kind, {sign: (a: string, b: string) => string, of: (a: number, b: number) => number}>} */
const KINDS = {
  add: { sign: (a, b) => `${a} + ${b}`, of: (a, b) => a + b },
  mul: { sign: (a, b) => `${a} · ${b}`, of: (a, b) => a * b },
  max: { sign: (a, b) => `max(${a}, ${b})`, of: Math.max },
};

/** The slope of a gate's output by each of its inputs. @param {Kind} kind @param {number} a @param {number} b */
function slopes(kind, a, b) {
  if (kind === 'add') return [1, 1];
  if (kind === 'mul') return [b, a];
  // Of two equal ones the first is taken, as the engine's max pooling does.
  return a >= b ? [1, 0] : [0, 1];
}

/** "x>a": the edge from one to the other. @param {string} from @param {string} to */
export const edge = (from, to) => `${from}>${to}`;

/**
 * @param {Graph} graph @param {Record<string, number>} inputs
 * @returns {Step[]}
 */
export function stepsOf({ gates }, inputs) {
  const values = { ...inputs };
  /** @type {Step[]} */
  const steps = gates.map(({ name, kind, of: [one, other] }) => {
    const { sign, of } = KINDS[kind];
    const [a, b] = [values[one], values[other]];
    values[name] = rounded(of(a, b));
    const numbers = kind === 'max' ? sign(short(a), short(b)) : sign(term(a), term(b));
    return {
      phase: 'forward',
      at: name,
      kind,
      lines: [`${name} = ${sign(one, other)} = ${numbers} = ${short(values[name])}`],
      values: { [name]: values[name] },
    };
  });
  const end = gates[gates.length - 1].name;
  /** @type {Record<string, number>} */
  const gradients = { [end]: 1 };
  steps.push({ phase: 'start', at: end, lines: [`∂f/∂${end} = 1`], gradients: { [end]: 1 } });
  /** @type {Map<string, {to: string, gradient: number}[]>} */
  const arrived = new Map();
  for (const { name, kind, of } of [...gates].reverse()) {
    const local = slopes(kind, values[of[0]], values[of[1]]);
    const upstream = gradients[name];
    const sent = local.map((slope) => rounded(slope * upstream));
    for (const [i, from] of of.entries()) {
      arrived.set(from, [...(arrived.get(from) ?? []), { to: name, gradient: sent[i] }]);
      gradients[from] = sent[i];
    }
    steps.push({
      phase: 'back',
      at: name,
      kind,
      lines: of.map(
        (from, i) =>
          `${from}: ∂${name}/∂${from} · ∂f/∂${name} = ${term(local[i])} · ${term(upstream)} = ${short(sent[i])}`,
      ),
      edges: Object.fromEntries(of.map((from, i) => [edge(from, name), sent[i]])),
      // Where branches meet, the sum is a step of its own.
      gradients: Object.fromEntries(
        of.flatMap((from, i) => (uses(gates, from) > 1 ? [] : [[from, sent[i]]])),
      ),
    });
  }
  for (const [name, some] of arrived) {
    if (some.length < 2) continue;
    const sum = rounded(some.reduce((all, { gradient }) => all + gradient, 0));
    const parts = some.map(({ gradient }) => term(gradient)).join(' + ');
    steps.push({
      phase: 'branch',
      at: name,
      lines: [`∂f/∂${name} = ${parts} = ${short(sum)}`],
      gradients: { [name]: sum },
    });
  }
  return steps;
}

/** @param {Gate[]} gates @param {string} name */
const uses = (gates, name) => gates.flatMap(({ of }) => of).filter((one) => one === name).length;

/** 0.1 + 0.2 is 0.3 to whoever looks. @param {number} value */
const rounded = (value) => Number(value.toPrecision(10));

/**
 * What is known after some steps.
 * @param {Step[]} steps @param {number} done
 */
export function knownAfter(steps, done) {
  const seen = steps.slice(0, done);
  /** @param {'values' | 'edges' | 'gradients'} what @returns {Record<string, number>} */
  const all = (what) => Object.assign({}, ...seen.map((step) => step[what]));
  return { values: all('values'), edges: all('edges'), gradients: all('gradients') };
}
