// The engine in Node: the process of one session.
import { answer, task } from '../session.mjs';
import { measure, reach } from './measure.js';
import { waits } from './waits.js';

/** @type {{call: 'measure' | 'reach' | 'waits', argument: any}} */
const { call, argument } = task();
await answer(() => ({ measure, reach, waits })[call](argument));
