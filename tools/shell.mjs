// What every tool shares: running programs, and telling a person in one sentence what is wrong.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Something the person at the terminal can mend; its message is all they get to see. */
export class Trouble extends Error {}

/**
 * The full path of a program on the PATH.
 * @param {...string} names the first one found is taken
 * @returns {string | undefined}
 */
export function which(...names) {
  for (const name of names)
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const path = join(folder || '.', name);
      try {
        accessSync(path, constants.X_OK);
        if (statSync(path).isFile()) return path;
      } catch {}
    }
  return undefined;
}

/**
 * The output of a program that is quick to answer, '' when it fails or is not there.
 * @param {string} command @param {string[]} args
 */
export function ask(command, args) {
  const { status, stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout.trim() : '';
}

/**
 * Is a version such as "3.25.1" at least "3.25"?
 * @param {string} version @param {string} least
 */
export function atLeast(version, least) {
  const [have, want] = [version, least].map((text) => text.split('.').map(Number));
  for (let i = 0; i < want.length; i++)
    if ((have[i] || 0) !== want[i]) return (have[i] || 0) > want[i];
  return true;
}

/**
 * Runs a program to its end and keeps what it prints, both streams as one text.
 * @param {string} command @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void}} [options]
 *   onLine: is told each line of its standard output as soon as it is whole
 * @returns {Promise<{status: number, output: string}>} status 127: could not be started
 */
export function capture(command, args, { cwd = root, env = process.env, onLine } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    if (onLine) createInterface({ input: child.stdout }).on('line', onLine);
    child.on('error', (error) => resolve({ status: 127, output: `${output}${error.message}\n` }));
    child.on('close', (status, signal) => {
      if (signal) output += `${command} was ended by ${signal}\n`;
      resolve({ status: status ?? 1, output });
    });
  });
}

/**
 * Runs a tool as a program: a Trouble becomes one line on stderr and exit code 1.
 * @param {string} url import.meta.url of the tool; nothing happens when it is only imported
 * @param {(args: string[]) => Promise<void>} tool
 */
export async function program(url, tool) {
  if (!process.argv[1] || realpathSync(process.argv[1]) !== fileURLToPath(url)) return;
  try {
    await tool(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
