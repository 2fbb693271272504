/** `npm run prose`: sentences that are too long in what a newcomer reads, and links and pages named anywhere that are not there. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MOST_WORDS = 25;
const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Folders without prose or code of ours. */
const SKIPPED =
  /(^|\/)(\.git|\.cache|node_modules|\.venv|dist|work|fixtures|looks|golden|test-results|playwright-report|experiment)$/;
const TEXTS = new Set(['.md', '.ts', '.tsx', '.mjs', '.py', '.sh', '.yaml', '.toml', '.cff']);
/** Written by commands: their sentences stand in code. */
const GENERATED = /^docs\/results\/|^public\/models\//;

/** A bundle's card stays as it was written: its hash is the bundle's. */
const CARD = /^public\/models\//;

/** @returns {string[]} paths of texts below a folder, from the root */
function textsIn(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.test(path) ? [] : textsIn(path);
    return TEXTS.has(extname(path)) ? [path] : [];
  });
}

/** A page without its code blocks and front matter; lines keep their numbers. @param {string} text */
function withoutCode(text) {
  let code = false;
  return text.split('\n').map((line) => {
    const fence = /^\s*```/.test(line);
    if (fence) code = !code;
    return code || fence ? '' : line;
  });
}

/** Paragraphs, items and headings, each with the line that it begins on. @param {string[]} lines */
function blocks(lines) {
  const found = [];
  let open = false;
  lines.forEach((line, index) => {
    const begins = /^\s*(?:[-*] |\d+\. |#|>|<!--|\|)/.test(line);
    if (line.trim() === '' || /^\s*(?:\||<!--|#)/.test(line)) open = false;
    else if (open && !begins) found[found.length - 1].text += ` ${line.trim()}`;
    else {
      found.push({ line: index + 1, text: line.trim().replace(/^(?:[-*>] |\d+\. )/, '') });
      open = true;
    }
  });
  return found;
}

/** @param {string} text */
function sentences(text) {
  const plain = text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/`[^`]*`/g, 'Code')
    .replace(/[*_]{2}/g, '');
  return plain.split(/(?<=[^.\s]{2}[.!?]["”)]*)\s+(?=["“(]?[\p{Lu}\d])/u);
}

/** What has a letter is a word: numbers and signs do not count. @param {string} sentence */
const words = (sentence) => sentence.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;

/** As GitHub makes them of headings. @param {string} text */
const anchors = (text) =>
  withoutCode(text)
    .filter((line) => line.startsWith('#'))
    .map((line) =>
      line
        .replace(/^#+\s*/, '')
        .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    );

/** @param {string} path @param {string} text */
function* deadLinks(path, text) {
  for (const [index, line] of withoutCode(text).entries()) {
    for (const [, target] of line.replace(/`[^`]*`/g, '').matchAll(/\]\(([^)\s]+)[^)]*\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [file, anchor] = target.split('#');
      const to = file === '' ? path : join(dirname(path), decodeURI(file));
      const there = existsSync(join(root, to));
      if (!there || (anchor && to.endsWith('.md') && !anchors(readFileSync(join(root, to), 'utf8')).includes(anchor)))
        yield `${path}:${index + 1}: ${target} is not there`;
    }
  }
}

const decisions = readdirSync(join(root, 'docs/adr'));

/** Pages of `docs` that a text names without a link. @param {string} path @param {string} text */
function* deadNames(path, text) {
  for (const [name, number] of text.matchAll(/\bdocs\/(?:adr\/(\d{4})\b(?!-)|[\w/-]+\.md\b)/g)) {
    const there = number ? decisions.some((file) => file.startsWith(`${number}-`)) : existsSync(join(root, name));
    if (!there) yield `${path}: ${name} is not there`;
  }
}

const CODE =
  /^(?:(?:src|cli|scripts|workers|e2e|training|public)\/|(?:core|state|engine|bridge|contracts|features)\/)[\w./-]+$/;
/** Written here, and not in a clone. */
const MADE = /^training\/(?:work|\.venv)\b/;

/** Files and folders of code that a page names in backticks. @param {string} path @param {string} text */
function* deadCode(path, text) {
  for (const [index, line] of withoutCode(text).entries()) {
    for (const [, name] of line.matchAll(/`([^`]+)`/g)) {
      if (!CODE.test(name) || MADE.test(name)) continue;
      const there = [name, `src/${name}`].some((to) =>
        ['', '.ts', '.tsx'].some((ending) => existsSync(join(root, to + ending))),
      );
      if (!there) yield `${path}:${index + 1}: ${name} is not there`;
    }
  }
}

/** Each decision says date and status in its third line, and the index says the same. */
function* unlistedDecisions() {
  const index = readFileSync(join(root, 'docs/adr/README.md'), 'utf8');
  for (const file of decisions.filter((name) => /^\d{4}-/.test(name))) {
    const [title, , stand] = readFileSync(join(root, 'docs/adr', file), 'utf8').split('\n');
    const said = /^(\d{4}-\d\d-\d\d) · (proposed|accepted|superseded by \[(\d{4})\])/.exec(stand ?? '');
    if (!said) yield `docs/adr/${file}: date and status are missing`;
    else {
      const status = said[3] ? `superseded by ${said[3]}` : said[2];
      const row = `| [${file.slice(0, 4)}](${file}) | ${title.slice('# 0000 '.length)} | ${said[1]} | ${status} |`;
      if (!index.includes(row)) yield `docs/adr/README.md: lacks ${row}`;
    }
  }
}

const faults = [...unlistedDecisions()];
for (const path of textsIn('')) {
  const text = readFileSync(join(root, path), 'utf8');
  if (!CARD.test(path)) faults.push(...deadNames(path, text));
  if (!path.endsWith('.md')) continue;
  faults.push(...deadLinks(path, text));
  if (GENERATED.test(path)) continue;
  faults.push(...deadCode(path, text));
  for (const { line, text: block } of blocks(withoutCode(text)))
    for (const sentence of sentences(block))
      if (words(sentence) > MOST_WORDS) faults.push(`${path}:${line}: ${words(sentence)} words: ${sentence}`);
}
if (faults.length > 0) {
  console.error(faults.join('\n'));
  console.error(`${faults.length} faults in the prose.`);
  process.exit(1);
}
console.log(`Prose: no sentence above ${MOST_WORDS} words, no dead link.`);
