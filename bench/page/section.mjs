// The page while it trains: does it answer at once, and does it stay smooth?
import { freshNode } from '../session.mjs';
import { largest, median, ratio, spread } from '../statistics.mjs';
import * as write from '../table.mjs';
import { SYNTHETIC } from '../workloads.mjs';

/** @typedef {import('./watch.js').Frames} Frames */
/**
 * @typedef {object} Record
 * @property {number[]} firstPaints ms
 * @property {number[]} firstPoints ms
 * @property {Frames} idle
 * @property {Frames} starting
 * @property {Frames} training
 * @property {{seen: number, unseen: number}[]} looking steps a second
 */
/** @typedef {'chromium' | 'firefox'} Place */

const TIMES = {
  loads: 3,
  idleMilliseconds: 3000,
  trainMilliseconds: 6000,
  turns: { count: 4, milliseconds: 1500 },
};
/** What training may cost the page's frames, and looking at it may cost training. */
const LEAST_RATIO = 0.9;
/** No task on the main thread should be longer, in milliseconds. */
const LONGEST_TASK = 50;
const BATCH = 128;

/** @type {Place[]} */
const PLACES = ['chromium', 'firefox'];
const nameOf = (/** @type {Place} */ place) => `page-${place}`;

/** @param {Place} place @returns {import('../types.js').Job} */
const jobOf = (place) => ({
  name: nameOf(place),
  tags: ['page', place],
  modes: ['usual', 'all'],
  setup: ['wasm', 'npm', 'browsers'],
  builds: ['site'],
  seconds: 40,
  run: ({ dataFolder }) =>
    freshNode(new URL('./browser.mjs', import.meta.url).href, {
      place,
      dataFolder,
      synthetic: SYNTHETIC.train,
      ...TIMES,
    }),
  say: (/** @type {Record} */ { firstPoints, idle, training, looking }) =>
    `first point after ${write.milliseconds(median(firstPoints))}, ` +
    `${write.perSecond(training.perSecond)} frames/s (idle ${write.perSecond(idle.perSecond)}), ` +
    `${write.times(lookingRatio(looking))} of the speed unseen`,
});

/** @param {import('../types.js').Records} records @returns {import('../types.js').Report} */
function report(records) {
  const rows = PLACES.filter((place) => records.get(nameOf(place))?.some(Boolean)).map((place) =>
    summary(
      place,
      records.get(nameOf(place)) ?? [],
      (records.get(`B-${place}-strict-1`) ?? []).map((engine) => engine?.rate),
    ),
  );
  const text = write.table(
    ['page, default views open', ...rows.map(({ place }) => place)],
    LINES.map(([what, read]) => [what, ...rows.map(read)]),
  );
  return {
    record: { longestTask: LONGEST_TASK, leastRatio: LEAST_RATIO, rows },
    text: rows.length > 0 ? [text] : [],
  };
}

/**
 * @param {Place} place
 * @param {(Record | undefined)[]} sessions
 * @param {(number | undefined)[]} alone samples a second of the same engine on an empty page
 */
function summary(place, sessions, alone) {
  const points = sessions.flatMap((session) => session?.firstPoints ?? []);
  const paints = sessions.flatMap((session) => session?.firstPaints ?? []);
  /** @param {(session: Record) => number | undefined} read */
  const all = (read) => sessions.map((session) => session && read(session));
  return {
    place,
    loads: points.length,
    firstPaint: median(paints),
    firstPaintLongest: largest(paints),
    firstPoint: median(points),
    firstPointSpread: spread(points),
    firstPointLongest: largest(points),
    longTasks: {
      idle: longTasks(sessions, ({ idle }) => [idle]),
      training: longTasks(sessions, ({ starting, training }) => [starting, training]),
    },
    framesIdle: median(all(({ idle }) => idle.perSecond)),
    framesTraining: median(all(({ training }) => training.perSecond)),
    framesRatio: ratio(
      all(({ training }) => training.perSecond),
      all(({ idle }) => idle.perSecond),
    ),
    longestGapIdle: largest(all(({ idle }) => idle.longestGap)),
    longestGapTraining: largest(all(({ training }) => training.longestGap)),
    samplesPerSecond: median(all(rateOf)),
    ratioToUnseen: median(all(({ looking }) => lookingRatio(looking))),
    ratioToAlone: ratio(all(rateOf), alone),
  };
}

/** Each turn's own, so that what slows the machine for a while slows both. @param {Record['looking']} looking */
const lookingRatio = (looking) =>
  ratio(
    looking.map(({ seen }) => seen),
    looking.map(({ unseen }) => unseen),
  );

/** @param {Record} session */
const rateOf = ({ training }) => BATCH * training.stepsPerSecond;

/**
 * @param {(Record | undefined)[]} sessions
 * @param {(session: Record) => Frames[]} read
 * @returns {{perSession: number, longest: number} | null} null: the browser does not tell
 */
function longTasks(sessions, read) {
  const there = sessions.filter((session) => session !== undefined);
  const found = there.flatMap(read).flatMap(({ longTasks }) => longTasks ?? []);
  if (found.length === 0) return null;
  const count = found.reduce((sum, { count }) => sum + count, 0);
  return {
    perSession: count / there.length,
    longest: largest(found.map(({ longest }) => longest)),
  };
}

/** @typedef {ReturnType<typeof summary>} Summary */

/** @param {Summary['longTasks']['idle']} tasks */
const sayTasks = (tasks) =>
  !tasks
    ? 'the browser does not tell'
    : `${tasks.perSession.toFixed(1)} a session, longest ${write.milliseconds(tasks.longest)} ` +
      `(${write.times(tasks.longest / LONGEST_TASK)} of ${LONGEST_TASK} ms)`;

/** @param {number} ratio */
const sayRatio = (ratio) => `${write.times(ratio)}; at least ${write.times(LEAST_RATIO)} is wanted`;

/** @type {[string, (row: Summary) => string][]} */
const LINES = [
  [
    'address → first paint, median and longest',
    (row) => `${write.milliseconds(row.firstPaint)}, ${write.milliseconds(row.firstPaintLongest)}`,
  ],
  [
    'click on Train → first point, median',
    (row) => `${write.milliseconds(row.firstPoint)} ${write.aboutPercent(row.firstPointSpread)}`,
  ],
  [
    '  longest, of so many loads',
    (row) => `${write.milliseconds(row.firstPointLongest)} of ${row.loads}`,
  ],
  ['long tasks while training', (row) => sayTasks(row.longTasks.training)],
  ['long tasks while idle', (row) => sayTasks(row.longTasks.idle)],
  ['frames a second, idle', (row) => write.perSecond(row.framesIdle)],
  [
    'frames a second, training',
    (row) => `${write.perSecond(row.framesTraining)} (${sayRatio(row.framesRatio)})`,
  ],
  [
    'longest gap between frames, idle and training',
    (row) =>
      `${write.milliseconds(row.longestGapIdle)}, ${write.milliseconds(row.longestGapTraining)}`,
  ],
  ['samples a second, views open to nobody looking', (row) => sayRatio(row.ratioToUnseen)],
  [
    'samples a second, and to the same engine alone',
    (row) => `${write.count(row.samplesPerSecond)} (${write.times(row.ratioToAlone)})`,
  ],
];

/** @type {import('../types.js').Section} */
export const pageSection = { name: 'page', jobs: () => PLACES.map(jobOf), report };
