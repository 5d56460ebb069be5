/** How to train: step size, optimizer, batch, and the first checks. */
import { dense, short } from './recipes.js';

/** @param {number} learningRate */
const sgd = (learningRate) => ({ type: 'sgd', learningRate });

/** @type {[string, string, Record<string, unknown>][]} */
const OPTIMIZERS = [
  ['sgd', 'SGD', sgd(0.1)],
  ['momentum', '모멘텀(momentum)', { type: 'momentum', learningRate: 0.05 }],
  ['nesterov', '네스테로프(Nesterov)', { type: 'nesterov', learningRate: 0.05 }],
  ['adagrad', 'AdaGrad', { type: 'adagrad', learningRate: 0.01 }],
  ['rmsprop', 'RMSProp', { type: 'rmsprop', learningRate: 0.001 }],
  ['adadelta', 'AdaDelta', { type: 'adadelta', learningRate: 1 }],
  ['adam', 'Adam', { type: 'adam', learningRate: 0.001 }],
  ['adamw', 'AdamW', { type: 'adamw', learningRate: 0.001, decay: 0.01 }],
];

/** @type {[string, {en: string, ko: string}, number][]} */
const RATES = [
  ['too-low', { en: '0.0001: too low', ko: '0.0001: 너무 작음' }, 0.0001],
  ['low', { en: '0.01: low', ko: '0.01: 작음' }, 0.01],
  ['good', { en: '0.1: good', ko: '0.1: 알맞음' }, 0.1],
  ['high', { en: '2: high', ko: '2: 큼' }, 2],
  ['too-high', { en: '100: too high', ko: '100: 너무 큼' }, 100],
];

/** @type {[string, {en: string, ko: string}, unknown][]} */
const SCHEDULES = [
  ['constant', { en: 'constant', ko: '일정' }, 'constant'],
  ['step', { en: 'halved every 2 epochs', ko: '2에포크마다 절반' }, 'step'],
  ['exponential', { en: '× 0.6 an epoch', ko: '에포크마다 × 0.6' }, exponential(0.6)],
  ['cosine', { en: 'half a cosine', ko: '코사인 반 주기' }, 'cosine'],
  ['warm-up', { en: 'a warm-up, then constant', ko: '웜업 뒤 일정' }, 'warm-up'],
  ['one-cycle', { en: 'one cycle', ko: '원사이클(one-cycle)' }, 'one-cycle'],
];

/** @param {number} factor */
function exponential(factor) {
  return { type: 'exponential', factor };
}

/** The training split is 50,000 images: a batch of so many is all of them. */
const BATCHES = [1, 10, 100, 1000, 50000];

/** @param {number} size */
function batchLabel(size) {
  const updates = (50000 / size).toLocaleString('en');
  return size === 50000
    ? { en: 'full batch: 1 update an epoch', ko: '전체 배치: 에포크당 1번 갱신' }
    : { en: `${size}: ${updates} updates an epoch`, ko: `${size}: 에포크당 ${updates}번 갱신` };
}

/** @type {import('./types.js').Experiment[]} */
export const TRAINING = [
  {
    name: 'overfit-tiny',
    title: { en: 'Overfit twenty images', ko: '이미지 20장에 과적합시키기' },
    lookFor: {
      en: [
        'Training accuracy must reach 1 and the loss almost 0: a network that cannot learn twenty images by heart has a bug.',
        'The test accuracy stays poor, for nothing here was learned that holds for other images.',
      ],
      ko: [
        '학습 정확도는 1, 손실(loss)은 거의 0이 되어야 하고, 20장도 외우지 못하는 망이라면 어딘가 버그가 있는 거예요.',
        '다른 이미지에도 통하는 것은 배우지 못했으니 시험 정확도는 여전히 낮아요.',
      ],
    },
    runs: [
      {
        name: 'overfit-tiny',
        label: { en: '20 images, no regularization', ko: '20장, 규제 없음' },
        config: short(dense([128]), { batchSize: 20, epochs: 200, split: { first: 20 } }),
      },
    ],
  },
  {
    name: 'learning-rate',
    title: {
      en: 'Learning rate: too low, good, too high',
      ko: '학습률: 작을 때, 알맞을 때, 클 때',
    },
    lookFor: {
      en: [
        'Too low a rate barely lowers the loss in the same number of steps.',
        'Too high a rate makes the loss jump, settle at that of guessing (2.303), or leave the range of numbers.',
      ],
      ko: [
        '학습률(learning rate)이 너무 작으면 같은 스텝을 밟아도 손실이 거의 줄지 않아요.',
        '너무 크면 손실이 널뛰거나, 찍을 때의 값인 2.303에 머물거나, 아예 발산해요.',
      ],
    },
    runs: RATES.map(([name, label, rate]) => ({
      name,
      label,
      config: short(dense([128]), { optimizer: sgd(rate), epochs: 3 }),
    })),
  },
  {
    name: 'schedules',
    title: { en: 'Learning-rate schedules', ko: '학습률 스케줄' },
    lookFor: {
      en: [
        'All start from, or rise to, the same rate; only how it falls differs.',
        'Where the rate falls to almost nothing, the last epochs no longer jump about and end higher.',
      ],
      ko: [
        '가장 큰 학습률은 모두 같고, 어떻게 줄여 가는지(schedule)만 달라요.',
        '학습률이 거의 0까지 내려가면 마지막 에포크에서 출렁임이 잦아들고 더 높은 점수로 끝나요.',
      ],
    },
    runs: SCHEDULES.map(([name, label, schedule]) => ({
      name,
      label,
      config: short(dense([128]), {
        schedule,
        optimizer: { type: 'adam', learningRate: 0.004 },
        epochs: 8,
      }),
    })),
  },
  {
    name: 'optimizers',
    title: { en: 'Optimizers side by side', ko: '최적화 방법 비교' },
    lookFor: {
      en: [
        'Compare the first few hundred steps: those with a memory of past gradients are ahead of plain SGD.',
        'After five epochs they lie close together, so a well-chosen rate matters more than the name.',
      ],
      ko: [
        '처음 몇백 스텝을 견주어 보면, 지난 기울기(gradient)를 기억하는 방법이 그냥 SGD를 앞서가요.',
        '5에포크가 지나면 서로 비슷해지니, 이름보다 학습률을 잘 고르는 일이 더 중요해요.',
      ],
    },
    runs: OPTIMIZERS.map(([name, ko, optimizer]) => ({
      name,
      label: { en: `${name}, ${optimizer.learningRate}`, ko: `${ko}, ${optimizer.learningRate}` },
      config: short(dense([128]), { optimizer }),
    })),
  },
  {
    name: 'batches',
    title: { en: 'Batch size: 1, 10, 100, 1000, all', ko: '배치 크기: 1, 10, 100, 1000, 전체' },
    lookFor: {
      en: [
        'An epoch of batch 1 makes 50,000 updates and takes long; a full batch makes one, and has learned next to nothing after three epochs.',
        'Small batches give a ragged loss curve, large ones a smooth curve that falls slowly.',
      ],
      ko: [
        '배치(batch)가 1이면 한 에포크에 50,000번 갱신하느라 오래 걸리고, 전체 배치는 한 번만 갱신하니 3에포크가 지나도 거의 배우지 못해요.',
        '배치가 작으면 손실 곡선이 들쭉날쭉하고, 크면 매끄럽지만 천천히 내려가요.',
      ],
    },
    runs: BATCHES.map((size) => ({
      name: size === 50000 ? 'full' : `batch-${size}`,
      label: batchLabel(size),
      config: short(dense([64]), { optimizer: sgd(0.05), batchSize: size, epochs: 3 }),
    })),
  },
  {
    name: 'random-search',
    title: {
      en: 'Random search of W, the baseline to laugh at',
      ko: 'W를 마구잡이로 찾기: 웃고 넘어갈 기준선',
    },
    lookFor: {
      en: [
        'Trying random weights and keeping the best is a little better than guessing (10 %) after 250 tries.',
        'Following the slope for as many steps wins by far: the gradient says where to go.',
      ],
      ko: [
        '가중치를 무작위로 뽑아 가장 나은 것을 남기는 방법(random search)은 250번 해 봐도 찍기(10%)보다 조금 나을 뿐이에요.',
        '어디로 가야 할지 알려 주는 기울기를 따라 같은 횟수만큼 내려가면 훨씬 잘 맞혀요.',
      ],
    },
    runs: [
      {
        name: 'random-search',
        label: { en: 'random W, the best kept', ko: '무작위 W 가운데 가장 나은 것' },
        config: short(dense([]), {
          optimizer: { type: 'random-search', learningRate: 0.01 },
          batchSize: 1000,
        }),
      },
      {
        name: 'follow-the-slope',
        label: { en: 'SGD, as many steps', ko: 'SGD, 같은 스텝 수' },
        config: short(dense([]), { optimizer: sgd(0.1), batchSize: 1000 }),
      },
    ],
  },
];
