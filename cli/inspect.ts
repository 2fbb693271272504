/** inspect: what the Dataset screen says of a folder or a zip, by the same reader. */
import { parseArgs } from 'node:util';
import { ISIC_2019 } from '../src/contracts/classes';
import { failureOf } from '../src/contracts/failure';
import type { Oddity } from '../src/contracts/dataset';
import { sortFiles } from '../src/core/dataset/paths';
import { readDataset, type ReadDataset } from '../src/data/dataset/readTables';
import { t } from '../src/messages';
import { layoutWords, reasonWords, tableWords } from '../src/messages/datasetWords';
import { exitBecause, exitWith, type ExitKind } from './exit';
import { openOnDisk } from './nodeSource';

export async function inspect(args: readonly string[]): Promise<ExitKind> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw exitBecause('usage', 'inspect-arguments');
  const source = await openOnDisk(path);
  if (!source.ok) throw exitWith(source.failure);
  const files = sortFiles(source.value.paths);
  if (files.images.length === 0) throw exitWith(failureOf('dataset-empty', { name: source.value.name }));
  const read = await readDataset(source.value, files, null, ISIC_2019.classes);
  await source.value.close();
  if (values.json) console.log(JSON.stringify(asJson(read)));
  else for (const line of asLines(read)) console.log(line);
  return 'ok';
}

function asJson({ summary, images }: ReadDataset) {
  return {
    images: images.map(({ path, label, class: code, lesion, patient, ownSplit, mask }) => ({
      ...{ path, label: label || null, class: code, lesion, patient, split: ownSplit, mask },
    })),
    tables: summary.tables,
    oddities: summary.oddities.map((odd) => ({ ...odd, says: wordsOf(odd) })),
    layout: summary.reading.layout,
    why: reasonWords(summary.detection.why),
  };
}

function asLines({ summary, images }: ReadDataset): string[] {
  const { name, reading, detection, labels, tables, oddities } = summary;
  const lesions = new Set(images.map(({ lesion, id }) => lesion ?? id)).size;
  const size = t('dataset.head.size', { layout: layoutWords(reading.layout), images: images.length, lesions });
  return [
    `${name}: ${size}`,
    reasonWords(detection.why),
    ...labels.map(
      ({ label, class: code, images: count }) =>
        `  ${label || t('dataset.reading.noLabel')} (${code ?? t('dataset.reading.noClass')}): ${count}`,
    ),
    ...tables.map((table) => `${table.path}: ${tableWords(table)}`),
    ...oddities.map(wordsOf),
  ];
}

/** As the screen says it. */
function wordsOf({ kind, count, examples }: Oddity): string {
  const more = count > examples.length ? ', …' : '';
  return `${t(`dataset.odd.${kind}.what`, { count })}: ${examples.join(', ')}${more}. ${t(`dataset.odd.${kind}.then`)}`;
}
