/** A results page of several measurements: each replaces its own section and leaves the others. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';

const HEAD = '\n## ';

/** Of docs/results/export.md. */
export const EXPORT_HEAD =
  '# Opening, review, export\n\nWritten by `npm run bench:export` and `npm run bench:opening`; do not edit. In a real browser; every part names its day and machine.';

/** @param head what stands above all sections, where the page is new */
export async function writeSection(file: string, head: string, title: string, lines: readonly string[]): Promise<void> {
  const text = existsSync(file) ? await readFile(file, 'utf8') : `${head}\n`;
  const [, ...sections] = text.split(HEAD);
  const section = `${title}\n\n${lines.join('\n')}\n`;
  const at = sections.findIndex((section) => section.startsWith(`${title}\n`));
  if (at < 0) sections.push(section);
  else sections[at] = section;
  await writeFile(file, [`${head}\n`, ...sections.map((section) => `${section.trimEnd()}\n`)].join(HEAD));
}
