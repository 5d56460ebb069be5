import { h } from '../h.js';

const SIGN = 'M8 1.5 15 14H1ZM8 6v4M8 11.6v1';

/** What went wrong, why, and what to do. @type {import('../state.js').Mount} */
export function mountNotice(root, lab, t) {
  root.setAttribute('role', 'alert');
  return lab.subscribe(['notice'], ({ notice }) => {
    root.replaceChildren();
    root.hidden = !notice;
    if (!notice) return;
    const { kind, error, faults = '', actions = [] } = notice;
    root.append(
      h(
        'svg',
        { class: 'notice-sign', viewBox: '0 0 16 16', 'aria-hidden': 'true' },
        h('path', { d: SIGN }),
      ),
      h(
        'p',
        { class: 'notice-words' },
        h('strong', {}, t(`notice.${kind}`, { why: reason(error, t), faults })),
        ' ',
        t(`notice.${kind}.do`),
      ),
      h(
        'div',
        { class: 'notice-actions' },
        [...actions, /** @type {const} */ ('close')].map((action) =>
          h(
            'button',
            {
              type: 'button',
              class: 'button',
              'data-does': action,
              onclick: () => lab.act.answer(action),
            },
            t(action),
          ),
        ),
      ),
    );
  });
}

/**
 * Why, as a sentence: the code's in the page's language, and the engine's detail as it is.
 * @param {unknown} error @param {import('../state.js').Translate} t
 */
export function reason(error, t) {
  if (error === undefined) return '';
  const { code, detail, message } =
    /** @type {{code?: string, detail?: string, message?: string}} */ (error);
  const key = `error.${code}`;
  const text =
    code && t.has(key) ? [t(key), detail].filter(Boolean).join(': ') : (message ?? String(error));
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
