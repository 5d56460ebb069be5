/**
 * The sentence that explains a control. A mouse gets it from the title; here it is shown at the
 * keyboard's focus, and to a finger that stays on a control or touches what does nothing else. Screen
 * readers have it as a description.
 */
import { h, write } from './h.js';

/** A finger that stays so long asks, and does not act; ms. */
const STAY = 500;
/** How far a finger may slip meanwhile, and how far a hint stays from all edges; CSS pixels. */
const SLIP = 10;
const GAP = 8;
const EXPLAINED = '[title]:not([title=""])';
const ACTING = 'button, select, input, a, label, summary, canvas, [tabindex]';

/** @param {HTMLElement} root @returns {() => void} ends it */
export function mountHints(root) {
  const hint = h('p', { class: 'hint', popover: 'manual', 'aria-hidden': 'true' });
  root.append(hint);
  const ending = new AbortController();
  /** @param {string} type @param {(event: any) => void} react */
  const on = (type, react) =>
    root.addEventListener(type, react, { capture: true, signal: ending.signal });
  let held = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let from = { x: 0, y: 0 };

  const hide = () => {
    clearTimeout(timer);
    hint.hidePopover?.();
  };
  /** @param {Element} target */
  const show = (target) => {
    const explained = target.closest(EXPLAINED);
    hide();
    if (!explained || !root.contains(explained)) return;
    write(hint, explained.getAttribute('title') ?? '');
    hint.showPopover?.();
    const { left, top, bottom } = explained.getBoundingClientRect();
    const { width, height } = hint.getBoundingClientRect();
    const view = root.ownerDocument.documentElement;
    const below = bottom + GAP;
    const fits = below + height + GAP <= view.clientHeight;
    hint.style.left = `${Math.max(GAP, Math.min(left, view.clientWidth - width - GAP))}px`;
    hint.style.top = `${fits ? below : Math.max(GAP, top - height - GAP)}px`;
  };

  on('keydown', ({ key }) => key === 'Escape' && hide());
  on('focusin', ({ target }) => target.matches(':focus-visible') && show(target));
  on('focusout', hide);
  on('wheel', hide);
  on('pointerdown', ({ target, pointerType, clientX, clientY }) => {
    held = false;
    hide();
    if (pointerType !== 'touch' || target.closest('canvas')) return;
    from = { x: clientX, y: clientY };
    timer = setTimeout(() => {
      held = target.closest(EXPLAINED) !== null;
      show(target);
    }, STAY);
  });
  on('pointermove', ({ clientX, clientY }) => {
    if (Math.hypot(clientX - from.x, clientY - from.y) > SLIP) clearTimeout(timer);
  });
  for (const type of ['pointerup', 'pointercancel']) on(type, () => clearTimeout(timer));
  on('contextmenu', (event) => held && event.preventDefault());
  on('click', (event) => {
    const { target, pointerType } = event;
    const acts = target.closest(EXPLAINED)?.contains(target.closest(ACTING));
    if (held) {
      event.preventDefault();
      event.stopPropagation();
    } else if (pointerType === 'touch' && !acts) {
      show(target);
    }
    held = false;
  });
  return () => {
    ending.abort();
    hide();
  };
}
