/**
 * The results that the lectures print. They print no hyperparameters: batch 100, 15 epochs, a
 * constant learning rate of 0.001 and "random" as normal with σ = 1 are assumed, and so are the
 * hidden sizes. The stated rows are not tuned; what is tuned is called improved, keeps the hidden
 * sizes, and does not augment.
 */
import { COURSE, dense } from './recipes.js';

const RANDOM = { type: 'normal', deviation: 1 };
const NN = [256, 256];
const DNN = [256, 256, 256, 256];
const MLP = [256];

/**
 * The same batch and as many epochs; batch normalisation, dropout on the way in too, weights that
 * shrink a little, one cycle of the rate. Chosen by validation accuracy.
 * @param {number[]} hidden
 * @param {number} rate of dropout between layers
 */
function improved(hidden, rate) {
  const after = ['batchnorm', 'relu', { type: 'dropout', rate }];
  return {
    ...COURSE,
    layers: dense(hidden, after, [{ type: 'dropout', rate: 0.1 }]),
    init: 'he-normal',
    optimizer: { type: 'adamw', learningRate: 0.004, decay: 0.02 },
    schedule: 'one-cycle',
  };
}

/** @type {import('./types.js').Run[]} */
const ROWS = [
  {
    name: 'softmax-random-sgd',
    label: { en: '784→10, random init, SGD', ko: '784→10, 무작위 초기화, SGD' },
    config: {
      ...COURSE,
      layers: dense([]),
      init: RANDOM,
      optimizer: { type: 'sgd', learningRate: 0.001 },
    },
    printed: { test: 0.42 },
  },
  {
    name: 'softmax-random-adam',
    label: { en: '784→10, random init, Adam', ko: '784→10, 무작위 초기화, Adam' },
    config: { ...COURSE, layers: dense([]), init: RANDOM },
    printed: { test: 0.77 },
  },
  {
    name: 'nn-random-adam',
    label: { en: '784→256→256→10, random init, Adam', ko: '784→256→256→10, 무작위 초기화, Adam' },
    config: { ...COURSE, layers: dense(NN), init: RANDOM },
    printed: { test: 0.94 },
  },
  {
    name: 'nn-xavier-adam',
    label: { en: 'the same, Xavier init', ko: '같은 망, Xavier 초기화' },
    config: { ...COURSE, layers: dense(NN), init: 'xavier-normal' },
    printed: { test: 0.9791 },
  },
  {
    name: 'nn-improved',
    label: { en: 'the same sizes, improved', ko: '같은 크기, 개선판' },
    config: improved(NN, 0.2),
    improves: 'nn-xavier-adam',
  },
  {
    name: 'dnn-xavier-adam',
    label: {
      en: '784→256→256→256→256→10, Xavier, Adam',
      ko: '784→256→256→256→256→10, Xavier, Adam',
    },
    config: { ...COURSE, layers: dense(DNN), init: 'xavier-normal' },
    printed: { test: 0.9824 },
  },
  {
    name: 'dnn-improved',
    label: { en: 'the same sizes, improved', ko: '같은 크기, 개선판' },
    config: improved(DNN, 0.1),
    improves: 'dnn-xavier-adam',
  },
  {
    name: 'dnn-dropout-adam',
    label: { en: 'the same + dropout 0.3', ko: '같은 망 + 드롭아웃 0.3' },
    config: {
      ...COURSE,
      layers: dense(DNN, ['relu', { type: 'dropout', rate: 0.3 }]),
      init: 'xavier-normal',
    },
    printed: { test: 0.9776 },
  },
  {
    name: 'dnn-dropout-improved',
    label: { en: 'the same sizes + dropout, improved', ko: '같은 크기 + 드롭아웃, 개선판' },
    config: improved(DNN, 0.2),
    improves: 'dnn-dropout-adam',
  },
  {
    name: 'mlp-shuffle-adam',
    label: { en: 'MLP 784→256→10, shuffled, Adam', ko: 'MLP 784→256→10, 섞어서 학습, Adam' },
    config: { ...COURSE, layers: dense(MLP), init: 'he-normal' },
    printed: { test: 0.979, train: 0.994 },
  },
  {
    name: 'mlp-improved',
    label: { en: 'the same sizes, improved', ko: '같은 크기, 개선판' },
    config: improved(MLP, 0.2),
    improves: 'mlp-shuffle-adam',
  },
];

/** @type {import('./types.js').Experiment[]} */
export const RESULTS = [
  {
    name: 'results',
    title: { en: "The lectures' results table", ko: '강의의 결과표' },
    lookFor: {
      en: [
        'From the first row to the fourth only the optimizer, the hidden layers and the initial weights change: see which of them brings the most.',
        'Each improved row has the same hidden layers as the row above it, so what it gains comes from training better, not from a larger network.',
      ],
      ko: [
        '첫 줄부터 넷째 줄까지 최적화 방법(optimizer), 은닉층, 초기 가중치만 차례로 바뀌니 무엇이 정확도를 가장 많이 올리는지 보세요.',
        '개선판은 바로 윗줄과 은닉층이 똑같으니, 오른 만큼은 망을 키워서가 아니라 더 잘 학습시켜서 얻은 거예요.',
      ],
    },
    runs: ROWS,
  },
];
