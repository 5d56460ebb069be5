/** The engine's files, as they lie beside the page; web/single/ has them in itself. */
import { nodeModule } from './platform.js';

/** @param {string} url @returns {Promise<Response>} */
export async function open(url) {
  if (url.startsWith('file:')) {
    const { readFile } = await nodeModule('fs/promises');
    return new Response(await readFile(new URL(url)));
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answers ${response.status}`);
  return response;
}

/** What starts a binary. @param {string} url */
export const importFactory = async (url) => (await import(/* @vite-ignore */ url)).default;
