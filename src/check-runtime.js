/**
 * Stops an `npm start` or `npm test` on a Node that cannot run us, with a sentence instead of a stack.
 * Plain JavaScript, since it is what an old Node meets first.
 */
import { readFileSync } from 'node:fs';

/** @param {string} name relative to this file */
const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

const [, major, minor] = /(\d+)\.(\d+)/.exec(read('../package.json').engines.node) ?? [];
const [hasMajor = 0, hasMinor = 0] = process.versions.node.split('.').map(Number);
const old = hasMajor < Number(major) || (hasMajor === Number(major) && hasMinor < Number(minor));

if (old || !process.features.typescript) {
  const [file, key] = 'start.nodeTooOld'.split('.');
  const sentence = read(`./language/texts/en/${file}.json`)[key];
  process.stderr.write(`${sentence.replace('{{version}}', process.versions.node)}\n`);
  process.exit(1);
}
