// Runs every test, or one stage of them:
//     npm test [-- native|asan|scalar|wasm|js|browser]
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildPreset, buildSite } from './build.mjs';
import { setup } from './setup.mjs';
import { capture, program, root, Trouble } from './shell.mjs';

/** @typedef {{passed: number, failed: number, skipped: number, output: string}} Result */
/** @typedef {(tell: (line: string) => void) => Promise<Result>} Stage tells of each finished test */

const TEST_FILE = /[-_.]test\.m?js$/;

/** @param {string} output @returns {Result} a stage that came to nothing is one failure */
const broken = (output) => ({ passed: 0, failed: 1, skipped: 0, output });

/**
 * Builds a preset and runs its CTest tests.
 * @param {string} preset @returns {Stage}
 */
const ctest = (preset) => async (tell) => {
  await buildPreset(preset);
  /** "12/35 Test #7: kernel_gemm ....   Passed    0.31 sec" @param {string} line */
  const onLine = (line) => / Test +#\d+: /.test(line) && tell(line.trim());
  const { status, output } = await capture('ctest', ['--preset', preset, '-j', '2'], { onLine });
  const counts = /tests passed, (\d+) tests? failed out of (\d+)/.exec(output);
  if (!counts || counts[2] === '0') return broken(output);
  const failed = Number(counts[1]);
  if (status !== 0 && failed === 0) return broken(output);
  const skipped = (output.match(/\*\*\*Skipped/g) ?? []).length;
  return { passed: Number(counts[2]) - failed - skipped, failed, skipped, output };
};

/**
 * Runs the test files of a folder by Node's own runner.
 * @param {string} folder
 * @param {string[]} flags of the runner
 * @param {() => Promise<unknown>} prepare what the tests need to be built
 * @returns {Stage}
 */
const nodeTest = (folder, flags, prepare) => async (tell) => {
  if (!existsSync(join(root, folder))) return broken(`${folder} is not there.\n`);
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => TEST_FILE.test(name))
    .map((name) => join(folder, name));
  if (files.length === 0) return broken(`${folder} holds no test file (NAME.test.js).\n`);
  await prepare();
  const reporter = ['--test-reporter=spec', '--test-reporter-destination=stdout'];
  const args = ['--test', ...reporter, ...flags, ...files];
  // What failed is listed once more at the end.
  let isOver = false;
  /** "✔ says how long it took (1234.5ms)" @param {string} line */
  const onLine = (line) => {
    isOver ||= line.startsWith('ℹ tests ');
    const [, words, time] = /^([✔✖] .*) \(([\d.]+)ms\)$/.exec(line) ?? [];
    if (words && !isOver) tell(`${words} (${(Number(time) / 1000).toFixed(1)} s)`);
  };
  const { status, output } = await capture(process.execPath, args, { onLine });
  /** @param {string} name */
  const count = (name) => Number(new RegExp(`^\\S+ ${name} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  const [passed, failed] = [count('pass'), count('fail') + count('cancelled')];
  if (passed + failed === 0 || (status !== 0 && failed === 0)) return broken(output);
  return { passed, failed, skipped: count('skipped') + count('todo'), output };
};

/** @type {Record<string, Stage>} */
const STAGES = {
  native: ctest('native'),
  asan: ctest('native-asan'),
  scalar: ctest('native-scalar'),
  wasm: ctest('wasm'),
  js: nodeTest('tests/js', ['--test-concurrency=2', '--test-timeout=600000'], async () => {
    await buildPreset('native');
    await buildPreset('wasm');
  }),
  // One browser test at a time: they measure what the page does while it is busy.
  browser: nodeTest(
    'tests/browser',
    ['--test-concurrency=1', '--test-timeout=600000'],
    async () => {
      await buildPreset('native');
      await buildSite();
    },
  ),
};

/** @type {Record<string, string[]>} what setup has to provide, by stage */
const NEEDS = {
  native: ['native'],
  asan: ['native'],
  scalar: ['native'],
  wasm: ['wasm'],
  js: ['native', 'wasm', 'npm'],
  browser: ['native', 'wasm', 'npm', 'browsers'],
};

/** @param {string} name @returns {Promise<Result>} told test by test, and in full when it failed */
async function run(name) {
  const start = performance.now();
  const tell = (/** @type {string} */ line) => console.log(`${name}: ${line}`);
  const result = await STAGES[name](tell).catch((error) => {
    if (!(error instanceof Trouble)) throw error;
    return broken(`${error.message}\n`);
  });
  const { passed, failed, skipped, output } = result;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const also = skipped > 0 ? `, ${skipped} skipped` : '';
  if (failed > 0) process.stdout.write(`\n${output.trimEnd()}\n`);
  console.log(`== ${name}: ${passed} passed, ${failed} failed${also} (${seconds} s)`);
  return result;
}

await program(import.meta.url, async (args) => {
  const all = Object.keys(STAGES);
  const unknown = args.find((name) => !all.includes(name));
  if (unknown) throw new Trouble(`"${unknown}" is no stage; the stages are ${all.join(', ')}.`);
  const wanted = args.length > 0 ? all.filter((name) => args.includes(name)) : all;
  await setup(...new Set(wanted.flatMap((name) => NEEDS[name])));
  // Two lanes for two cores: the native builds beside the one of wasm, whose links use one core
  // each. The tests of the page come last and alone.
  const lanes = [['native', 'asan', 'scalar'], ['wasm']].map(async (lane) => {
    const results = [];
    for (const name of lane) if (wanted.includes(name)) results.push(await run(name));
    return results;
  });
  const results = (await Promise.all(lanes)).flat();
  for (const name of ['js', 'browser']) if (wanted.includes(name)) results.push(await run(name));
  /** @param {'passed' | 'failed'} key */
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  console.log(`${total('passed')} passed, ${total('failed')} failed`);
  process.exitCode = total('failed') > 0 ? 1 : 0;
});
