// The kernels in Node: the process of one session.
import { setFlagsFromString } from 'node:v8';
import { answer, task } from '../session.mjs';
import { measure } from './measure.js';

// Node 20 has relaxed SIMD behind a flag, later ones know no such flag and need none.
setFlagsFromString('--experimental-wasm-relaxed-simd');
await answer(() => measure(task()));
