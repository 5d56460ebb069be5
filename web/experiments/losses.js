/** Which loss to minimise. */
import { dense, short } from './recipes.js';

/** @type {[string, string, unknown][]} */
const LOSSES = [
  ['softmax-cross-entropy', '소프트맥스 + 교차 엔트로피', 'softmax-cross-entropy'],
  [
    'label-smoothing',
    '교차 엔트로피, 레이블 스무딩 0.1',
    { type: 'softmax-cross-entropy', labelSmoothing: 0.1 },
  ],
  ['binary-cross-entropy', '이진 교차 엔트로피', 'binary-cross-entropy'],
  ['hinge', '힌지, 합', 'hinge'],
  ['hinge-mean', '힌지, 평균', { type: 'hinge', mean: true }],
  ['squared-hinge', '제곱 힌지', 'squared-hinge'],
  ['mse', '평균 제곱 오차', 'mse'],
];

/** @type {import('./types.js').Experiment[]} */
export const LOSS = [
  {
    name: 'losses',
    title: { en: 'Losses side by side', ko: '손실 함수 비교' },
    lookFor: {
      en: [
        'Check the first loss: about 2.3 for softmax with ten classes, about 9 for the hinge (the sum over nine wrong classes), a tenth of that for its mean.',
        'The numbers of different losses cannot be compared, but the accuracies can.',
      ],
      ko: [
        '첫 손실이 소프트맥스(softmax)는 약 2.3, 힌지(hinge)는 틀린 클래스 아홉 개를 더해 약 9, 힌지의 평균은 그 10분의 1인지 확인해 보세요.',
        '손실 함수(loss function)가 다르면 손실 값은 견줄 수 없지만 정확도는 견줄 수 있어요.',
      ],
    },
    runs: LOSSES.map(([name, ko, loss]) => ({
      name,
      label: { en: name.replaceAll('-', ' '), ko },
      config: short(dense([128]), { loss, init: { type: 'normal', deviation: 0.01 } }),
    })),
  },
];
