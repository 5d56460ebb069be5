import { UsageError } from '../arguments.js';
import { Bar, clock, megabytes } from '../bar.js';
import { fetchSet } from '../fetch.js';

/** @param {import('../arguments.js').Options} options @param {string[]} words */
export async function run(options, words) {
  const [action, name, ...rest] = words;
  if (action !== 'fetch' || !name || rest.length)
    throw new UsageError('data: say "data fetch NAME", as "data fetch mnist"');
  const folder = await fetchWithBar(name);
  console.log(options.json ? JSON.stringify({ event: 'done', name, folder }) : folder);
}

/**
 * `fetchSet` with a bar of bytes, rate and time left on stderr.
 * @param {string} name
 * @returns {Promise<string>} the folder
 */
export async function fetchWithBar(name) {
  const bar = new Bar();
  /** @type {{time: number, bytes: number} | undefined} */
  let first;
  try {
    return await fetchSet(name, {
      onProgress({ file, bytes, totalBytes }) {
        const time = performance.now();
        first ??= { time, bytes };
        const rate = (bytes - first.bytes) / ((time - first.time) / 1000);
        const left = rate > 0 ? (totalBytes - bytes) / rate : Number.NaN;
        bar.draw(
          bytes / totalBytes || 0,
          `${megabytes(bytes)}${totalBytes ? ` of ${megabytes(totalBytes)}` : ''}  ${megabytes(rate || 0)}/s  ` +
            `${clock(left)} left  ${file}`,
        );
      },
    });
  } finally {
    bar.clear();
  }
}
