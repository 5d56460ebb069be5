/** One file over HTTP into a file on disk, going on where an earlier try stopped. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';

/**
 * @typedef {object} DownloadOptions
 * @property {number} [bytes] the size it must have, where that is known
 * @property {number} connectTimeout milliseconds until there is an answer
 * @property {number} stallTimeout milliseconds without a byte
 * @property {AbortSignal} [signal]
 * @property {(bytes: number) => void} progress bytes on disk
 */

/**
 * Errors read as the rest of a sentence about the server; those of the disk keep their code.
 * @param {string} url
 * @param {string} path may hold the first part already
 * @param {DownloadOptions} options
 * @returns {Promise<void>} when there are `bytes` bytes, or all that the server has
 */
export async function download(url, path, options) {
  const have = await sizeOf(path);
  if (have === options.bytes) return;
  // What is there may be all of it, where nobody knows the size: then it begins anew.
  let start = have > (options.bytes ?? 0) ? 0 : have;
  const patience = makePatience(options);
  try {
    let response = await ask(url, start, patience);
    if (!continuesAt(response, start)) {
      await response.body?.cancel();
      start = 0;
      response = await ask(url, start, patience);
    }
    // A server that knows no ranges sends all of it with a plain 200.
    await save(response, path, response.status === 206 ? start : 0, options, patience);
  } finally {
    patience.end();
  }
}

/** @param {Response} response @param {number} start */
function continuesAt(response, start) {
  if (response.status !== 206) return response.status !== 416;
  return response.headers.get('content-range')?.startsWith(`bytes ${start}-`) ?? false;
}

/**
 * @param {string} url
 * @param {number} start
 * @param {ReturnType<typeof makePatience>} patience
 */
async function ask(url, start, patience) {
  // Compression on the way would make other bytes than those that are counted.
  /** @type {Record<string, string>} */
  const headers = { 'accept-encoding': 'identity' };
  if (start > 0) headers.range = `bytes=${start}-`;
  const response = await fetch(url, { headers, signal: patience.signal }).catch((error) => {
    throw new Error(patience.reason() ?? describeFailure(error));
  });
  if (response.ok || (response.status === 416 && start > 0)) return response;
  await response.body?.cancel();
  throw new Error(`answers ${`${response.status} ${response.statusText}`.trim()}`);
}

/**
 * @param {Response} response
 * @param {string} path
 * @param {number} start
 * @param {DownloadOptions} options
 * @param {ReturnType<typeof makePatience>} patience
 */
async function save(response, path, start, { bytes, progress }, patience) {
  const file = await open(path, start > 0 ? 'a' : 'w');
  let have = start;
  const promised = start + Number(response.headers.get('content-length') ?? 0);
  try {
    for await (const chunk of chunksOf(response, patience)) {
      if (bytes !== undefined && have + chunk.length > bytes)
        throw new Error(`sends more than the ${bytes} bytes expected`);
      await file.appendFile(chunk);
      have += chunk.length;
      progress(have);
    }
  } finally {
    await file.close();
  }
  const all = bytes ?? promised;
  if (have < all) throw new Error(`ends the connection after ${have} of ${all} bytes`);
}

/**
 * @param {Response} response
 * @param {ReturnType<typeof makePatience>} patience
 */
async function* chunksOf(response, patience) {
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  try {
    for (;;) {
      patience.waitForByte();
      const { value, done } = await reader.read().catch((error) => {
        throw new Error(patience.reason() ?? `breaks the connection (${describeFailure(error)})`);
      });
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * Gives up when the server is silent for too long.
 * @param {DownloadOptions} options
 */
function makePatience({ connectTimeout, stallTimeout, signal }) {
  const controller = new AbortController();
  /** @type {string | undefined} */
  let reason;
  /** @type {NodeJS.Timeout} */
  let timer;
  /** @param {number} milliseconds @param {string} sentence */
  const wait = (milliseconds, sentence) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      reason = sentence;
      controller.abort();
    }, milliseconds);
  };
  wait(connectTimeout, `does not answer within ${connectTimeout / 1000} s`);
  return {
    signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal,
    reason: () => reason,
    waitForByte: () => wait(stallTimeout, `sends nothing for ${stallTimeout / 1000} s`),
    end: () => clearTimeout(timer),
  };
}

/** @type {Record<string, string>} */
const CAUSES = {
  ENOTFOUND: 'is not known to the name server (is there a network?)',
  EAI_AGAIN: 'cannot be looked up (is there a network?)',
  ECONNREFUSED: 'refuses the connection',
  ECONNRESET: 'resets the connection',
  ENETUNREACH: 'cannot be reached',
  EHOSTUNREACH: 'cannot be reached',
  UND_ERR_SOCKET: 'closes the connection',
  UND_ERR_CONNECT_TIMEOUT: 'does not answer',
};

/** @param {Error & {cause?: any}} error of fetch */
function describeFailure(error) {
  const code = error.cause?.code ?? error.cause?.errors?.[0]?.code;
  return CAUSES[code] ?? error.cause?.message ?? error.message;
}

/** @param {string} path */
export async function sizeOf(path) {
  return stat(path).then(
    (entry) => entry.size,
    () => 0,
  );
}

/** @param {string} path @param {'sha256' | 'md5'} kind @returns {Promise<string>} hexadecimal */
export async function hashFile(path, kind = 'sha256') {
  const hash = createHash(kind);
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
