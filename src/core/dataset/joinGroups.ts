/** Tables about lesions or patients: their rows become rows of the images of each, which other tables or the folders tell. */
import { saidIn, columnOf, namesOf } from './fields';
import { folded } from './names';
import { foldersOf } from './paths';
import type { CollectedTable } from './tableRows';

export function joinGroups(tables: readonly CollectedTable[], paths: readonly string[]): void {
  for (const { grouped, rows } of tables) {
    if (!grouped || grouped.rows.size === 0) continue;
    const named = namesBy(tables, grouped.by);
    for (const [image, path] of paths.entries()) {
      const name = named.get(image);
      const row =
        name === undefined
          ? foldersOf(path)
              .map((folder) => grouped.rows.get(folded(folder)))
              .findLast((found) => found !== undefined)
          : grouped.rows.get(name);
      if (row && !rows.has(image)) rows.set(image, row);
    }
  }
}

/** The lesion or patient of each image, as the tables that name images say it. */
function namesBy(tables: readonly CollectedTable[], by: 'lesion' | 'patient'): Map<number, string> {
  const names = new Map<number, string>();
  for (const table of tables) {
    const column = table.grouped ? null : columnOf(table, namesOf(by, table.layout));
    const place = column === null ? -1 : table.columns.indexOf(column);
    if (place < 0) continue;
    for (const [image, row] of table.rows) {
      const name = folded(saidIn(row[place]));
      if (name !== '' && !names.has(image)) names.set(image, name);
    }
  }
  return names;
}
