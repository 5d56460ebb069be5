// A session is one fresh process: nothing is warm, and nothing stays behind for the next.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { root } from '../tools/shell.mjs';

/** How much of what a failed process said is worth keeping. */
const TAIL = 600;
/** A session that takes so long is stuck. */
const PATIENCE = 600_000;
/** Time to close a browser in, before the process is ended for good. */
const GRACE = 5_000;

/**
 * Runs a module in a Node of its own; what its answer() comes to is ours.
 * @param {string} url of the module
 * @param {object} task its argument
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<any>}
 */
export async function freshNode(url, task, env = {}) {
  const args = [fileURLToPath(url), JSON.stringify(task)];
  const { sent, errors } = await run(process.execPath, args, env);
  if (sent?.error !== undefined) throw new Error(sent.error);
  if (sent === undefined) throw new Error(tail(errors) || 'it ended without an answer');
  return sent.value;
}

/**
 * @typedef {object} PageTask
 * @property {'chromium' | 'firefox'} place
 * @property {string} path of the page, below the folder that is served
 * @property {boolean} [isolated] so that it may use threads
 * @property {string} [dataFolder] of MNIST; its address becomes the argument's `data`
 * @property {string} call a function of the page's window
 * @property {object} argument
 */

/**
 * Calls a function of a page in a browser of its own.
 * @param {string} site the folder that is served
 * @param {PageTask} task
 * @returns {Promise<any>}
 */
export const freshPage = (site, task) =>
  freshNode(new URL('./browser.mjs', import.meta.url).href, task, { INKLING_SITE: site });

/**
 * Runs a program whose last line is JSON.
 * @param {string} command @param {string[]} args
 * @returns {Promise<any>}
 */
export async function freshProgram(command, args) {
  const lines = await linesOf(command, args);
  return JSON.parse(lines[lines.length - 1]);
}

/**
 * The output of a program, whose last line is JSON.
 * @param {string} command @param {string[]} args
 * @returns {Promise<string[]>}
 */
export async function linesOf(command, args) {
  const { output, errors } = await run(command, args, {});
  const lines = output.trim().split('\n');
  if (!lines.at(-1)?.startsWith('{'))
    throw new Error(tail(errors + output) || 'it printed nothing');
  return lines;
}

/** For the module that freshNode() runs. @returns {any} */
export const task = () => JSON.parse(process.argv[2]);

/** For the module that freshNode() runs. @param {() => Promise<object>} measure */
export async function answer(measure) {
  try {
    process.send?.({ value: await measure() });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : String(error) });
  }
}

/**
 * @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{sent: any, output: string, errors: string}>}
 */
function run(command, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    /** @type {any} */
    let sent;
    let output = '';
    let errors = '';
    let isLate = false;
    child.on('message', (message) => {
      sent = message;
    });
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      errors += text;
    });
    const late = setTimeout(() => {
      isLate = true;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), GRACE).unref();
    }, PATIENCE);
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(late);
      if (isLate) reject(new Error(`it took more than ${PATIENCE / 1000} s`));
      else if (status !== 0) reject(new Error(tail(errors) || `exit code ${status}`));
      else resolve({ sent, output, errors });
    });
  });
}

/** The end of what a failed process said. @param {string} text */
const tail = (text) => text.trim().slice(-TAIL);
