/** What the classes of a data set are called: in sentences, and where a letter or two have room. */

/**
 * @typedef {{count: number, names?: string[], set: string}} Classes as the engine says
 * @typedef {{classTitles: readonly string[], classNames: readonly string[]}} Names whole, and short
 */

export const DIGITS = Object.freeze(Array.from({ length: 10 }, (_, digit) => String(digit)));

/**
 * @param {Classes} classes @param {import('./words.js').Translate} t
 * @returns {Names}
 */
export function namesOf({ count, names, set }, t) {
  const key = `classes.${set}`;
  const own = t.has(key) ? t(key).split('|') : names;
  if (own) return { classTitles: own, classNames: shortened(own) };
  const numbers =
    count === DIGITS.length ? DIGITS : Array.from({ length: count }, (_, i) => `${i}`);
  return { classTitles: numbers, classNames: numbers };
}

/** The first letters, as many as are about as wide as two digits; numbers where these would be alike. @param {string[]} names */
function shortened(names) {
  const short = names.map((name) => {
    const letters = [...name];
    // Hangul and kana are twice as wide as Latin letters.
    return letters.slice(0, letters[0] > '\u2fff' ? 2 : 3).join('');
  });
  return new Set(short).size === short.length ? short : names.map((_, label) => String(label));
}
