/** The network itself: layers, nodes, activations, first weights. */
import { dense, OUTPUT, short } from './recipes.js';

/** @type {[string, number[]][]} */
const SIZES = [
  ['none', []],
  ['1x16', [16]],
  ['1x64', [64]],
  ['1x256', [256]],
  ['2x64', [64, 64]],
  ['2x256', [256, 256]],
  ['4x64', [64, 64, 64, 64]],
  ['8x64', [64, 64, 64, 64, 64, 64, 64, 64]],
];

/** Maxout takes the largest of two, so it is given twice the nodes. */
const ACTIVATIONS = [
  'sigmoid',
  'tanh',
  'relu',
  'leaky-relu',
  'prelu',
  'elu',
  'gelu',
  'maxout',
  'identity',
];

/** @param {string} activation @param {number} depth @param {number} units */
function stack(activation, depth, units) {
  const wide = activation === 'maxout' ? 2 * units : units;
  return dense(Array(depth).fill(wide), [activation]);
}

/** @type {[string, {en: string, ko: string}, string, unknown][]} */
const INITS = [
  ['zeros', { en: 'all zero, tanh', ko: '모두 0, tanh' }, 'tanh', 'zeros'],
  [
    'small',
    { en: 'normal 0.01, tanh: collapses', ko: '정규분포 0.01, tanh: 0으로 사그라짐' },
    'tanh',
    { type: 'normal', deviation: 0.01 },
  ],
  [
    'large',
    { en: 'normal 1, tanh: saturates', ko: '정규분포 1, tanh: 포화' },
    'tanh',
    { type: 'normal', deviation: 1 },
  ],
  ['xavier', { en: 'Xavier, tanh', ko: 'Xavier, tanh' }, 'tanh', 'xavier-normal'],
  [
    'xavier-relu',
    { en: 'Xavier, ReLU: shrinks', ko: 'Xavier, ReLU: 점점 작아짐' },
    'relu',
    'xavier-normal',
  ],
  ['he-relu', { en: 'He, ReLU', ko: 'He, ReLU' }, 'relu', 'he-normal'],
  [
    'he-relu-bias',
    { en: 'He, ReLU, biases 0.1', ko: 'He, ReLU, 편향 0.1' },
    'relu',
    { type: 'he-normal', bias: 0.1 },
  ],
];

/** @type {[string, {en: string, ko: string}, (string | Record<string, unknown>)[]][]} */
const LINEAR = [
  ['one-layer', { en: '784→10', ko: '784→10' }, dense([])],
  [
    'two-layers',
    { en: '784→256→10, nothing between', ko: '784→256→10, 활성화 없음' },
    ['flatten', { type: 'dense', units: 256 }, OUTPUT],
  ],
  [
    'three-layers',
    { en: '784→256→256→10, nothing between', ko: '784→256→256→10, 활성화 없음' },
    ['flatten', { type: 'dense', units: 256 }, { type: 'dense', units: 256 }, OUTPUT],
  ],
  ['with-relu', { en: '784→256→10, ReLU between', ko: '784→256→10, 사이에 ReLU' }, dense([256])],
];

/** @type {import('./types.js').Experiment[]} */
export const NETWORKS = [
  {
    name: 'hidden-layers',
    title: { en: 'Hidden layers and nodes', ko: '은닉층과 노드의 수' },
    lookFor: {
      en: [
        'More nodes mean more capacity: accuracy rises from no hidden layer to one of 16, 64 and 256 nodes, by less each time.',
        'More layers take longer to train, and with as many epochs eight narrow layers are no better than one.',
      ],
      ko: [
        '노드(node)가 많을수록 표현력(capacity)이 커져서, 은닉층 없이 시작해 16, 64, 256개로 늘리면 정확도가 오르지만 오르는 폭은 점점 줄어요.',
        '층이 많으면 학습이 더 오래 걸리고, 같은 에포크라면 좁은 층 여덟 개가 한 층보다 낫지 않아요.',
      ],
    },
    runs: SIZES.map(([name, hidden]) => ({
      name,
      label: {
        en: ['784', ...hidden, '10'].join('→'),
        ko: ['784', ...hidden, '10'].join('→'),
      },
      config: short(dense(hidden)),
    })),
  },
  {
    name: 'activations',
    title: { en: 'Activations in four hidden layers', ko: '은닉층 네 개에서 활성화 함수 비교' },
    lookFor: {
      en: [
        'Sigmoid starts slowest: four of them one after the other let almost no gradient through.',
        'Identity is no activation at all, and the network learns no more than a single linear layer.',
      ],
      ko: [
        '시그모이드(sigmoid)는 층을 네 번 거치는 동안 기울기가 거의 사라져서(vanishing gradient) 가장 늦게 출발해요.',
        '항등(identity)은 활성화 함수(activation)가 없는 것과 같아서, 선형 층 하나만큼만 배워요.',
      ],
    },
    measures: ['depth'],
    runs: ACTIVATIONS.map((name) => ({
      name,
      label: { en: name, ko: name },
      config: short(stack(name, 4, 128), { init: 'xavier-normal' }),
    })),
  },
  {
    name: 'relu-faster',
    title: {
      en: 'Is ReLU six times faster than sigmoid or tanh?',
      ko: 'ReLU는 시그모이드, tanh보다 여섯 배 빠를까요?',
    },
    lookFor: {
      en: [
        'Compare the steps until 95 % of the training images are right: the "six times" was measured on colour photographs with a convolutional network.',
        'Here sigmoid needs several times the steps of ReLU, and tanh not many more than ReLU.',
      ],
      ko: [
        '학습 이미지의 95%를 맞힐 때까지 걸린 스텝을 견주어 보되, 여섯 배라는 말은 컬러 사진을 합성곱 신경망으로 학습시켜 잰 값이라는 점을 기억하세요.',
        '여기서는 시그모이드가 ReLU보다 몇 배 더 걸리고, tanh는 ReLU와 큰 차이가 없어요.',
      ],
    },
    reach: 0.95,
    runs: ['relu', 'tanh', 'sigmoid'].map((name) => ({
      name,
      label: { en: name, ko: name },
      config: short(stack(name, 3, 128), {
        init: name === 'relu' ? 'he-normal' : 'xavier-normal',
        optimizer: { type: 'momentum', learningRate: 0.02 },
        epochs: 15,
      }),
    })),
  },
  {
    name: 'inits',
    title: { en: 'Initial weights, and outputs by depth', ko: '초기 가중치와 깊이별 출력' },
    lookFor: {
      en: [
        "Before training, look down the layers: with small weights the outputs' deviation falls to 0, with large ones tanh sits at −1 and 1, with Xavier it stays.",
        'ReLU needs He: with Xavier the deviation halves every two layers or so.',
      ],
      ko: [
        '학습하기 전의 출력을 층을 따라 보면, 가중치가 작을 때는 표준편차가 0으로 사그라지고, 클 때는 tanh가 −1과 1에 붙고(saturation), Xavier일 때는 그대로 이어져요.',
        'ReLU에서는 Xavier를 쓰면 두 층쯤 지날 때마다 표준편차가 절반으로 줄어서, He 초기화를 써요.',
      ],
    },
    measures: ['depth'],
    runs: INITS.map(([name, label, activation, init]) => ({
      name,
      label,
      config: short(stack(activation, 8, 128), { init, epochs: 2 }),
    })),
  },
  {
    name: 'stacked-linear',
    title: { en: 'Stacked linear layers equal one', ko: '선형 층은 쌓아도 하나와 같다' },
    lookFor: {
      en: [
        'Without an activation between them, W₂·W₁ is one matrix again: two or three layers read no more digits than one.',
        'A ReLU between the same two layers makes the difference.',
      ],
      ko: [
        '사이에 활성화 함수가 없으면 W₂·W₁은 다시 행렬 하나라서, 두 층, 세 층을 쌓아도 한 층보다 더 맞히지 못해요.',
        '똑같은 두 층 사이에 ReLU만 넣어도 결과가 달라져요.',
      ],
    },
    runs: LINEAR.map(([name, label, layers]) => ({
      name,
      label,
      config: short(layers, { init: 'xavier-normal' }),
    })),
  },
];
