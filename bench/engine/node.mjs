// The engine in Node: the process of one session.
import { answer, task } from '../session.mjs';
import { measure, reach } from './measure.js';

/** @type {{call: 'measure' | 'reach', argument: any}} */
const { call, argument } = task();
await answer(() => ({ measure, reach })[call](argument));
