/** Loads the packages as they are shipped for pages, from where install.mjs has put them. */

export const PACKAGES = '/build/bench-peers/node_modules';

/** @param {string} path below PACKAGES, of a script that is no module @returns {Promise<void>} */
export const loadScript = (path) =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `${PACKAGES}/${path}`;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${script.src} cannot be loaded`));
    document.head.append(script);
  });
