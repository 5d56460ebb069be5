/** What the network gets of an image, and networks made for images. */
import { dense, OUTPUT, short } from './recipes.js';

/** @type {[string, {en: string, ko: string}, unknown][]} */
const PREPROCESSING = [
  ['none', { en: 'bytes 0 … 255', ko: '0~255 그대로' }, 'none'],
  ['scale', { en: 'scaled to 0 … 1', ko: '0~1로 맞춤' }, 'scale'],
  ['mean', { en: 'minus the mean pixel', ko: '평균 픽셀 빼기' }, 'mean'],
  ['mean-image', { en: 'minus the mean image', ko: '평균 이미지 빼기' }, 'mean-image'],
  [
    'standardize',
    { en: 'mean 0, deviation 1', ko: '평균 0, 표준편차 1' },
    { type: 'standardize', mean: 0.1307, deviation: 0.3081 },
  ],
  [
    'pca',
    { en: '50 principal components', ko: '주성분(PCA) 50개' },
    { type: 'pca', components: 50 },
  ],
  [
    'whiten',
    { en: 'the same, whitened', ko: '같은 것을 화이트닝(whitening)' },
    { type: 'whiten', components: 50 },
  ],
];

/** @type {[string, {en: string, ko: string}, unknown][]} */
const FEATURES = [
  ['raw-pixels', { en: 'raw pixels', ko: '픽셀 그대로' }, undefined],
  ['hog', { en: 'HOG', ko: 'HOG' }, 'hog'],
  [
    'bag-of-visual-words',
    { en: 'bag of visual words', ko: '시각 단어 모음(bag of visual words)' },
    'bag-of-visual-words',
  ],
  [
    'intensity-histogram',
    { en: 'intensity histogram', ko: '밝기 히스토그램' },
    'intensity-histogram',
  ],
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

/** @type {import('./types.js').Experiment[]} */
export const IMAGES = [
  {
    name: 'preprocessing',
    title: { en: 'Preprocessing', ko: '전처리 비교' },
    lookFor: {
      en: [
        'With bytes of 0 to 255 the first loss is about 200 and this learning rate kills the network; any scaling cures that.',
        'Taking the mean pixel or the mean image away changes little here, while a variance of 1 learns faster at the same rate.',
      ],
      ko: [
        '0~255를 그대로 넣으면 첫 손실이 200쯤 되고 이 학습률에서는 망이 죽어 버리지만, 범위만 맞춰 주어도 잘 배워요.',
        '전처리(preprocessing)로 평균 픽셀이나 평균 이미지를 빼는 것은 여기서 큰 차이가 없고, 분산까지 1로 맞추면 같은 학습률에서 더 빨리 배워요.',
      ],
    },
    runs: PREPROCESSING.map(([name, label, preprocess]) => ({
      name,
      label,
      config: short(dense([128]), {
        preprocess,
        optimizer: { type: 'sgd', learningRate: 0.05 },
      }),
    })),
  },
  {
    name: 'features',
    title: {
      en: 'Raw pixels against image features',
      ko: '픽셀 그대로와 이미지 특징의 비교',
    },
    lookFor: {
      en: [
        'The classifier is linear each time: what differs is only what it is given.',
        'HOG keeps where which edges are and beats raw pixels; bags and histograms forget the place, and lose.',
      ],
      ko: [
        '분류기는 매번 선형(linear classifier)이고, 무엇을 넣어 주는지만 달라요.',
        'HOG는 어느 방향의 경계가 어디에 있는지 남겨서 픽셀보다 잘 맞히고, 시각 단어 모음과 히스토그램은 위치를 잊어서 뒤처져요.',
      ],
    },
    runs: FEATURES.map(([name, label, features]) => ({
      name,
      label,
      config: features ? short(dense([]), { features, preprocess: undefined }) : short(dense([])),
    })),
  },
  {
    name: 'lenet',
    title: { en: 'LeNet, and LeNet with more filters', ko: 'LeNet과 필터를 늘린 LeNet' },
    lookFor: {
      en: [
        'Convolution looks for the same small patterns everywhere, so fewer weights read more digits than a fully connected network does.',
        'With more filters the accuracy rises a little and the time a lot.',
      ],
      ko: [
        '합성곱(convolution)은 같은 작은 무늬를 이미지 곳곳에서 찾으니, 완전 연결 망보다 적은 가중치로 더 많이 맞혀요.',
        '필터(filter)를 늘리면 정확도는 조금, 시간은 많이 늘어요.',
      ],
    },
    runs: [
      {
        name: 'mlp',
        label: { en: 'fully connected 784→128→10', ko: '완전 연결 784→128→10' },
        config: short(dense([128])),
      },
      {
        name: 'lenet',
        label: { en: 'LeNet: 6 and 16 filters', ko: 'LeNet: 필터 6개와 16개' },
        config: short(lenet(6, 16)),
      },
      {
        name: 'lenet-more-filters',
        label: { en: '20 and 50 filters', ko: '필터 20개와 50개' },
        config: short(lenet(20, 50)),
      },
    ],
  },
  {
    name: 'augmentation',
    title: { en: 'With and without augmentation', ko: '데이터 증강을 쓸 때와 쓰지 않을 때' },
    lookFor: {
      en: [
        'Moved, turned and stretched copies make few images go further: the test accuracy rises.',
        'It learns more slowly, since no image is seen twice alike.',
      ],
      ko: [
        '옮기고 돌리고 늘린 이미지로 배우면(augmentation) 적은 이미지로도 더 많이 배워서 시험 정확도가 올라요.',
        '똑같은 이미지를 두 번 보지 않으니 배우는 속도는 더 느려요.',
      ],
    },
    runs: [
      {
        name: 'without',
        label: { en: 'without', ko: '쓰지 않음' },
        config: short(lenet(6, 16), { split: { first: 2000 }, epochs: 100 }),
      },
      {
        name: 'with',
        label: { en: 'shifted, turned, scaled', ko: '이동, 회전, 확대' },
        config: short(lenet(6, 16), { split: { first: 2000 }, epochs: 100, augment: MOVED }),
      },
    ],
  },
];
