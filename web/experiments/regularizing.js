/** What keeps a network from learning by heart, and how to choose without the test set. */
import { dense, short } from './recipes.js';

const DEEP = [256, 256, 256, 256];
/** Few images: there overfitting shows. */
const FEW = { split: { first: 2000 }, epochs: 30 };

/** @type {[string, {en: string, ko: string}, string, boolean, number][]} */
const NORMALIZED = [
  ['plain', { en: 'without', ko: '없이' }, 'relu', false, 0.1],
  ['batch-norm', { en: 'with', ko: '사용' }, 'relu', true, 0.1],
  ['plain-high', { en: 'without, ten times the rate', ko: '없이, 학습률 10배' }, 'relu', false, 1],
  ['batch-norm-high', { en: 'with, ten times the rate', ko: '사용, 학습률 10배' }, 'relu', true, 1],
  ['plain-sigmoid', { en: 'without, sigmoid', ko: '없이, 시그모이드' }, 'sigmoid', false, 0.1],
  ['batch-norm-sigmoid', { en: 'with, sigmoid', ko: '사용, 시그모이드' }, 'sigmoid', true, 0.1],
];

/** @type {[string, {en: string, ko: string}, Record<string, number>][]} */
const PENALTIES = [
  ['none', { en: 'none', ko: '없음' }, {}],
  ['l2-weak', { en: 'L2 0.0001', ko: 'L2 0.0001' }, { l2: 0.0001 }],
  ['l2', { en: 'L2 0.003', ko: 'L2 0.003' }, { l2: 0.003 }],
  ['l2-strong', { en: 'L2 0.1', ko: 'L2 0.1' }, { l2: 0.1 }],
  ['l1', { en: 'L1 0.0003', ko: 'L1 0.0003' }, { l1: 0.0003 }],
  [
    'elastic-net',
    { en: 'both (elastic net)', ko: '둘 다(elastic net)' },
    { l1: 0.00015, l2: 0.0015 },
  ],
];

/** Where the rate and the penalty are looked for, as powers of ten. */
const RATES = [-4, 1];
const SHRINK = [-6, -2];

/** The same numbers each time, each anywhere from 0 to 1 (a linear congruential generator). */
function* someNumbers() {
  for (let state = 1; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** @param {number} share @param {number[]} range @returns {number} rounded to two digits */
const power = (share, [low, high]) => Number((10 ** (low + share * (high - low))).toPrecision(2));

/** @param {string} kind @param {[number, number][]} places each from 0 to 1 twice */
function searched(kind, places) {
  return places.map(([rate, shrink], i) => {
    const learningRate = power(rate, RATES);
    const l2 = power(shrink, SHRINK);
    return {
      name: `${kind}-${i + 1}`,
      label: {
        en: `rate ${learningRate}, L2 ${l2}`,
        ko: `학습률 ${learningRate}, L2 ${l2}`,
      },
      config: short(dense([64]), {
        optimizer: { type: 'sgd', learningRate },
        penalty: { l2 },
        epochs: 1,
      }),
    };
  });
}

const THIRDS = [0, 0.5, 1];
const grid = THIRDS.flatMap((rate) =>
  THIRDS.map((l2) => /** @type {[number, number]} */ ([rate, l2])),
);
const numbers = someNumbers();
const random = Array.from({ length: grid.length }, () => {
  const pair = [numbers.next().value, numbers.next().value];
  return /** @type {[number, number]} */ (pair);
});

/** @type {import('./types.js').Experiment[]} */
export const REGULARIZING = [
  {
    name: 'batch-norm',
    title: { en: 'With and without batch normalization', ko: '배치 정규화를 쓸 때와 쓰지 않을 때' },
    lookFor: {
      en: [
        'With batch normalization the loss falls faster and sigmoid layers learn at all.',
        'At ten times the rate the plain network fails while the normalized one goes on learning.',
      ],
      ko: [
        '배치 정규화(batch normalization)를 쓰면 손실이 더 빨리 줄고, 시그모이드 층도 비로소 배우기 시작해요.',
        '학습률을 열 배로 올리면 그냥 망은 무너지지만 정규화한 망은 계속 배워요.',
      ],
    },
    runs: NORMALIZED.map(([name, label, activation, isNormalized, learningRate]) => ({
      name,
      label,
      config: short(dense(DEEP, [...(isNormalized ? ['batchnorm'] : []), activation]), {
        init: activation === 'relu' ? 'he-normal' : 'xavier-normal',
        optimizer: { type: 'sgd', learningRate },
        epochs: 3,
      }),
    })),
  },
  {
    name: 'dropout',
    title: { en: 'With and without dropout', ko: '드롭아웃을 쓸 때와 쓰지 않을 때' },
    lookFor: {
      en: [
        'Compare the losses: without dropout the training loss goes to almost 0, with dropout 0.5 it does not, and the first loss shows what the noise costs.',
        'The test accuracy hardly changes, as in the table of the lectures, and too much dropout in four layers stops the learning.',
      ],
      ko: [
        '손실을 견주어 보면, 드롭아웃(dropout)이 없을 때는 학습 손실이 거의 0까지 가지만 0.5를 쓰면 그렇지 않고, 첫 손실에서는 잡음의 값을 볼 수 있어요.',
        '강의의 결과표에서처럼 시험 정확도는 거의 그대로이고, 네 층에 지나치게 쓰면 학습이 멈춰요.',
      ],
    },
    runs: [0, 0.1, 0.3, 0.5, 0.7].map((rate) => ({
      name: rate ? `dropout-${rate}` : 'none',
      label: rate ? { en: `dropout ${rate}`, ko: `드롭아웃 ${rate}` } : { en: 'none', ko: '없음' },
      config: short(dense(DEEP, rate ? ['relu', { type: 'dropout', rate }] : ['relu']), FEW),
    })),
  },
  {
    name: 'penalties',
    title: { en: 'L2, L1 and both', ko: 'L2, L1, 그리고 둘 다' },
    lookFor: {
      en: [
        'Look at the weights: L2 makes the largest ones small, L1 sends most of them to almost 0 and leaves a few large.',
        'The gap between training and test accuracy narrows, until a strong penalty lowers both.',
      ],
      ko: [
        '가중치를 보면, L2는 큰 가중치를 작게 줄이고, L1은 대부분을 거의 0으로 보내면서 몇 개는 크게 남겨요.',
        '규제(regularization)가 세질수록 학습 정확도와 시험 정확도의 차이가 줄다가, 지나치게 세면 둘 다 떨어져요.',
      ],
    },
    measures: ['weights'],
    runs: PENALTIES.map(([name, label, penalty]) => ({
      name,
      label,
      config: short(dense([256]), { ...FEW, penalty }),
    })),
  },
  {
    name: 'early-stopping',
    title: { en: 'Early stopping', ko: '조기 종료' },
    lookFor: {
      en: [
        'Without it the validation loss falls, then rises again while the training loss goes on to 0.',
        'With it the run ends once three epochs have not raised the validation accuracy, and the best weights are taken: about as good in a fraction of the time.',
      ],
      ko: [
        '쓰지 않으면 학습 손실은 0으로 가는데 검증(validation) 손실은 내려가다가 다시 올라가요.',
        '조기 종료(early stopping)를 쓰면 검증 정확도가 세 에포크 동안 오르지 않을 때 멈추고 가장 좋았던 가중치를 가져오니, 훨씬 짧은 시간에 거의 같은 결과를 얻어요.',
      ],
    },
    runs: [
      {
        name: 'without',
        label: { en: '60 epochs', ko: '60에포크' },
        config: short(dense([256]), { ...FEW, epochs: 60 }),
      },
      {
        name: 'with',
        label: { en: 'at most 60, patience 3', ko: '최대 60에포크, 3에포크 기다림' },
        config: short(dense([256]), { ...FEW, epochs: 60, earlyStopping: { patience: 3 } }),
      },
    ],
  },
  {
    name: 'cross-validation',
    title: { en: 'Cross-validation in five folds', ko: '5겹 교차 검증' },
    lookFor: {
      en: [
        'Each fold of the training images serves for validation once while the other four train.',
        'How far the five validation accuracies lie apart tells how much of a difference between two settings is chance.',
      ],
      ko: [
        '학습 이미지를 다섯 묶음(fold)으로 나누어, 묶음마다 한 번씩 검증에 쓰고 나머지 넷으로 학습해요.',
        '다섯 검증 정확도가 벌어진 만큼은 우연이니, 두 설정의 차이는 그보다 커야 의미가 있어요.',
      ],
    },
    runs: [0, 1, 2, 3, 4].map((fold) => ({
      name: `fold-${fold + 1}`,
      label: { en: `fold ${fold + 1} of 5`, ko: `다섯 묶음 중 ${fold + 1}번째` },
      config: short(dense([128]), { split: { folds: 5, fold } }),
    })),
  },
  {
    name: 'search',
    title: { en: 'Grid search against random search', ko: '격자 탐색과 무작위 탐색' },
    lookFor: {
      en: [
        'Nine tries each: the grid tries only three learning rates, the random search nine, and the rate matters far more than the penalty.',
        'Take the best by validation accuracy, then search more finely, and longer, around it.',
      ],
      ko: [
        '똑같이 아홉 번씩 해 보지만, 훨씬 중요한 학습률을 격자 탐색(grid search)은 세 가지만, 무작위 탐색(random search)은 아홉 가지를 시험해요.',
        '검증 정확도가 가장 높은 것을 골라, 그 둘레를 더 촘촘히 더 오래 찾아보세요.',
      ],
    },
    runs: [...searched('grid', grid), ...searched('random', random)],
  },
];
