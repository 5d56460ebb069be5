/** The engine's usual complaints, to be told in the page's language. */
const COMPLAINTS = /** @type {const} */ ([
  ['outside', /^(\S+) is outside (\S+) … (\S+)$/],
  ['whole', /^(\S+) is not a whole number$/],
  ['number', /^"(.*)" is not a finite number$/],
  ['larger', /^(\S+) is larger than its input, (\S+)$/],
  ['outputs', /^puts out (\S+) numbers, but there are (\S+) classes$/],
  ['missing', /^missing; it must be given$/],
]);

/**
 * @param {import('../../state.js').Translate} t
 * @param {string} text as the engine says it; what is unusual stays as it is
 */
export function sayFault(t, text) {
  for (const [name, pattern] of COMPLAINTS) {
    const found = pattern.exec(text);
    if (found) return t(`fault.${name}`, { a: found[1], b: found[2], c: found[3] });
  }
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
