/**
 * A safe reader of the pickles that hold NumPy arrays (Python's pickletools.py, protocols 0 to 3).
 * It executes nothing: of all that a pickle can ask for it knows tuples, lists, dicts, whole
 * numbers, truth values, texts, and the three globals of which NumPy builds its arrays; what else it
 * meets is an error that names it. Arrays are not gathered but passed on as they come by.
 */
import { product } from './arrays.js';
import { ByteReader, formatError } from './bytes.js';
import { Data, LIMITS, Machine } from './pickle-machine.js';
import { OPERATIONS } from './pickle-operations.js';

/**
 * @typedef {import('./pickle-machine.js').PickledArray} PickledArray
 *
 * @typedef {{kind: 'array', array: PickledArray} | {kind: 'bytes', array: PickledArray, chunk: Uint8Array}
 *   | {kind: 'end', value: unknown}} PickleEvent bytes of an array follow its announcement; an array
 *   stands in the value as a NumpyArray, tuples and lists are arrays, dicts Maps
 */

const STOP = 0x2e;

/**
 * @param {AsyncGenerator<Uint8Array>} bytes
 * @param {string} name
 * @returns {AsyncGenerator<PickleEvent>}
 */
export async function* readPickle(bytes, name) {
  const reader = new ByteReader(bytes, name);
  const machine = new Machine(name);
  try {
    for (let operations = 0; ; operations++) {
      if (operations > LIMITS.operations) throw formatError(name, 'is no pickle of a few arrays');
      const opcode = await reader.byte();
      if (opcode === STOP) break;
      const operation = OPERATIONS[String.fromCharCode(opcode)];
      if (!operation) throw machine.error(`asks for ${spell(opcode)}, which arrays do not need`);
      const text = await operation(machine, reader);
      if (!text) continue;
      const owner = machine.waitingArray();
      if (!owner) {
        machine.push(await machine.shortText(text));
        continue;
      }
      const array = machine.announce(owner, text.length);
      yield { kind: 'array', array };
      let have = 0;
      for await (const chunk of text.pieces()) {
        have += chunk.length;
        if (have > product(array.shape) * array.size) break;
        yield { kind: 'bytes', array, chunk };
      }
      if (have !== product(array.shape) * array.size) throw machine.wrongLength(array, have);
      machine.push(new Data(owner));
    }
    const value = machine.result();
    if (!(await reader.isAtEnd())) throw formatError(name, 'goes on after the end of its pickle');
    yield { kind: 'end', value };
  } finally {
    await reader.close();
  }
}

/** @param {number} opcode */
function spell(opcode) {
  const code = `operation 0x${opcode.toString(16).padStart(2, '0')}`;
  return opcode > 32 && opcode < 127 ? `${code} "${String.fromCharCode(opcode)}"` : code;
}
