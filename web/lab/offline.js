/** Opened as a file, the page cannot read what lies beside it, even where its scripts run. */
export const needsServer = location.protocol === 'file:';

/** Registers the service worker, on a page of its own that comes from a server. */
export function workOffline() {
  const isOwn = window.parent === window && /^https?:$/.test(location.protocol);
  // @ts-expect-error: what Vite says of the build
  const isBuilt = import.meta.env.PROD;
  if (!isBuilt || !isOwn || !('serviceWorker' in navigator)) return;
  // Without it the page works as before: a host may not have the file, or the browser may refuse.
  navigator.serviceWorker
    .register(new URL('./service-worker.js', document.baseURI))
    .catch(() => {});
}
