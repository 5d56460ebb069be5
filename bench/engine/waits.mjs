// What a person waits for: one image recognised, the data decoded.
import { freshNode, freshPage } from '../session.mjs';
import { median } from '../statistics.mjs';
import * as write from '../table.mjs';
import { benchPage } from './build_page.mjs';
import { absence, ROWS } from './places.mjs';
import { needsOf } from './sessions.mjs';

/** @typedef {import('./places.mjs').Row} Row */
/** @typedef {import('./waits.js').Waits} Waits */

/** Microseconds for one image, and milliseconds for 60,000 from gz, at most. */
const LIMITS = { predict: { mlp: 60, lenet5: 200 }, decode: 400 };
const PRESETS = Object.keys(LIMITS.predict);

const PLACES = ROWS.filter(({ place, threads }) => place !== 'native' && threads === 1);
const nameOf = (/** @type {Row} */ { place, build }) => `waits-${place}-${build}`;

/** @param {Row} row @returns {import('../types.js').Job} */
const jobOf = (row) => ({
  name: nameOf(row),
  tags: ['waits', row.place, row.build],
  modes: row.place === 'firefox' ? ['all'] : ['usual', 'all'],
  ...needsOf(row),
  absence: () => absence(row),
  seconds: 4,
  run: ({ dataFolder }) => {
    const argument = { build: row.build, presets: PRESETS, data: { dir: dataFolder } };
    const call = 'waits';
    const place = /** @type {'node' | 'chromium' | 'firefox'} */ (row.place);
    return place === 'node'
      ? freshNode(new URL('./node.mjs', import.meta.url).href, { call, argument })
      : freshPage(benchPage, { place, path: '', dataFolder, call, argument });
  },
  say: (/** @type {Waits} */ { predict }) => `${predict.mlp.toFixed(0)} µs an image`,
});

/** @param {import('../types.js').Records} records @returns {import('../types.js').Report} */
function report(records) {
  const rows = PLACES.filter((row) => records.get(nameOf(row))?.some(Boolean)).map((row) => {
    const sessions = /** @type {(Waits | undefined)[]} */ (records.get(nameOf(row)));
    return {
      ...{ place: row.place, build: row.build },
      decode: median(sessions.map((session) => session?.decode)),
      predict: PRESETS.map((name) => median(sessions.map((session) => session?.predict[name]))),
    };
  });
  const text = write.table(
    ['engine alone, one thread', ...rows.map(({ place, build }) => `${place}-${build}`)],
    [
      ...Object.entries(LIMITS.predict).map(([name, limit], i) => [
        `${name}, one image, µs (of ${limit})`,
        ...rows.map(({ predict }) => `${predict[i].toFixed(0)}`),
      ]),
      [
        `60,000 images from gz, ms (of ${LIMITS.decode})`,
        ...rows.map(({ decode }) => write.milliseconds(decode)),
      ],
    ],
  );
  return { record: { limits: LIMITS, rows }, text: rows.length > 0 ? [text] : [] };
}

/** @type {import('../types.js').Section} */
export const waitsSection = { name: 'waits', jobs: () => PLACES.map(jobOf), report };
