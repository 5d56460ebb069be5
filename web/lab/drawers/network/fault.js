/** The engine's usual complaints, to be told in the page's language. */
const COMPLAINTS = /** @type {const} */ ([
  ['outside', /^(\S+) is outside (\S+) … (\S+)$/],
  ['whole', /^(\S+) is not a whole number$/],
  ['number', /^"(.*)" is not a finite number$/],
  ['larger', /^(\S+) is larger than its input, (\S+)$/],
  ['cells', /^(\S+) cells of (\S+) pixels are larger than the image, (\S+)$/],
  ['components', /^(\S+) is larger than the (\S+) pixels$/],
  ['padding', /^(\S+) is not smaller than the kernel, (\S+)$/],
  ['pieces', /^(\S+) does not divide its input's (\S+)$/],
  ['fold', /^(\S+), but there are (\S+) folds from 0 on$/],
  ['features', /^they replace the preprocessing; leave out preprocess$/],
  ['outputs', /^puts out (\S+) numbers, but there are (\S+) classes$/],
  ['missing', /^missing; it must be given$/],
  ['empty', /^missing; there must be at least one$/],
  ['many', /^more than (\S+)$/],
  ['weights', /^the model would have more than (\S+) weights$/],
  ['memory', /^no memory for the model's (\S+) MB$/],
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
