import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../../cli/inkling.js', import.meta.url));

/**
 * Runs the command line.
 * @param {...string} args
 * @returns {Promise<{status: number, stdout: string, stderr: string}>}
 */
export function inkling(...args) {
  return inklingWith({}, ...args);
}

/**
 * @param {Record<string, string>} environment added to this one
 * @param {...string} args
 * @returns {Promise<{status: number, stdout: string, stderr: string}>}
 */
export function inklingWith(environment, ...args) {
  const options = { env: { ...process.env, ...environment }, maxBuffer: 2 ** 26 };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], options, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/** @param {string} stdout of --json @returns {any[]} */
export const jsonLines = (stdout) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
