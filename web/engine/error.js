/** What each code that JavaScript adds to the engine's own means. @type {Record<string, string>} */
const SENTENCES = {
  INK_ERROR_ARGUMENT: 'an argument is out of its range',
  INK_ERROR_CONFIG: 'the model config is not valid',
  INK_ERROR_SHAPE: 'a tensor has another shape than the model',
  INK_ERROR_STATE: 'this cannot be done now',
  INK_ERROR_NO_TEST: 'there are no test images',
  INK_ERROR_NETWORK: 'a file could not be loaded',
  INK_ERROR_FILE: 'a file could not be read',
  INK_ERROR_FORMAT: 'the file is not the safetensors file it should be',
  INK_ERROR_ENGINE: 'the engine could not be started',
};

/**
 * Every failure of the engine. `code` is the name from the engine's error table
 * ('INK_ERROR_GZIP') or one of those above; `detail` says what exactly was wrong and, where it
 * helps, what to do; `message` is the code's sentence followed by the detail.
 */
export class InklingError extends Error {
  /**
   * @param {string} code
   * @param {string} detail
   * @param {string} [sentence] what the code means, where the engine has said so
   */
  constructor(code, detail, sentence = SENTENCES[code] ?? code) {
    super(detail ? `${sentence}: ${detail}` : sentence);
    this.name = 'InklingError';
    this.code = code;
    this.detail = detail;
    this.sentence = sentence;
  }
}

/**
 * An error as it crosses between threads, which would strip it of its class and code.
 * @param {unknown} error
 */
export function packError(error) {
  if (error instanceof InklingError)
    return { code: error.code, detail: error.detail, sentence: error.sentence };
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { name, message, stack };
}

/**
 * @param {ReturnType<typeof packError>} packed
 * @returns {Error}
 */
export function unpackError(packed) {
  if (packed.code !== undefined)
    return new InklingError(packed.code, packed.detail, packed.sentence);
  const error = new Error(packed.message);
  if (packed.name) error.name = packed.name;
  if (packed.stack) error.stack = packed.stack;
  return error;
}
