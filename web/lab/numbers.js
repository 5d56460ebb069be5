/** How the page writes numbers. All are plain strings of a bounded width, for read-outs in ch. */

/** 143210 → "143k", 1210000 → "1.2M", 950 → "950". @param {number} perSecond */
export function rate(perSecond) {
  if (!(perSecond > 0)) return '–';
  if (perSecond >= 999_500) return `${(perSecond / 1e6).toFixed(1)}M`;
  if (perSecond >= 9_950) return `${Math.round(perSecond / 1e3)}k`;
  if (perSecond >= 1_000) return `${(perSecond / 1e3).toFixed(1)}k`;
  return String(Math.round(perSecond));
}

/** 64 → "1:04", 3700 → "1:01:40". @param {number} seconds */
export function clock(seconds) {
  if (!Number.isFinite(seconds) || seconds < 0) return '–';
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** 1.42 → "1.4", 0.04 → "0.1", 83.2 → "83": what a run took. @param {number} seconds */
export function took(seconds) {
  if (seconds >= 60) return String(Math.round(seconds));
  return Math.max(0.1, seconds).toFixed(1);
}

/**
 * 0.97384 → "97.4%". Rounds down, so that only a full score reads 100%.
 * @param {number} share 0 … 1
 */
export function percent(share, digits = 1) {
  const power = 10 ** digits;
  // The small term keeps 0.974 from becoming 97.3 by its binary form.
  return `${(Math.floor(share * 100 * power + 1e-6) / power).toFixed(digits)}%`;
}

/** 0.97384 → 97, for "97 in 100"; 100 only for a full score. @param {number} share */
export const inHundred = (share) => Math.floor(share * 100 + 1e-6);

/** 11490434 → "11.5 MB". @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** 50000 → "50,000", the same in both languages. @param {number} value */
export const count = (value) => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');

/** 0.001 → "0.001", 1e-7 → "1e-7": the shortest form a person would type. @param {number} value */
export function plain(value) {
  const text = String(value);
  return text.length > 8 && value !== 0 ? value.toExponential().replace('+', '') : text;
}
