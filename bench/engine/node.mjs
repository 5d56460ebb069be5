// The engine in Node: the process of one session.
import { answer, task } from '../session.mjs';
import { measure } from './measure.js';

answer(await measure(task()));
