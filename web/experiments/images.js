/** What the network gets of an image, and networks made for images. */
import { dense, OUTPUT, short } from './recipes.js';

/** @type {[string, unknown][]} */
const PREPROCESSING = [
  ['none', 'none'],
  ['scale', 'scale'],
  ['mean', 'mean'],
  ['mean-image', 'mean-image'],
  ['standardize', { type: 'standardize', mean: 0.1307, deviation: 0.3081 }],
  ['pca', { type: 'pca', components: 50 }],
  ['whiten', { type: 'whiten', components: 50 }],
];

/** @type {[string, unknown][]} */
const FEATURES = [
  ['raw-pixels', undefined],
  ['hog', 'hog'],
  ['bag-of-visual-words', 'bag-of-visual-words'],
  ['intensity-histogram', 'intensity-histogram'],
];

/** LeNet-5's shape with ReLU. @param {number} first @param {number} second filters */
function lenet(first, second) {
  return [
    { type: 'conv2d', filters: first, kernel: 5, padding: 2 },
    'relu',
    { type: 'maxpool2d', size: 2 },
    { type: 'conv2d', filters: second, kernel: 5 },
    'relu',
    { type: 'maxpool2d', size: 2 },
    'flatten',
    { type: 'dense', units: 120 },
    'relu',
    { type: 'dense', units: 84 },
    'relu',
    OUTPUT,
  ];
}

const MOVED = { shift: 2, rotate: 10, scale: 0.1 };

/** @type {import('./types.js').Definition[]} */
export const IMAGES = [
  {
    name: 'preprocessing',
    runs: PREPROCESSING.map(([name, preprocess]) => ({
      name,
      config: short(dense([128]), {
        preprocess,
        optimizer: { type: 'sgd', learningRate: 0.05 },
      }),
    })),
  },
  {
    name: 'features',
    runs: FEATURES.map(([name, features]) => ({
      name,
      config: features ? short(dense([]), { features, preprocess: undefined }) : short(dense([])),
    })),
  },
  {
    name: 'lenet',
    brief: { epochs: 1 },
    runs: [
      {
        name: 'mlp',
        config: short(dense([128])),
      },
      {
        name: 'lenet',
        config: short(lenet(6, 16)),
      },
      {
        name: 'lenet-more-filters',
        config: short(lenet(20, 50)),
      },
    ],
  },
  {
    name: 'augmentation',
    brief: { first: 500 },
    runs: [
      {
        name: 'without',
        config: short(lenet(6, 16), { split: { first: 2000 }, epochs: 100 }),
      },
      {
        name: 'with',
        config: short(lenet(6, 16), { split: { first: 2000 }, epochs: 100, augment: MOVED }),
      },
    ],
  },
];
