// Copies a JavaScript file without its comments and indentation: what a visitor downloads. What
// looks like a comment in a string would go too, and the inside of strings of several lines.
//     node tools/strip.mjs FROM TO
import { readFileSync, writeFileSync } from 'node:fs';

const [from, to] = process.argv.slice(2);
const text = readFileSync(from, 'utf8')
  .replace(/\/\*[\s\S]*?\*\/ ?/g, '')
  .replace(/^\s*\/\/.*\n/gm, '')
  .replace(/^\s+/gm, '');
writeFileSync(to, text);
