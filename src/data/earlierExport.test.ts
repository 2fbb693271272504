/** e2e/fixtures/before was written at commit 0b5f428, before names were changed: an export of then opens as it is. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { blobSource } from './blockSource';
import { checkExport } from './exportCheck';
import { openExport } from './openExport';

const zip = new Blob([readFileSync(new URL('../../e2e/fixtures/before/export.zip', import.meta.url))]);

it('an export from before the names were changed is intact, and its records are read unchanged', async () => {
  expect((await checkExport(blobSource(zip), () => undefined)).files).toBeGreaterThan(0);
  const opened = await openExport(blobSource(zip));
  const lines = (await opened.text('data/provenance.jsonl')).trim().split('\n');
  const [records, recipes] = [[] as unknown[], [] as unknown[]];
  for await (const record of opened.records()) records.push(record);
  for await (const line of opened.lines('data/recipe.json')) if (line.startsWith('{"sha256"')) recipes.push(line);
  expect(records).toHaveLength(3);
  expect(records).toEqual(lines.map((line) => JSON.parse(line) as unknown));
  expect(recipes).toHaveLength(3);
  await opened.close();
});
