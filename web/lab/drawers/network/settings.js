import { h } from '../../h.js';
import { groupsOf, rowsOf, typeAt } from './edit.js';
import { makeField, makeType, term } from './field.js';

/** @typedef {import('./field.js').Desk} Desk */
/** @typedef {import('./field.js').Part} Part */

/**
 * All that is no layer: loss, optimiser, schedule …, in the groups the engine's tables make.
 * @param {Desk} desk
 * @returns {Part}
 */
export function makeSettings(desk) {
  const groups = groupsOf(desk.tables).map((group) => makeGroup(desk, group));
  return {
    element: h(
      'div',
      { class: 'net-groups' },
      groups.map(({ element }) => element),
    ),
    show: () => {
      for (const group of groups) group.show();
    },
  };
}

/**
 * @param {Desk} desk @param {ReturnType<typeof groupsOf>[number]} group
 * @returns {Part}
 */
function makeGroup(desk, { kind, choices, shared }) {
  const { t, tables } = desk;
  const name = kind ? term(t, kind) : t('training');
  const at = (/** @type {string} */ parameter) => (kind ? `${kind}.${parameter}` : parameter);
  const choice = choices && makeType(desk, kind, kind, { mayBeNone: true, label: name });
  const own = h('div');
  const fixed = shared.map((row) => makeField(desk, at(row.name), row));
  /** @type {Part[]} */
  let fields = [];
  /** @type {string | null | undefined} */
  let type;
  return {
    element: h(
      'section',
      { class: 'net-group' },
      h('h3', {}, name),
      choice?.element,
      own,
      fixed.map(({ element }) => element),
    ),
    show() {
      const now = choices && typeAt(desk.config(), kind);
      if (choices && now !== type) {
        type = now;
        fields = rowsOf(tables, kind, type ?? null).map((row) =>
          makeField(desk, at(row.name), row),
        );
        own.replaceChildren(...fields.map(({ element }) => element));
      }
      choice?.show();
      for (const field of [...fields, ...fixed]) field.show();
    },
  };
}
