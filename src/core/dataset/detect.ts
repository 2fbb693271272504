/** Finds out how a data set is laid out, from its paths and the heads of its tables, and says why. */
import { ISIC_CODES, type ClassCode } from '../../contracts/classes';
import type { Detection, LabelSource, Layout, Reading } from '../../contracts/dataset';
import { foldersOf, stem, type FoundFiles } from './paths';

export interface TableHead {
  readonly path: string;
  readonly columns: readonly string[];
}

/** Columns that name an image, in order of preference. */
const KEYS = ['image', 'image_id', 'isic_id', 'image_name', 'file_name', 'filename', 'img_id', 'id'] as const;
/** The ISIC Archive writes a diagnosis in up to five columns, the last one the most exact. */
const ARCHIVE_LABELS = [
  'diagnosis_5',
  'diagnosis_4',
  'diagnosis_3',
  'diagnosis_2',
  'diagnosis',
  'diagnosis_1',
] as const;
const LABELS = ['label', 'dx', 'class', 'diagnosis', 'target', 'category', 'lesion_type'] as const;
/** Folders that sort files, not diagnoses. */
const SORTING =
  /^(images?|imgs?|data|dataset|train(ing)?|val(id(ation)?)?|test(ing)?|all|jpe?gs?|pngs?|input|.*_input|.*_part_\d+)$/i;

const FOLDER: LabelSource = { kind: 'folder' };

/** The name of a column as it stands in a table, whatever its case. */
export function columnOf(head: TableHead, names: readonly string[]): string | null {
  for (const name of names) {
    const found = head.columns.find((column) => column.trim().toLowerCase() === name);
    if (found !== undefined) return found;
  }
  return null;
}

/** The folder that names the class of an image: the innermost one that does not only sort files; empty where there is none. */
export function folderLabel(path: string): string {
  return foldersOf(path).findLast((folder) => !SORTING.test(folder)) ?? '';
}

function isOneHot(head: TableHead, classes: readonly ClassCode[]): boolean {
  return head.columns.filter((column) => column === 'UNK' || classes.includes(column)).length >= 2;
}

/** The candidates, the most likely first; the last is always the names of the folders. The labels' meanings are filled in later. */
export function detect(
  files: FoundFiles,
  heads: readonly TableHead[],
  classes: readonly ClassCode[] = ISIC_CODES,
): Detection {
  const known = heads.flatMap((head) => {
    const key = columnOf(head, KEYS);
    return key === null ? [] : [{ head, key, columns: new Set(head.columns.map((c) => c.trim().toLowerCase())) }];
  });
  const tables = known.map(({ head, key }) => ({ path: head.path, key }));
  const candidates: Reading[] = [];
  const reasons: string[] = [];
  const add = (layout: Layout, label: LabelSource, why: string): void => {
    candidates.push({ layout, tables, label, classes: {} });
    reasons.push(why);
  };

  const ham = known.find(({ columns }) => columns.has('dx') && columns.has('lesion_id'));
  const oneHot = known.find(({ head }) => isOneHot(head, classes));
  const archive = known.find(({ columns }) => columns.has('isic_id') && ARCHIVE_LABELS.some((c) => columns.has(c)));
  const face = known.find(
    ({ head, columns }) => /^metadata\.(csv|jsonl)$/i.test(baseName(head.path)) && columns.has('file_name'),
  );

  if (oneHot) {
    const layout = ham ? 'ham10000' : 'isic-2019';
    const both = ham ? ` It is taken before ${baseName(ham.head.path)}, whose akiec holds both AK and SCC.` : '';
    const table = baseName(oneHot.head.path);
    add(
      layout,
      { kind: 'one-hot', table: oneHot.head.path },
      `${table} has a column for each class, as ISIC 2019 has.${both}`,
    );
  }
  if (archive) {
    const columns = ARCHIVE_LABELS.flatMap((name) => columnOf(archive.head, [name]) ?? []);
    const table = baseName(archive.head.path);
    add(
      'isic-archive',
      { kind: 'column', table: archive.head.path, columns },
      `${table} has isic_id and diagnoses, as the ISIC Archive exports them.`,
    );
  }
  if (ham) {
    const column = columnOf(ham.head, ['dx']) ?? 'dx';
    const table = baseName(ham.head.path);
    add(
      'ham10000',
      { kind: 'column', table: ham.head.path, columns: [column] },
      `${table} has dx and lesion_id, as HAM10000 has.`,
    );
  }
  if (face) {
    const column = columnOf(face.head, LABELS);
    const table = baseName(face.head.path);
    if (column !== null)
      add(
        'hf-imagefolder',
        { kind: 'column', table: face.head.path, columns: [column] },
        `${table} has file_name and ${column}, as Hugging Face's imagefolder has.`,
      );
  }
  for (const { head } of known) {
    const column = columnOf(head, LABELS);
    const taken = candidates.some(({ label }) => label.kind === 'column' && label.table === head.path);
    if (column !== null && !taken)
      add(
        'imagefolder',
        { kind: 'column', table: head.path, columns: [column] },
        `${baseName(head.path)} has a column ${column}.`,
      );
  }
  const folders = new Set(files.images.map(folderLabel));
  add(
    'imagefolder',
    FOLDER,
    folders.size > 1
      ? 'No table with labels was found; the images lie in a folder a class.'
      : 'Nothing here tells the class of an image: there is no table with labels, and no folder a class.',
  );
  return { candidates, why: reasons[0] ?? '' };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What names an image in a cell of a key column: its file's stem. "a/ISIC_1.jpg" -> "ISIC_1" */
export function keyStem(cell: string): string {
  const name = cell.trim().replaceAll('\\', '/');
  return /\.(jpe?g|png|webp|bmp|gif|avif|tiff?)$/i.test(name) ? stem(name) : name.slice(name.lastIndexOf('/') + 1);
}
