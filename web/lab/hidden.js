/**
 * What `hide=` takes off the page, for those who write a tutorial around it: one table of names.
 * docs/ADDRESS.md says what each is.
 */
import { DRAWERS } from './drawers.js';

/** @param {...string} does */
const buttons = (...does) => ({ gone: does.map((name) => `[data-does="${name}"]`).join() });
/** A field that also says what holds stays, as text. @param {string} choice */
const field = (choice) => ({ still: `[data-choice="${choice}"]` });
/** @param {string} name */
const drawer = (name) => ({
  gone: `.dock-tab:has([data-does="drawer-${name}"]),[data-drawer="${name}"]`,
});

/**
 * gone: selects what is taken away; still: what becomes a read-out.
 * @type {Record<string, {gone?: string, still?: string}>}
 */
export const HIDABLE = {
  ...Object.fromEntries(Object.keys(DRAWERS).map((name) => [name, drawer(name)])),
  train: buttons('toggle'),
  step: buttons('step'),
  reset: buttons('reset'),
  pace: { gone: '[data-choice="pace"]' },
  exam: buttons('exam'),
  language: buttons('language'),
  remedy: buttons('remedy'),
  data: { gone: `.open-row,${drawer('data').gone}`, ...field('data') },
  model: field('model'),
  optimizer: field('optimizer'),
  rate: field('rate'),
  batch: field('batch'),
  epochs: field('epochs'),
  seed: field('seed'),
  charts: { gone: '.fold-learning' },
  axes: { gone: '.fold-learning .switches' },
  weights: { gone: '.figure:has(> .weights)' },
  time: { gone: '.time' },
  gallery: { gone: '.figure:has(> .gallery)' },
  pen: { gone: '[data-choice="pen"]' },
  sample: buttons('sample'),
  asDrawn: buttons('asDrawn'),
  ribbon: { gone: '.ribbon-area' },
  builder: { ...drawer('network'), still: '[data-does="open-network"]' },
};

/** @param {string} text names, with commas between */
export const areHidable = (text) => text.split(',').every((name) => Object.hasOwn(HIDABLE, name));

/** Of everything that has a name. */
const STILL = Object.values(HIDABLE).flatMap(({ still }) => still ?? []);

/**
 * Hides what the state says, now and whenever it comes.
 * @param {HTMLElement} root @param {import('./state.js').Lab} lab
 */
export function hideControls(root, lab) {
  const place = /** @type {Document | ShadowRoot} */ (root.getRootNode());
  // A sheet of its own, since much of it is not on the page yet, and the policy allows no other.
  const sheet = new CSSStyleSheet();
  place.adoptedStyleSheets = [...place.adoptedStyleSheets, sheet];
  const leave = lab.subscribe(['hide'], ({ hide }) => {
    const rows = hide ? hide.split(',').map((name) => HIDABLE[name]) : [];
    const gone = rows.flatMap((row) => row.gone ?? []).join();
    const still = rows.flatMap((row) => row.still ?? []);
    sheet.replaceSync(gone && `:is(${gone}){display:none!important}`);
    /** @type {NodeListOf<HTMLInputElement>} */
    const fields = root.querySelectorAll(STILL.join());
    for (const one of fields) {
      const isStill = still.some((selector) => one.matches(selector));
      one.disabled = isStill;
      one.classList.toggle('is-still', isStill);
    }
  });
  return () => {
    leave();
    place.adoptedStyleSheets = place.adoptedStyleSheets.filter((one) => one !== sheet);
  };
}
