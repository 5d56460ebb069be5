/**
 * Digits as hands write them: strokes that are made up here, four styles of each digit, each drawn in
 * five ways (tiny, huge, with a thin and with a thick pen, none of these), all tilted, off the middle,
 * and none quite like another.
 */

/** @typedef {{x: number, y: number}} Point */
/**
 * @typedef {object} Drawn
 * @property {number} digit
 * @property {number} style
 * @property {string} way
 * @property {'fine' | 'medium' | 'broad'} pen
 * @property {Point[][]} strokes in shares of the pad's height, from its upper left corner
 */

/**
 * Points that the pen passes, in hundredths of the digit's height, y downwards; a point given twice is
 * a corner. Strokes are parted by "/".
 */
const STYLES = [
  [
    '50,2 25,15 18,50 28,85 50,98 72,85 80,50 72,15 50,2',
    '60,5 42,10 28,45 32,85 48,97 64,80 70,45 62,12 50,6 40,14',
    '72,18 50,3 24,22 18,55 30,88 55,97 80,78 82,42 70,15',
    '55,5 25,20 10,50 22,82 50,95 80,82 92,50 78,18 48,5',
  ],
  [
    '50,2 50,50 50,98',
    '58,2 50,50 43,98',
    '35,25 52,4 52,4 52,98',
    '36,22 52,4 52,4 51,96 / 32,97 70,97',
  ],
  [
    '24,25 35,6 58,3 74,18 70,40 48,65 22,95 22,95 50,93 80,94',
    '22,22 38,4 62,6 72,24 62,50 40,76 24,90 18,82 28,74 45,84 62,95 82,90',
    '22,14 44,4 68,10 68,28 46,60 20,95 20,95 80,95',
    '28,30 30,12 50,3 68,14 68,36 52,62 30,88 30,88 48,82 64,92 84,88',
  ],
  [
    '24,14 48,2 70,16 66,36 42,47 42,47 70,56 76,78 54,97 22,88',
    '24,5 74,5 74,5 46,40 46,40 74,54 76,80 52,98 22,90',
    '26,14 52,3 70,20 56,42 42,48 36,44 46,42 70,56 74,80 50,98 22,88',
    '34,10 52,3 64,18 56,38 44,46 44,46 64,58 66,82 48,97 32,90',
  ],
  [
    '34,4 26,34 24,56 24,56 76,54 / 66,8 64,50 62,98',
    '62,4 18,62 18,62 84,62 / 62,4 62,98',
    '28,6 26,34 38,50 62,46 / 70,4 66,50 60,98',
    '70,6 40,30 18,58 18,58 50,60 82,54 / 64,36 60,98',
  ],
  [
    '34,6 30,44 30,44 52,38 74,54 72,82 48,97 22,88 / 34,6 76,5',
    '74,5 34,7 34,7 30,42 30,42 54,38 74,56 70,84 46,97 22,90',
    '74,8 50,4 32,18 38,38 60,50 72,70 60,92 36,97 22,88',
    '72,5 34,5 34,5 32,44 32,44 62,42 72,62 66,90 40,97 24,92',
  ],
  [
    '64,4 40,24 26,58 32,90 54,97 72,82 66,62 46,58 30,72',
    '58,2 34,46 26,78 44,97 66,90 70,70 52,60 32,72',
    '54,3 32,30 20,66 36,95 66,94 78,72 62,54 38,58 24,74',
    '70,10 52,4 32,24 24,60 36,92 60,95 70,76 58,62 42,68 40,80',
  ],
  [
    '20,8 78,8 78,8 60,48 44,98',
    '20,8 78,8 78,8 60,50 46,98 / 38,52 76,48',
    '22,24 22,8 22,8 78,10 78,10 62,46 54,98',
    '18,14 40,6 76,8 76,8 56,36 46,68 44,98',
  ],
  [
    '68,18 50,3 30,16 36,38 60,54 72,78 52,97 30,84 36,62 58,44 70,24 66,14',
    '50,2 30,14 34,40 52,47 70,36 68,12 50,2 / 52,47 26,62 28,90 50,98 74,88 74,60 50,47',
    '52,48 32,32 36,8 58,3 72,20 60,42 38,58 28,80 44,98 68,92 72,70 54,50',
    '66,12 50,6 38,22 48,44 60,64 54,90 36,96 28,80 42,56 62,34 66,14',
  ],
  [
    '72,18 50,4 28,20 32,44 54,48 71,24 71,24 68,60 64,98',
    '70,20 50,4 28,18 30,42 52,48 70,26 70,26 72,66 58,94 30,92',
    '66,12 40,8 26,28 40,48 64,38 72,14 72,50 66,80 52,98',
    '70,6 32,10 28,38 48,48 70,40 / 70,4 66,50 66,98',
  ],
];

/**
 * How it is drawn: its height as a share of the pad's.
 * @type {{way: string, pen: Drawn['pen'], height: [number, number]}[]}
 */
const WAYS = [
  { way: 'tiny', pen: 'medium', height: [0.25, 0.35] },
  { way: 'middling', pen: 'medium', height: [0.45, 0.75] },
  { way: 'huge', pen: 'medium', height: [0.85, 0.95] },
  { way: 'thin', pen: 'fine', height: [0.4, 0.8] },
  { way: 'thick', pen: 'broad', height: [0.55, 0.85] },
];
/** To either side, degrees. */
const TILT = 20;
/** How far a point may be from where the style has it, hundredths: a hand's unrest. */
const UNREST = 4;
/** Points that the pointer tells of between two of a style's. */
const BETWEEN = 5;
/** Of the pad's height, free at its edges. */
const MARGIN = 0.02;

/**
 * All of them: ten digits, four styles, five ways.
 * @param {number} seed
 * @param {number} aspect the pad's width by its height
 * @returns {Drawn[]}
 */
export function handwriting(seed, aspect) {
  const random = randomOf(seed);
  return WAYS.flatMap((way) =>
    STYLES.flatMap((styles, digit) =>
      styles.map((text, style) => {
        const strokes = place(smooth(unrest(read(text), random)), way, aspect, random);
        return { digit, style, way: way.way, pen: way.pen, strokes };
      }),
    ),
  );
}

/** @param {string} text @returns {Point[][]} */
const read = (text) =>
  text.split(' / ').map((stroke) =>
    stroke.split(' ').map((pair) => {
      const [x, y] = pair.split(',').map(Number);
      return { x, y };
    }),
  );

/** @typedef {(least: number, most: number) => number} Random */

/** Corners stay corners. @param {Point[][]} strokes @param {Random} random */
function unrest(strokes, random) {
  return strokes.map((stroke) => {
    let before = stroke[0];
    let moved = before;
    return stroke.map((point, i) => {
      const isCorner = i > 0 && point.x === before.x && point.y === before.y;
      before = point;
      if (!isCorner)
        moved = {
          x: point.x + random(-UNREST, UNREST),
          y: point.y + random(-UNREST, UNREST),
        };
      return moved;
    });
  });
}

/** Curves through the points (Catmull-Rom). @param {Point[][]} strokes */
const smooth = (strokes) =>
  strokes.map((stroke) => {
    const points = [stroke[0]];
    for (let i = 0; i + 1 < stroke.length; i++) {
      const [a, b, c, d] = [stroke[i - 1] ?? stroke[i], stroke[i], stroke[i + 1], stroke[i + 2]];
      for (let k = 1; k <= BETWEEN; k++)
        points.push({
          x: spline(a.x, b.x, c.x, (d ?? c).x, k / BETWEEN),
          y: spline(a.y, b.y, c.y, (d ?? c).y, k / BETWEEN),
        });
    }
    return points;
  });

/** @param {number} a @param {number} b @param {number} c @param {number} d @param {number} t from b to c */
function spline(a, b, c, d, t) {
  const slope = [(c - a) / 2, (d - b) / 2];
  const [t2, t3] = [t * t, t * t * t];
  return (
    (2 * t3 - 3 * t2 + 1) * b +
    (t3 - 2 * t2 + t) * slope[0] +
    (3 * t2 - 2 * t3) * c +
    (t3 - t2) * slope[1]
  );
}

/**
 * Turned, scaled, and put somewhere on the pad.
 * @param {Point[][]} strokes @param {typeof WAYS[number]} way @param {number} aspect
 * @param {Random} random
 */
function place(strokes, { height }, aspect, random) {
  const angle = (random(-TILT, TILT) * Math.PI) / 180;
  const width = random(0.85, 1.15);
  const turned = strokes.map((stroke) =>
    stroke.map(({ x, y }) => ({
      x: Math.cos(angle) * width * x - Math.sin(angle) * y,
      y: Math.sin(angle) * width * x + Math.cos(angle) * y,
    })),
  );
  const all = turned.flat();
  const [left, right] = extent(all.map(({ x }) => x));
  const [top, bottom] = extent(all.map(({ y }) => y));
  const room = { x: aspect - 2 * MARGIN, y: 1 - 2 * MARGIN };
  const scale = Math.min(random(...height) / (bottom - top), room.x / (right - left));
  const shift = {
    x: MARGIN + random(0, 1) * (room.x - scale * (right - left)),
    y: MARGIN + random(0, 1) * (room.y - scale * (bottom - top)),
  };
  return turned.map((stroke) =>
    stroke.map(({ x, y }) => ({
      x: shift.x + scale * (x - left),
      y: shift.y + scale * (y - top),
    })),
  );
}

/** @param {number[]} values @returns {[number, number]} */
const extent = (values) => [Math.min(...values), Math.max(...values)];

/** Even numbers from a seed (mulberry32). @param {number} seed @returns {Random} */
function randomOf(seed) {
  let state = seed;
  return (least, most) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), bits | 61)) ^ bits;
    return least + (most - least) * (((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32);
  };
}
