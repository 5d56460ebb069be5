/** The page of bench/engine/browser.mjs. */
import { measure } from './measure.js';

Object.assign(window, { measure });
