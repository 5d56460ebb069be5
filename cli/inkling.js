#!/usr/bin/env node
/** The engine from a terminal. Exit codes: 2 for wrong usage, 1 for everything else that fails. */
import { readCommandLine, UsageError } from './arguments.js';
import { HELP } from './help.js';

/** @type {Record<string, () => Promise<{run: (options: any, words: string[]) => Promise<void>}>>} */
const COMMANDS = {
  train: () => import('./commands/train.js'),
  eval: () => import('./commands/eval.js'),
  predict: () => import('./commands/predict.js'),
  describe: () => import('./commands/describe.js'),
  gradcheck: () => import('./commands/gradcheck.js'),
  data: () => import('./commands/data.js'),
  experiment: () => import('./commands/experiment.js'),
  export: () => import('./commands/export.js'),
};

// `inkling … | head` closes the pipe early, which is no failure.
process.stdout.on('error', (error) => process.exit(error.message.includes('EPIPE') ? 0 : 1));

/** @param {string[]} words */
async function main(words) {
  const [command, ...rest] = words;
  const wantsHelp = command !== 'bench' && words.includes('--help');
  if (command === undefined || command === 'help' || command === '-h' || wantsHelp) {
    console.log(HELP);
    return command === undefined ? 2 : 0;
  }
  try {
    if (command === 'bench') return await (await import('./commands/bench.js')).run(rest);
    if (!Object.hasOwn(COMMANDS, command))
      throw new UsageError(
        `there is no command "${command}"; there are ${Object.keys(COMMANDS).join(', ')}, bench`,
      );
    const { options, words: more } = readCommandLine(command, rest);
    await (await COMMANDS[command]()).run(options, more);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    const { message, stack } = /** @type {Error} */ (error);
    console.error(`inkling: ${words.includes('--debug') ? stack : message}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
