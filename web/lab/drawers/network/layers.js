import { h, write } from '../../h.js';
import { count } from '../../numbers.js';
import { makeDrag } from './drag.js';
import { layersOf, rowsOf, typeAt, withLayer, withMoved, withoutLayer } from './edit.js';
import { makeField, makeType } from './field.js';

/** @typedef {import('./field.js').Desk} Desk */
/** @typedef {import('./field.js').Part} Part */
/** @typedef {ReturnType<typeof import('./edit.js').outputsOf>} Outputs */

const GRIP = 'M5.5 3.5v.01M10.5 3.5v.01M5.5 8v.01M10.5 8v.01M5.5 12.5v.01M10.5 12.5v.01';
const PLUS = 'M8 3v10M3 8h10';
const CROSS = 'm4 4 8 8m0-8-8 8';

/**
 * @param {Desk} desk @param {string} does @param {string} path @param {string} label
 * @param {() => void} act @param {string} sign
 */
function signButton({ t }, does, path, label, act, sign) {
  const about = t(`network.${does}.about`);
  return h(
    'button',
    {
      type: 'button',
      class: `button is-plain net-${does}`,
      'data-does': `${does}-layer`,
      'data-path': path,
      'aria-label': label,
      'aria-description': about,
      title: about,
      onclick: act,
    },
    h('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }, h('path', { d: sign })),
  );
}

/**
 * The layers as rows, each with its parameters, what comes out of it and how many weights it has.
 * @param {Desk} desk @param {(words: string) => void} say
 */
export function makeLayers(desk, say) {
  const { t, tables } = desk;
  const list = h('ol', { class: 'net-layers', 'aria-label': t('network.layers') });
  /** @type {ReturnType<typeof makeRow>[]} */
  let rows = [];

  /** @param {number} from @param {number} to */
  const move = (from, to) => {
    const { length } = layersOf(desk.config());
    if (to === from || to < 0 || to >= length) return;
    desk.take(withMoved(desk.config(), from, to));
    desk.focus(`layers.${to}.move`);
    const type = typeAt(desk.config(), `layers.${to}`) ?? '';
    say(t('network.moved', { type, place: to + 1, count: length }));
  };
  /** @param {number} at */
  const remove = (at) => {
    desk.take(withoutLayer(desk.config(), at));
    const { length } = layersOf(desk.config());
    desk.focus(length > 0 ? `layers.${Math.min(at, length - 1)}.remove` : 'layers.add');
  };
  /** A row that asks which layer it is to be. @param {number} at @param {string} back focus goes there */
  const insert = (at, back) => {
    list.querySelector('.is-new')?.remove();
    const choice = h(
      'select',
      {
        class: 'field',
        'data-path': 'layers.new',
        'aria-label': t('network.new'),
        onchange: () => {
          row.remove();
          desk.take(withLayer(desk.config(), at, choice.value, tables));
          desk.focus(`layers.${at}`);
        },
      },
      h('option', { value: '' }, t('network.new')),
      tables.layer.map(({ name, sentence }) => h('option', { value: name, title: sentence }, name)),
    );
    const cancel = () => {
      row.remove();
      desk.focus(back);
    };
    const row = h(
      'li',
      {
        class: 'net-layer is-new',
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          cancel();
        },
      },
      h('span'),
      choice,
      signButton(desk, 'remove', 'layers.new.remove', t('network.cancel'), cancel, CROSS),
    );
    list.insertBefore(row, rows[at]?.element ?? null);
    choice.focus();
  };

  const drag = makeDrag(() => rows.map(({ element }) => element), move);
  const tools = { desk, move, remove, insert, drag };
  const add = h(
    'button',
    {
      type: 'button',
      class: 'button',
      'data-does': 'add-layer',
      'data-path': 'layers.add',
      title: t('network.add.about'),
      'aria-description': t('network.add.about'),
      onclick: () => insert(layersOf(desk.config()).length, 'layers.add'),
    },
    t('network.add'),
  );
  return {
    list,
    add,
    /** @param {Outputs} outputs */
    show(outputs) {
      const types = layersOf(desk.config()).map((_, i) => typeAt(desk.config(), `layers.${i}`));
      if (types.length !== rows.length) list.querySelector('.is-new')?.remove();
      for (const extra of rows.splice(types.length)) extra.element.remove();
      rows = types.map((type, i) => {
        const old = rows[i];
        if (old?.type === type) return old;
        const row = makeRow(i, type ?? '', tools);
        if (old) old.element.replaceWith(row.element);
        else list.append(row.element);
        return row;
      });
      for (const [i, row] of rows.entries()) row.show(outputs[i]);
    },
  };
}

/**
 * @param {number} at @param {string} type
 * @param {{desk: Desk, move: (from: number, to: number) => void, remove: (at: number) => void,
 *   insert: (at: number, back: string) => void, drag: ReturnType<typeof makeDrag>}} tools
 */
function makeRow(at, type, { desk, move, remove, insert, drag }) {
  const { t, tables } = desk;
  const path = `layers.${at}`;
  const names = { place: at + 1, type };
  const grip = signButton(desk, 'move', `${path}.move`, t('network.move', names), () => {}, GRIP);
  grip.addEventListener('keydown', (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    move(at, at + by);
  });
  drag(grip, at);
  const choice = makeType(desk, path, 'layer', { label: t('network.type', names) });
  const parameters = rowsOf(tables, 'layer', type);
  const fields = parameters.map((row) => makeField(desk, `${path}.${row.name}`, row));
  const shape = h('span', { class: 'number net-shape' });
  const weights = h('span', { class: 'number net-weights' });
  const insertPath = `${path}.insert`;
  const element = h(
    'li',
    { class: 'net-layer' },
    grip,
    choice.element,
    h(
      'div',
      { class: 'net-fields' },
      fields.map((field) => field.element),
    ),
    h(
      'p',
      { class: 'net-out', title: t('network.out.about') },
      h('span', { class: 'only-spoken' }, t('network.out')),
      h('span', { 'aria-hidden': 'true' }, '→ '),
      shape,
      ' ',
      weights,
    ),
    signButton(
      desk,
      'insert',
      insertPath,
      t('network.insert', names),
      () => insert(at, insertPath),
      PLUS,
    ),
    signButton(
      desk,
      'remove',
      `${path}.remove`,
      t('network.remove', names),
      () => remove(at),
      CROSS,
    ),
  );
  return {
    element,
    type,
    /** @param {Outputs[number]} output null while it is not known */
    show(output) {
      choice.show();
      for (const field of fields) field.show();
      write(shape, output ? output.shape.join('×') : '?');
      const some = output && output.parameters > 0;
      write(weights, some ? t('weights.count', { count: count(output.parameters) }) : '');
    },
  };
}
