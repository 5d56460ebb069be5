/** How the small calculations write numbers. */

/** 0.1587 → "0.159", 3 → "3", −1.7 → "−1.7", 0.000918 → "0.000918". @param {number} value */
export function short(value) {
  const size = Math.abs(value);
  const text = String(
    size > 0 && size < 0.01 ? Number(value.toPrecision(3)) : Number(value.toFixed(3)),
  );
  return text.replace(/-/g, '−');
}

/** In brackets where a sign would meet another. @param {number} value */
export const term = (value) => (value < 0 ? `(${short(value)})` : short(value));
