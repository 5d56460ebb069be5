import { DRAWERS } from '../drawers.js';
import { h } from '../h.js';

/**
 * The drawers, each below its button; a wide page shows the buttons in one row. One is open at a
 * time, and only that one is mounted: a closed drawer asks the engine nothing.
 * @type {import('../state.js').Mount}
 */
export function mountDock(root, lab, t) {
  const drawers = Object.entries(DRAWERS).map(([name, load]) => {
    const button = h(
      'button',
      {
        type: 'button',
        class: 'dock-button',
        'data-does': `drawer-${name}`,
        'aria-expanded': 'false',
        'aria-description': t(`drawer.${name}.about`),
        title: t(`drawer.${name}.about`),
        onclick: () => lab.act.show({ drawer: lab.get().drawer === name ? null : name }),
      },
      t(`drawer.${name}`),
    );
    const panel = h('section', {
      class: 'drawer',
      hidden: true,
      'data-drawer': name,
      'aria-label': t(`drawer.${name}`),
    });
    return { name, load, button, panel };
  });
  root.append(
    ...drawers.flatMap(({ button, panel }) => [h('h2', { class: 'dock-tab' }, button), panel]),
  );

  /** @type {(() => void) | undefined} */
  let unmount;
  /** Counted up with each change, so that a drawer which loads slowly opens only if still wanted. */
  let change = 0;
  const close = () => {
    change++;
    unmount?.();
    unmount = undefined;
    for (const { button, panel } of drawers) {
      panel.hidden = true;
      panel.replaceChildren();
      button.setAttribute('aria-expanded', 'false');
    }
  };
  /** @param {(typeof drawers)[number]} drawer */
  const open = async ({ name, load, button, panel }) => {
    const mine = change;
    button.setAttribute('aria-expanded', 'true');
    panel.hidden = false;
    panel.setAttribute('aria-busy', 'true');
    try {
      const [{ mount }, words] = await Promise.all([load(), t.load(name)]);
      if (mine === change) unmount = mount(panel, lab, words);
    } catch {
      if (mine === change) panel.replaceChildren(h('p', {}, t('drawer.failed')));
    }
    panel.removeAttribute('aria-busy');
  };
  const leave = lab.subscribe(['drawer'], (state) => {
    close();
    const wanted = drawers.find(({ name }) => name === state.drawer);
    root.classList.toggle('is-open', wanted !== undefined);
    if (wanted) void open(wanted);
  });
  return () => {
    leave();
    close();
  };
}
