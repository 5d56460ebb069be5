/** What the classes of a data set are called where there is room for a letter or two. */

export const DIGITS = Object.freeze(Array.from({ length: 10 }, (_, digit) => String(digit)));

/**
 * @param {{classes: number, classNames?: string[]}} trainer
 * @returns {readonly string[]} the set's own names where they are short enough, else numbers
 */
export function shortNames({ classes, classNames }) {
  const isShort = classNames?.every((name) => [...name].length <= 2);
  if (classNames && isShort) return classNames;
  return Array.from({ length: classes }, (_, label) => String(label));
}
