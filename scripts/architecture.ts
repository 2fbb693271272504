/**
 * npm run architecture: draws who imports whom from the imports themselves, into docs/architecture.md.
 *
 *   npm run architecture [-- --check]
 *
 * `--check` changes nothing: it fails where the picture is not that of the imports.
 */
import { cruise } from 'dependency-cruiser';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import config from '../.dependency-cruiser.mjs';

const PAGE = 'docs/architecture.md';
/** Pictures by the name of their place in the page: what is one box. */
const PICTURES = {
  rooms: { within: '^(src|workers|cli)/', box: '^(src/[^/]+|workers|cli)' },
  core: { within: '^src/core/', box: '^src/core/[^/]+' },
} as const;

const { values: options } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

/** As a Mermaid flowchart, which code hosts draw. */
async function draw({ within, box }: (typeof PICTURES)[keyof typeof PICTURES]): Promise<string> {
  const { output } = await cruise(['src', 'workers', 'cli'], {
    ...config.options,
    ruleSet: { forbidden: [] },
    includeOnly: { path: within },
    collapse: box,
  });
  if (typeof output === 'string') throw new TypeError('The imports were not read.');
  const name = (path: string): string => path.replace(/^src\/(core\/)?/, '');
  const arrows = output.modules.flatMap(({ source, dependencies }) =>
    dependencies
      .filter(({ resolved }) => resolved !== source)
      .map(({ resolved }) => `  ${name(source)} --> ${name(resolved)}`),
  );
  return ['```mermaid', 'flowchart LR', ...[...new Set(arrows)].sort(), '```'].join('\n');
}

const before = await readFile(PAGE, 'utf8');
let after = before;
for (const [place, picture] of Object.entries(PICTURES)) {
  const [begin, end] = [`<!-- ${place} -->`, `<!-- /${place} -->`];
  const [head, rest] = after.split(begin);
  const [, tail] = rest?.split(end) ?? [];
  if (head === undefined || tail === undefined) throw new Error(`${PAGE} has no place ${begin} ... ${end}.`);
  after = `${head}${begin}\n\n${await draw(picture)}\n\n${end}${tail}`;
}
if (options.check && after !== before) {
  console.error(`${PAGE} shows imports that are no more: run npm run architecture.`);
  process.exitCode = 1;
} else if (after !== before) await writeFile(PAGE, after);
