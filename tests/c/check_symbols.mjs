// Reads the symbol tables of the native library's object files: equal bits need a core that takes
// nothing from libm but what every libm rounds alike, and a core that never prints, exits or
// allocates on its own. Usage: node check_symbols.mjs FILE.o …
import { execFileSync } from 'node:child_process';

const LIBM_ALLOWED = /^(sqrt|fabs|floor|ceil)f?$/;
/** Every function of C11's math.h, without its f and l endings; any of them is a fault. */
const LIBM = new Set(
  `acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp2 exp10 expm1
   fabs fdim floor fma fmax fmin fmod frexp hypot ilogb ldexp lgamma llrint llround log log10 log1p
   log2 logb lrint lround modf nan nearbyint nextafter nexttoward pow remainder remquo rint round
   scalbln scalbn sin sincos sinh sqrt tan tanh tgamma trunc`.split(/\s+/),
);
const ALLOCATORS = /^(malloc|calloc|realloc|free|aligned_alloc|posix_memalign|memalign)$/;
const FORBIDDEN =
  /^(_*(v|f|s|sn|vs|vsn|vf|d)?printf(_chk)?|puts|putchar|fputs|fputc|fwrite|fread|fopen|perror|abort|exit|_exit|quick_exit|raise|__assert_fail|time|clock|clock_gettime|rand|srand|random|getenv)$/;

/**
 * @param {string} object the object file's name
 * @param {string} symbol
 * @param {boolean} inBase its source lies in src/base/
 * @returns {string | undefined} what is wrong with it
 */
function faultOf(object, symbol, inBase) {
  if (FORBIDDEN.test(symbol)) return `${object}: ${symbol} has no place in the core`;
  if (ALLOCATORS.test(symbol) && !inBase) return `${object}: ${symbol} belongs to src/base/`;
  const base = LIBM.has(symbol) ? symbol : symbol.replace(/[fl]$/, '');
  if (LIBM.has(base) && !LIBM_ALLOWED.test(symbol))
    return `${object}: ${symbol} gives other bits on another libm`;
  return undefined;
}

/** The check itself must be able to fail. */
function checkSelf() {
  /** @type {[string, boolean, boolean][]} symbol, in base, is a fault */
  const cases = [
    ['expf', true, true],
    ['pow', true, true],
    ['fmaf', false, true],
    ['roundf', false, true],
    ['sqrtf', false, false],
    ['floor', false, false],
    ['memcpy', false, false],
    ['malloc', false, true],
    ['malloc', true, false],
    ['printf', true, true],
    ['__printf_chk', true, true],
    ['snprintf', true, true],
    ['abort', true, true],
    ['inflate', false, false],
    ['ink_exp', false, false],
    ['erff', false, true],
  ];
  for (const [symbol, inBase, expected] of cases)
    if ((faultOf('x', symbol, inBase) !== undefined) !== expected)
      throw new Error(`the symbol check itself is wrong about ${symbol}`);
}

checkSelf();
let symbols = 0;
/** @type {string[]} */
const faults = [];
const objects = process.argv.slice(2);
for (const line of execFileSync('nm', ['-u', '-A', ...objects], { encoding: 'utf8' }).split('\n')) {
  const [, object, symbol] = /^(.*\.o):\s*[Uvw] ([^@\s]+)/.exec(line) ?? [];
  if (!symbol) continue;
  symbols++;
  const inBase = /[/\\]src[/\\]base[/\\]/.test(object);
  const fault = faultOf(object.replace(/^.*[/\\]src[/\\]/, 'src/'), symbol, inBase);
  if (fault) faults.push(fault);
}
for (const fault of faults) console.log(fault);
console.log(
  `${objects.length} object files, ${symbols} undefined symbols, ${faults.length} forbidden`,
);
process.exitCode = faults.length > 0 || symbols === 0 ? 1 : 0;
