/**
 * The page's words in one language. Sentences live in words/<language>/: page.json, and a file for
 * each drawer, loaded with it; what the engine's tables say in English stands in ko/tables.json in
 * Korean. Here is how numbers and Korean particles are put into them.
 * @typedef {'en' | 'ko'} Language
 * @typedef {Record<string, string | number>} Values
 * @typedef {((key: string, values?: Values) => string) & {language: Language, has: (key: string) => boolean, load: (part: string) => Promise<Translate>}} Translate
 *   load: with the words of a part as well
 */

export const LANGUAGES = /** @type {const} */ (['en', 'ko']);

/** Drawers that say what the engine's tables say, whose sentences are English. */
const WITH_TABLES = ['network', 'data'];

/** @param {readonly string[]} wanted such as navigator.languages @returns {Language} */
export function chooseLanguage(wanted) {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0];
    const known = LANGUAGES.find((language) => language === primary);
    if (known) return known;
  }
  return 'en';
}

/** @param {Language} language @returns {Promise<Translate>} */
export async function loadWords(language) {
  return createTranslate(language, await wordsOf(language, 'page'));
}

/**
 * Fetched as the data they are, in the one language that is spoken.
 * @param {Language} language @param {string} part @returns {Promise<Record<string, string>>}
 */
async function wordsOf(language, part) {
  const response = await fetch(new URL(`./words/${language}/${part}.json`, import.meta.url));
  if (!response.ok) throw new Error(`${response.url} answers ${response.status}`);
  return response.json();
}

/**
 * @param {Language} language
 * @param {Record<string, string>} words sentences with {name} and {name:particle}
 * @returns {Translate}
 */
export function createTranslate(language, words) {
  /** @param {string} key @param {Values} [values] */
  const translate = (key, values = {}) => {
    const sentence = words[key];
    if (sentence === undefined) throw new Error(`no words for "${key}" in ${language}`);
    return sentence.replace(/\{(\w+)(?::([^}]+))?\}/g, (_whole, name, particle) => {
      const value = String(values[name] ?? '');
      return particle ? value + particleAfter(value, particle) : value;
    });
  };
  return Object.assign(translate, {
    language,
    has: (/** @type {string} */ key) => key in words,
    load: async (/** @type {string} */ part) => {
      const parts = language !== 'en' && WITH_TABLES.includes(part) ? [part, 'tables'] : [part];
      const more = await Promise.all(parts.map((one) => wordsOf(language, one)));
      return createTranslate(language, Object.assign({}, words, ...more));
    },
  });
}

/** Final sounds of the digits as they are read: 영 일 이 삼 사 오 육 칠 팔 구. */
const DIGIT_FINALS = ['ㅇ', 'ㄹ', '', 'ㅁ', '', '', 'ㄱ', 'ㄹ', 'ㄹ', ''];
/** Particles: [after a final consonant, after a vowel]. */
const PARTICLES = [
  ['과', '와'],
  ['은', '는'],
  ['이', '가'],
  ['을', '를'],
];

/**
 * The form of a Korean particle that fits what stands before it: 7과, 9와; 10은, 2는; 0.1로, 10으로.
 * @param {string} before ends in a digit, a letter or a Hangul syllable
 * @param {string} particle any form of it
 */
export function particleAfter(before, particle) {
  const final = finalSound(before);
  // ㄹ counts as a vowel for 로, and for no other particle.
  if (particle === '로' || particle === '으로')
    return final === '' || final === 'ㄹ' ? '로' : '으로';
  const forms = PARTICLES.find((pair) => pair.includes(particle));
  if (!forms) return particle;
  return final === '' ? forms[1] : forms[0];
}

/** @param {string} text @returns {string} 'ㄹ', another final consonant (any letter) or '' */
function finalSound(text) {
  const last = text.at(-1) ?? '';
  // 0 after another digit reads 십, 백, 천 or 만: a final consonant like 영's.
  if (/[0-9]/.test(last)) return DIGIT_FINALS[Number(last)];
  // Letters by their names: 엘, 엠, 엔, 알; the others' end in vowels.
  if (/[lmnr]/i.test(last)) return /[lr]/i.test(last) ? 'ㄹ' : 'ㅇ';
  const syllable = last.charCodeAt(0) - 0xac00;
  if (!(syllable >= 0 && syllable < 11172)) return '';
  const final = syllable % 28;
  return final === 0 ? '' : final === 8 ? 'ㄹ' : 'ㅇ';
}
