/** The engine's page: what bench/browser.mjs calls. */
import { measure, reach, scaling } from './measure.js';
import { waits } from './waits.js';

Object.assign(window, { measure, reach, scaling, waits });
