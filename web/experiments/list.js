/** All experiments, without words: those are in texts/, a file for each language. */
import { IMAGES } from './images.js';
import { LOSS } from './losses.js';
import { NETWORKS } from './networks.js';
import { REGULARIZING } from './regularizing.js';
import { RESULTS } from './results.js';
import { TRAINING } from './training.js';

export const LIST = [...RESULTS, ...TRAINING, ...LOSS, ...NETWORKS, ...REGULARIZING, ...IMAGES];
