/** A computational graph to step through, forward and back, with numbers on its edges. */
import { h, write } from '../../h.js';
import { choice, doer } from './controls.js';
import { short } from './figures.js';
import { edge, GRAPHS, knownAfter, stepsOf } from './graph-steps.js';

const SIGNS = { add: '+', mul: '×', max: 'max' };
/** Larger numbers have no room on the edges. */
const LIMIT = 100;

/** @type {import('../../state.js').Mount} */
export function mountGraph(root, _lab, t) {
  let name = /** @type {keyof typeof GRAPHS} */ ('gates');
  let inputs = { ...GRAPHS[name].inputs };
  let done = 0;
  const steps = () => stepsOf(GRAPHS[name], inputs);

  /** @param {number} to */
  const go = (to) => {
    done = Math.max(0, Math.min(steps().length, to));
    show();
  };
  const forms = /** @type {[keyof typeof GRAPHS, typeof GRAPHS.gates][]} */ (
    Object.entries(GRAPHS)
  );
  const formula = choice(
    t,
    'graph.formula',
    forms.map(([key, { formula: text }]) => [key, text]),
    (key) => {
      name = /** @type {keyof typeof GRAPHS} */ (key);
      inputs = { ...GRAPHS[name].inputs };
      done = 0;
      build();
      show();
    },
  );
  const back = doer(t, 'graph.back', () => go(done - 1));
  const next = doer(t, 'graph.next', () => go(done + 1), { class: 'button is-main' });
  const all = doer(t, 'graph.all', () => go(steps().length));
  const fields = h('span', { class: 'graph-fields' });
  const picture = h('div', { class: 'graph-picture', role: 'img' });
  const list = h('ol', { class: 'graph-steps', tabindex: 0, 'aria-label': t('graph.steps') });
  const rule = h('p', { class: 'graph-rule', 'aria-live': 'polite' });
  root.append(
    h('div', { class: 'lesson-tools' }, formula, fields, back, next, all),
    h('div', { class: 'graph' }, picture, h('div', {}, rule, list)),
  );
  root.addEventListener('keydown', onKey);

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const inField = event.target instanceof HTMLInputElement || event.target === formula;
    if (inField || event.ctrlKey || event.altKey || event.metaKey) return;
    const to = { ArrowRight: done + 1, ArrowLeft: done - 1, Home: 0, End: steps().length }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  }

  /** @type {ReturnType<typeof drawGraph>} */
  let drawn;
  function build() {
    const graph = GRAPHS[name];
    drawn = drawGraph(graph);
    picture.replaceChildren(drawn.element);
    fields.replaceChildren(
      ...Object.keys(graph.inputs)
        .filter((key) => !graph.fixed?.includes(key))
        .map((key) => field(key)),
    );
  }
  /** @param {string} key */
  function field(key) {
    const input = h('input', {
      class: 'field',
      type: 'number',
      min: -LIMIT,
      max: LIMIT,
      step: 0.5,
      value: inputs[key],
      'data-choice': `graph-${key}`,
      title: t('graph.input.about'),
      'aria-description': t('graph.input.about'),
      oninput: () => {
        const value = input.valueAsNumber;
        if (!(Math.abs(value) <= LIMIT)) return;
        inputs = { ...inputs, [key]: value };
        show();
      },
    });
    return h('label', {}, key, input);
  }
  function show() {
    const path = steps();
    const known = knownAfter(path, done);
    drawn.show({ ...known, values: { ...inputs, ...known.values } }, path[done - 1]);
    const last = path[done - 1];
    write(rule, t(`graph.${last ? (last.phase === 'back' ? last.kind : last.phase) : 'none'}`));
    list.replaceChildren(
      ...path.slice(0, done).map((step, i) =>
        h(
          'li',
          { class: `is-${step.phase}`, 'aria-current': i === done - 1 && 'step' },
          step.lines.map((line) => h('div', { class: 'number' }, line)),
        ),
      ),
    );
    list.scrollTop = list.scrollHeight;
    picture.ariaLabel = t('graph.now', {
      formula: GRAPHS[name].formula,
      done,
      steps: path.length,
      last: last ? last.lines.join(', ') : '–',
    });
    back.setAttribute('aria-disabled', String(done === 0));
    for (const button of [next, all])
      button.setAttribute('aria-disabled', String(done === path.length));
  }
  build();
  show();
  return () => root.removeEventListener('keydown', onKey);
}

/**
 * The drawing: values in ink above the edges, gradients in seal below.
 * @param {import('./graph-steps.js').Graph} graph
 */
function drawGraph({ inputs, gates, places }) {
  const end = gates[gates.length - 1].name;
  const exit = [places[end][0] + 52, places[end][1]];
  const edges = [
    ...gates.flatMap(({ name, of }) => of.map((from) => ({ from, to: name }))),
    { from: end, to: '' },
  ].map(({ from, to }) => {
    const [[x1, y1], [x2, y2]] = [places[from], places[to] ?? exit];
    // Where several edges leave, or arrive, the numbers keep apart nearer to where they come from.
    const share = to ? 0.5 : 0.62;
    const [x, y] = [x1 + share * (x2 - x1), y1 + share * (y2 - y1)];
    return {
      from,
      to,
      line: h('line', { x1, y1, x2, y2 }),
      value: h('text', { x, y: y - 4, class: 'graph-value' }),
      gradient: h('text', { x, y: y + 13, class: 'graph-gradient' }),
    };
  });
  const nodes = [
    ...Object.keys(inputs).map((name) => ({ name, text: name })),
    ...gates.map(({ name, kind }) => ({ name, text: SIGNS[kind] })),
  ].map(({ name, text }) => {
    const [x, y] = places[name];
    const isGate = !(name in inputs);
    return {
      name,
      circle: h('circle', { cx: x, cy: y, r: isGate ? 17 : 13, class: isGate && 'is-gate' }),
      text: h('text', { x, y: y + 4.5 }, text),
      title: h('text', { x, y: y - 23, class: 'graph-name' }, isGate ? name : ''),
      sum: h('text', { x, y: y + 27, class: 'graph-gradient' }),
    };
  });
  const element = h(
    'svg',
    { class: 'graph-drawing', viewBox: '0 0 328 224', 'aria-hidden': 'true' },
    edges.map(({ line }) => line),
    nodes.flatMap(({ circle, text, title }) => [circle, text, title]),
    edges.flatMap(({ value, gradient }) => [value, gradient]),
    nodes.map(({ sum }) => sum),
  );
  const branches = new Set(
    Object.keys(inputs).filter((name) => edges.filter(({ from }) => from === name).length > 1),
  );
  return {
    element,
    /**
     * @param {ReturnType<typeof knownAfter>} known
     * @param {import('./graph-steps.js').Step | undefined} last
     */
    show({ values, edges: sent, gradients }, last) {
      const text = (/** @type {number | undefined} */ number) =>
        number === undefined ? '' : short(number);
      for (const { from, to, line, value, gradient } of edges) {
        write(value, text(values[from]));
        write(gradient, text(to ? sent[edge(from, to)] : gradients[from]));
        line.classList.toggle('is-now', last?.at === to || (last?.at === from && !to));
      }
      for (const { name, circle, sum } of nodes) {
        circle.classList.toggle('is-now', last?.at === name);
        write(sum, branches.has(name) ? text(gradients[name]) : '');
      }
    },
  };
}
