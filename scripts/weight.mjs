/** `npm run weight`: what the browser loads before the first screen, each screen and language, and what each worker begins with, against a budget. Reads `dist`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './setup.mjs';

/** In kB (1000 bytes), packed by gzip. A larger one has its reason in docs/dependencies.md. */
const BUDGET = { shell: 180, screen: 40, language: 36, worker: 70 };

const dist = join(root, 'dist');
const manifestPath = join(dist, '.vite', 'manifest.json');
if (!existsSync(manifestPath)) {
  console.error('There is no build to weigh: run npm run build first.');
  process.exit(1);
}
/** @type {Record<string, { file: string, imports?: string[], css?: string[] }>} */
const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));

/** Files of a part of the page with all that it imports at once; what it imports later comes later. @param {string} source @param {Set<string>} found */
function filesOf(source, found = new Set()) {
  const chunk = manifest[source];
  if (!chunk || found.has(chunk.file)) return found;
  for (const file of [chunk.file, ...(chunk.css ?? [])]) found.add(file);
  for (const next of chunk.imports ?? []) filesOf(next, found);
  return found;
}

/** The same for a worker, which the manifest does not know. @param {string} file @param {Set<string>} found */
function filesOfWorker(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(join(dist, file), 'utf8');
  for (const [, next = ''] of text.matchAll(/\b(?:import|export)\s*(?:[\w$*{}\s,]*?from\s*)?["']\.\/([^"']+)["']/g))
    filesOfWorker(`assets/${next}`, found);
  return found;
}

/** @param {Iterable<string>} files */
function weigh(files) {
  const packed = [...files].map((file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length);
  return packed.reduce((sum, bytes) => sum + bytes, 0) / 1000;
}

const shell = filesOf('index.html');
/** @param {string} source */
const beyondShell = (source) => weigh([...filesOf(source)].filter((file) => !shell.has(file)));
/** @param {RegExp} pattern @returns {[string, string][]} sources and what the pattern names of them */
const named = (pattern) =>
  Object.keys(manifest).flatMap((source) => {
    const [, name] = pattern.exec(source) ?? [];
    return name === undefined ? [] : [[source, name]];
  });
const workers = readdirSync(join(dist, 'assets')).filter((file) => /\.worker-[\w-]+\.js$/.test(file));

/** @type {[keyof typeof BUDGET, string, number][]} */
const weights = [['shell', 'page before its first screen', weigh(shell)]];
for (const [source, name] of named(/^src\/features\/(\w+)\/index\.ts$/))
  weights.push(['screen', `screen ${name}`, beyondShell(source)]);
for (const [source, name] of named(/^src\/messages\/(\w+\/(?:index|screens))\.ts$/))
  weights.push(['language', `language ${name}`, beyondShell(source)]);
for (const file of workers)
  weights.push(['worker', `worker ${file.replace(/\..*/, '')}`, weigh(filesOfWorker(`assets/${file}`))]);

for (const [kind, what, weight] of weights)
  console.log(`${weight.toFixed(1).padStart(6)} kB of ${String(BUDGET[kind]).padStart(3)}  ${what}`);
const heavy = weights.filter(([kind, , weight]) => weight > BUDGET[kind]);
for (const [kind, what, weight] of heavy)
  console.error(
    `Too heavy: ${what} has ${weight.toFixed(1)} kB, ${(weight - BUDGET[kind]).toFixed(1)} over its budget. Load the new part when it is needed (import()), or only what is used of it.`,
  );
process.exit(heavy.length === 0 ? 0 : 1);
