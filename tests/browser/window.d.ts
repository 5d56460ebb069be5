/** What the page and the tests put on the window. */
interface Window {
  /** The page's own: its store and its trainer. */
  // biome-ignore lint/suspicious/noExplicitAny: the tests look at whatever they like of it
  inkling: any;
  /** What was seen since before the first script: see harness.js. */
  witness: { wasm: string[]; violations: string[] };
  /** Single tests' own notes. */
  phases: (string | undefined)[];
  firsts: number[];
  asked: { view: number; evaluate: number };
}
