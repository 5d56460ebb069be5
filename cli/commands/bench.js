import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * What `npm run bench` does, whose options these are.
 * @param {string[]} words
 * @returns {Promise<number>} its exit code
 */
export function run(words) {
  const script = fileURLToPath(new URL('../../bench/run.mjs', import.meta.url));
  return new Promise((resolve, reject) => {
    spawn(process.execPath, [script, ...words], { stdio: 'inherit' })
      .on('error', reject)
      .on('close', (status) => resolve(status ?? 1));
  });
}
