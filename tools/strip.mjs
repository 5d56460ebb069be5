// Copies a JavaScript file without comments that have lines of their own, and without indentation:
// what a visitor downloads. The file must not hold strings of several lines.
//     node tools/strip.mjs FROM TO
import { readFileSync, writeFileSync } from 'node:fs';

const [from, to] = process.argv.slice(2);
const text = readFileSync(from, 'utf8');
const comments = /^\s*(\/\*((?!\*\/)[\s\S])*\*\/|\/\/.*)\n/gm;
writeFileSync(to, text.replace(comments, '').replace(/^\s+/gm, ''));
