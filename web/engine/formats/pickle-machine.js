/** The stack and the memory that a pickle's operations work on, and the few values they make. */
import { elementType, product } from './arrays.js';
import { formatError } from './bytes.js';

/**
 * @typedef {object} PickledArray
 * @property {number} index counts the arrays in the order of their data
 * @property {number[]} shape
 * @property {import('./arrays.js').Element} element
 * @property {number} size bytes of an element
 */

/** What such pickles never come near. */
export const LIMITS = { operations: 10000, stack: 1000, memo: 1000, text: 4096, line: 1024 };

export const MARK = Symbol('mark');

export class Global {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
  }
}

class Dtype {
  order = '|';
  /** @param {string} code */
  constructor(code) {
    this.code = code;
  }
}

export class NumpyArray {
  /** @type {PickledArray | undefined} */
  data;
  isBuilt = false;
}

/** The bytes of an array, where its state has them. */
export class Data {
  /** @param {NumpyArray} owner */
  constructor(owner) {
    this.owner = owner;
  }
}

/** @typedef {{length?: number, pieces: () => AsyncGenerator<Uint8Array>}} Text */

export class Machine {
  /** @type {unknown[]} */
  #stack = [];
  /** @type {Map<number, unknown>} */
  #memo = new Map();
  #arrays = 0;
  #name;

  /** @param {string} name */
  constructor(name) {
    this.#name = name;
  }

  /** @param {string} detail */
  error(detail) {
    return formatError(this.#name, detail);
  }

  /** @param {unknown} value */
  push(value) {
    if (this.#stack.length >= LIMITS.stack) throw this.error('its values nest too deeply');
    this.#stack.push(value);
  }

  pop() {
    if (this.#stack.length === 0 || this.#stack.at(-1) === MARK)
      throw this.error('takes a value where there is none');
    return this.#stack.pop();
  }

  /** @param {number} count */
  popSome(count) {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  /** All since the last mark, which goes too. */
  popToMark() {
    const mark = this.#stack.lastIndexOf(MARK);
    if (mark < 0) throw this.error('closes what it has not opened');
    const items = this.#stack.splice(mark);
    return items.slice(1);
  }

  /** @param {number} key */
  put(key) {
    if (this.#memo.size >= LIMITS.memo) throw this.error('remembers too much');
    if (!this.#stack.length || this.#stack.at(-1) === MARK) throw this.error('remembers nothing');
    this.#memo.set(key, this.#stack.at(-1));
  }

  /** @param {number} key */
  get(key) {
    if (!this.#memo.has(key)) throw this.error(`recalls ${key}, which it has not remembered`);
    this.push(this.#memo.get(key));
  }

  result() {
    const value = this.pop();
    if (this.#stack.length) throw this.error('ends with more than one value');
    return value;
  }

  /** @param {string} line */
  whole(line) {
    const number = /^-?\d{1,15}$/.test(line) ? Number(line) : Number.NaN;
    if (Number.isNaN(number)) throw this.error(`"${line.slice(0, 40)}" is no whole number`);
    return number;
  }

  /** The array whose state is just being told, with its data next. @returns {NumpyArray | null} */
  waitingArray() {
    const state = this.#stack.slice(-4);
    const [owner, mark] = this.#stack.slice(-6);
    const [, shape, type, fortran] = state;
    const isState = Array.isArray(shape) && type instanceof Dtype && typeof fortran === 'boolean';
    return mark === MARK && owner instanceof NumpyArray && isState ? owner : null;
  }

  /**
   * @param {NumpyArray} owner
   * @param {number} [length] of its data, where it is known
   * @returns {PickledArray}
   */
  announce(owner, length) {
    const [, shape, type, fortran] = /** @type {[number, unknown[], Dtype, boolean]} */ (
      this.#stack.slice(-4)
    );
    if (owner.data) throw this.error('gives an array its data twice');
    if (fortran)
      throw this.error(
        'holds an array by columns (Fortran order); save np.ascontiguousarray of it',
      );
    const isShape = shape.every((side) => Number.isSafeInteger(side) && Number(side) >= 0);
    if (!isShape || shape.length > 4) throw this.error('has an array of no sensible shape');
    const array = {
      index: this.#arrays++,
      shape: /** @type {number[]} */ (shape),
      ...elementType(`${this.#name}, array ${this.#arrays}`, `${type.order}${type.code}`),
    };
    if (length !== undefined && length !== product(array.shape) * array.size)
      throw this.wrongLength(array, length);
    owner.data = array;
    return array;
  }

  /** @param {PickledArray} array @param {number} length */
  wrongLength({ index, shape, size }, length) {
    return this.error(
      `array ${index + 1} of ${shape.join('×')} has ${product(shape) * size} bytes, not ${length}`,
    );
  }

  /** @param {Text} text */
  async shortText({ length = 0, pieces }) {
    if (length > LIMITS.text) throw this.error(`has a text of ${length} bytes outside its arrays`);
    let text = '';
    for await (const piece of pieces()) {
      text += String.fromCharCode(...piece.subarray(0, LIMITS.text));
      if (text.length > LIMITS.text) throw this.error('has a long text outside its arrays');
    }
    return text;
  }

  /** Calls what NumPy calls, in our way. */
  reduce() {
    const [callee, args] = this.popSome(2);
    if (!(callee instanceof Global) || !Array.isArray(args))
      throw this.error('calls something that is no function of NumPy');
    const [first, second] = args;
    if (callee.name.endsWith(' _reconstruct')) {
      const isArray = first instanceof Global && first.name === 'numpy ndarray';
      if (!isArray || !Array.isArray(second)) throw this.error('builds something that is no array');
      this.push(new NumpyArray());
    } else if (callee.name === 'numpy dtype' && typeof first === 'string')
      this.push(new Dtype(first.replace(/^[|<>=]/, '')));
    else throw this.error(`calls ${callee.name} with what it does not take`);
  }

  /** Gives an object its state. */
  build() {
    const state = this.pop();
    const object = this.#stack.at(-1);
    if (object instanceof Dtype && Array.isArray(state)) {
      const [, order, ...parts] = state;
      if (typeof order !== 'string' || parts.slice(0, 3).some((part) => part !== null))
        throw this.error('has an element type of parts');
      object.order = order;
    } else if (object instanceof NumpyArray && Array.isArray(state)) {
      const data = state[4];
      if (state.length !== 5 || !(data instanceof Data) || data.owner !== object)
        throw this.error('has an array without its bytes (of Python objects?)');
      object.isBuilt = true;
    } else throw this.error('gives a state to what has none');
  }
}
