// Tells what runs, of how many, and how long the rest will take.
import { duration } from './table.mjs';

export class Progress {
  #left;
  #done = 0;
  /** @type {Map<import('./types.js').Job, number[]>} seconds of each of its sessions */
  #took = new Map();

  /** @param {import('./types.js').Job[]} sessions in the order in which they run */
  constructor(sessions) {
    this.#left = [...sessions];
  }

  /** @param {string} [step] of the session that runs now */
  begin(step = '') {
    const [job] = this.#left;
    const all = this.#done + this.#left.length;
    process.stdout.write(
      `[${this.#done + 1}/${all}] ${job.name}${step && ` (${step})`}, ` +
        `about ${duration(this.#secondsLeft())} left … `,
    );
  }

  /** @param {string} result @param {number} seconds */
  end(result, seconds) {
    console.log(result);
    const job = this.#left.shift();
    this.#done++;
    if (job) this.#took.set(job, [...(this.#took.get(job) ?? []), seconds]);
  }

  /** What has run tells for itself; the guesses of the others are scaled by how those went. */
  #secondsLeft() {
    let [guessed, taken] = [1, 1];
    for (const [job, seconds] of this.#took) {
      guessed += job.seconds;
      taken += mean(seconds);
    }
    return this.#left.reduce((sum, job) => {
      const seconds = this.#took.get(job);
      return sum + (seconds ? mean(seconds) : (job.seconds * taken) / guessed);
    }, 0);
  }
}

/** @param {number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
