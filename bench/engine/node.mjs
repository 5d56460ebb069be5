// The engine in Node: the process of one session.
import { answer, task } from '../session.mjs';
import { measure } from './measure.js';

await answer(() => measure(task()));
