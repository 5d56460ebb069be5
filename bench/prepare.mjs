// Installs and builds what the chosen jobs need, as npm start and npm test do.
import { buildPreset, buildSite } from '../tools/build.mjs';
import { setup } from '../tools/setup.mjs';
import { buildBenchPage } from './engine/build_page.mjs';
import { buildKernels } from './kernels/build.mjs';
import { installPeers } from './peers/install.mjs';

/** In the order in which they may need each other. @type {Record<import('./types.js').Built, () => Promise<unknown>>} */
const BUILDERS = {
  native: () => buildPreset('native', ['train_main']),
  engine: () => buildPreset('wasm', ['engine']),
  'bench-page': buildBenchPage,
  site: buildSite,
  kernels: () => buildKernels('native'),
  'wasm-kernels': () => buildKernels('wasm'),
  peers: installPeers,
};

/** @param {import('./types.js').Job[]} jobs */
export async function prepare(jobs) {
  await setup(...new Set(jobs.flatMap((job) => job.setup)));
  const wanted = new Set(jobs.flatMap((job) => job.builds));
  for (const [name, build] of Object.entries(BUILDERS)) {
    if (!wanted.has(/** @type {import('./types.js').Built} */ (name))) continue;
    console.log(`building: ${name}`);
    await build();
  }
}
