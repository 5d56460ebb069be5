// Writes tables.txt, what a model config may hold: `node tools/tables.mjs FOLDER` of the engine. The
// build does that, so that the binaries which pages load need not carry the sentences.
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Core } from '../web/engine/core.js';
import { loadEngine } from '../web/engine/load.js';

const folder = resolve(process.argv[2]);
const engineUrl = `${pathToFileURL(folder).href}/`;
const { engine } = await loadEngine({ build: 'check', threads: 1, engineUrl });
writeFileSync(join(folder, 'tables.txt'), new Core(engine).describeTables());
