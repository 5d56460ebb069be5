/** What goes on inside the network: for the drawn digit, for each class, for a thousand images. */
import { h } from '../h.js';
import { mountCloud } from './inside/cloud.js';
import { mountDreams } from './inside/dreams.js';
import { mountFooled } from './inside/fooled.js';
import { mountLayers } from './inside/layers.js';
import { mountSaliency } from './inside/saliency.js';
import { mountSpread } from './inside/spread.js';
import { mountSubject } from './inside/subject.js';

const PARTS = [mountLayers, mountSaliency, mountFooled, mountDreams, mountSpread, mountCloud];

/** @type {import('../state.js').Mount} */
export function mount(root, lab, t) {
  const content = h('div', { class: 'inside' });
  root.append(content);
  const subject = mountSubject(content, lab, t);
  const leave = PARTS.map((mountPart) => {
    const part = h('div', { class: 'inside-part' });
    content.append(part);
    return mountPart(part, lab, t, subject);
  });
  return () => {
    for (const task of leave) task();
    subject.stop();
  };
}
