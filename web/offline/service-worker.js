/**
 * Makes the page work without a network once it has been opened, and, from the second visit on,
 * cross-origin isolated where its host sends no headers. tools/offline.mjs puts the names of the
 * page's files and the build's own into it. A new one waits until no tab shows the old page, so
 * that none loses the files it may still ask for; it never reloads one.
 */

/** @typedef {Event & {waitUntil: (task: Promise<unknown>) => void}} LifeEvent */
/** @typedef {LifeEvent & {request: Request, respondWith: (answer: Promise<Response>) => void}} AskEvent */

const worker = /** @type {any} */ (globalThis);
const FILES = /** @type {string[]} */ (/** @type {unknown} */ ('__FILES__'));
const BUILD = '__BUILD__';
/** Other pages of this site have caches too. @type {string} */
const scope = worker.registration.scope;
const pages = `inkling ${scope} ${BUILD}`;
/** Of the data sets, which are the same in every build. */
const data = `inkling ${scope} data`;

const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

worker.addEventListener('install', (/** @type {LifeEvent} */ event) =>
  event.waitUntil(
    caches.open(pages).then((cache) =>
      // What has its content in its name is the same in the browser's own cache.
      cache.addAll(
        FILES.map(
          (name) => new Request(scope + name, { cache: isNamed(name) ? 'default' : 'no-cache' }),
        ),
      ),
    ),
  ),
);

worker.addEventListener('activate', (/** @type {LifeEvent} */ event) =>
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter(
              (name) => name.startsWith(`inkling ${scope} `) && name !== pages && name !== data,
            )
            .map((name) => caches.delete(name)),
        ),
      ),
  ),
);

worker.addEventListener('fetch', (/** @type {AskEvent} */ event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return;
  event.respondWith(answer(event).then(isolated));
});

/** @param {string} name of a file, from the scope on */
const isNamed = (name) => name.startsWith('assets/');

/** @param {AskEvent} event */
async function answer(event) {
  const { request } = event;
  const name = request.url.slice(scope.length).split(/[?#]/)[0];
  if (/^data\/.+\//.test(name))
    return keptOr(event, data, () => fetch(request, { cache: 'no-store' }));
  if (isNamed(name)) return keptOr(event, pages, () => fetch(request));
  // The page itself and the engine: the newest there is, or what was kept.
  const isPage = request.mode === 'navigate';
  try {
    const response = await fetch(request);
    if (response.ok && !isPage) keep(event, pages, response);
    return response;
  } catch (error) {
    const kept = await caches.match(isPage ? scope : request, { cacheName: pages });
    if (kept) return kept;
    throw error;
  }
}

/**
 * From the cache, or fetched and kept there: once, since `no-store` keeps it out of the browser's own.
 * @param {AskEvent} event @param {string} cacheName @param {() => Promise<Response>} ask
 */
async function keptOr(event, cacheName, ask) {
  const kept = await caches.match(event.request, { cacheName });
  if (kept) return kept;
  const response = await ask();
  if (response.status === 200) keep(event, cacheName, response);
  return response;
}

/** @param {AskEvent} event @param {string} cacheName @param {Response} response */
function keep(event, cacheName, response) {
  const copy = response.clone();
  // A full disk, or a line that breaks: it is not kept, and that is all.
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.put(event.request, copy))
      .catch(() => {}),
  );
}

/** With the headers that the host may not send. @param {Response} response */
function isolated(response) {
  if (response.status === 0 || response.redirected) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
