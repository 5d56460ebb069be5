import { h, write } from '../h.js';
import { count, megabytes } from '../numbers.js';
import { sourceName } from '../sets.js';
import { canvasView } from '../views/canvas.js';
import { drawSheet } from '../views/pixels.js';

/** Which images it learns from, and how far they have come. @type {import('../state.js').Mount} */
export function mountData(root, lab, t) {
  const choice = h('select', {
    class: 'field',
    'aria-label': t('data'),
    title: t('data.about'),
    'aria-description': t('data.about'),
    'data-choice': 'data',
    onchange: () => lab.act.use(choice.value),
  });
  const open = () => lab.act.show({ drawer: 'data' });
  const browse = h(
    'button',
    {
      type: 'button',
      class: 'button is-small is-plain',
      'data-does': 'browse',
      title: t('drawer.data.about'),
      'aria-description': t('drawer.data.about'),
      onclick: open,
    },
    t('data.browse'),
  );
  const sheet = h('canvas', { class: 'sheet', 'aria-hidden': 'true', onclick: open });
  const counts = h('p', { class: 'unit', 'data-read': 'counts' });
  const notes = h('p', { class: 'unit', hidden: true, 'data-read': 'notes' });
  const fill = h('i', { class: 'progress-fill' });
  const bar = h(
    'div',
    {
      class: 'progress',
      role: 'progressbar',
      'aria-label': t('data.progress'),
      'aria-valuemin': 0,
      'aria-valuemax': 100,
    },
    fill,
  );
  const bytes = h('span', { class: 'unit number', 'data-read': 'bytes' });
  const input = h('input', {
    type: 'file',
    multiple: true,
    class: 'only-spoken',
    tabindex: -1,
    'aria-hidden': 'true',
    onchange: () => {
      lab.act.open([...(input.files ?? [])]);
      input.value = '';
    },
  });
  const pick = h(
    'button',
    { type: 'button', class: 'button', 'data-does': 'open', onclick: () => input.click() },
    t('data.choose'),
  );
  root.append(
    h('div', { class: 'data-head' }, h('h3', {}, t('data')), browse),
    choice,
    sheet,
    counts,
    notes,
    h('div', { class: 'progress-row' }, bar, bytes),
    h('div', { class: 'open-row' }, pick, h('span', { class: 'unit' }, t('data.drop')), input),
  );
  const picture = canvasView(
    sheet,
    { images: /** @type {Uint8Array | null} */ (null), columns: 6, gap: 3 },
    drawSheet,
  );
  let offered = '';
  let hasFiles = false;
  /** @param {import('../state.js').State} state */
  const offer = ({ source, sets }) => {
    hasFiles ||= source === 'files';
    const own = hasFiles ? ['synthetic', 'files'] : ['synthetic'];
    const sources = [...new Set([...sets, source, ...own])];
    if (sources.join() !== offered)
      choice.replaceChildren(
        ...sources.map((value) => h('option', { value }, sourceName(value, t))),
      );
    offered = sources.join();
    choice.value = source;
  };
  const keys = /** @type {const} */ (['source', 'sets', 'files', 'loaded', 'thumbs', 'recipe']);
  const leave = lab.subscribe([...keys], (state) => {
    const { files, loaded, thumbs } = state;
    offer(state);
    picture.show({ images: thumbs, columns: 6, gap: 3 });
    const total = files['train-images']?.total ?? 0;
    const parts = split(total);
    write(
      counts,
      total > 0
        ? t('data.counts', { train: count(parts.train), validation: count(parts.validation) })
        : t('data.none'),
    );
    const decided = notesOf(Object.values(files));
    notes.hidden = decided === '';
    write(notes, decided);
    const sums = sum(Object.values(files));
    const share = loaded ? 1 : sums.share;
    fill.style.transform = `scaleX(${share})`;
    bar.setAttribute('aria-valuenow', String(Math.round(share * 100)));
    bar.classList.toggle('is-done', loaded);
    write(
      bytes,
      sums.bytes > 0
        ? loaded || !sums.totalBytes
          ? megabytes(sums.bytes)
          : t('data.bytes', { bytes: megabytes(sums.bytes), total: megabytes(sums.totalBytes) })
        : '',
    );
  });
  return () => {
    leave();
    picture.stop();
  };
}

/** As the engine splits: 50,000 and 10,000, smaller sets in proportion. @param {number} total */
export function split(total) {
  if (total >= 60000) return { train: 50000, validation: 10000 };
  const train = Math.floor((total * 5) / 6);
  return { train, validation: total - train };
}

/** What was decided about the data, as the engine says it. @param {import('../state.js').DataProgress[]} files */
export function notesOf(files) {
  return [...new Set(files.flatMap((file) => file.notes ?? []))].join('; ');
}

/** @param {import('../state.js').DataProgress[]} files */
function sum(files) {
  const bytes = files.reduce((all, file) => all + file.bytes, 0);
  const known = files.length > 0 && files.every((file) => file.totalBytes || file.done);
  const totalBytes = known
    ? files.reduce((all, file) => all + (file.totalBytes ?? file.bytes), 0)
    : 0;
  const images = files.reduce((all, file) => all + file.images, 0);
  const total = files.reduce((all, file) => all + file.total, 0);
  // Without sizes, what has been decoded tells how far it has come.
  const share = totalBytes > 0 ? bytes / totalBytes : total > 0 ? images / total : 0;
  return { bytes, totalBytes, share: Math.min(1, share) };
}
