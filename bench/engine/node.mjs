// The engine in Node: the process of one session.
import { answer, task } from '../session.mjs';
import { measure, reach, scaling } from './measure.js';
import { waits } from './waits.js';

/** @type {{call: 'measure' | 'reach' | 'scaling' | 'waits', argument: any}} */
const { call, argument } = task();
await answer(() => ({ measure, reach, scaling, waits })[call](argument));
