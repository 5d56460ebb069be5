/** Runs a module of kernels.c, the same in Node and in a page. */

/** @param {{module: string}} task its address @returns {Promise<string[]>} the lines that it prints */
export async function measure({ module }) {
  const { default: start } = await import(module);
  /** @type {string[]} */
  const lines = [];
  await start({ print: (/** @type {string} */ line) => lines.push(line) });
  return lines;
}
