/** What tables say about images beside their label, whatever the columns are called, and how a cell is understood. */
import { type Layout } from './layouts/layout';

export const FIELDS = {
  lesion: ['lesion_id', 'lesion'],
  patient: ['patient_id', 'patient', 'subject_id'],
  age: ['age_approx', 'age'],
  sex: ['sex', 'gender'],
  site: [
    'anatom_site_general',
    'localization',
    'anatom_site_general_challenge',
    'anatom_site_special',
    'site',
    'location',
    'region',
  ],
  skinType: ['fitzpatrick_skin_type', 'fitzpatrick', 'skin_type', 'fitzpatrick_scale', 'fitspatrick'],
  mask: ['mask_file_name', 'mask', 'segmentation', 'mask_path'],
  split: ['split', 'subset', 'partition', 'set'],
} as const;
export type Field = keyof typeof FIELDS;

/** Columns that are known and not used. */
const PASSED_OVER =
  /^(dx|dx_type|label|class|target|category|lesion_type|dataset|attribution|copyright_license|licen[cs]e|diagnosis.*|image_type|dermoscopic_type|benign_malignant|concomitant_biopsy|acquisition_day|clin_size.*|family_hx_mm|personal_hx_mm|mel_.*|melanocytic|nevus_type|image_manipulation|rcm_case_id|public|pixels_[xy]|seed|synthetic|folder|unnamed: ?\d+)$/i;
const GENERAL = new Set<string>(Object.values(FIELDS).flat());

export interface TableHead {
  readonly path: string;
  readonly columns: readonly string[];
}

/** The name of a column as it stands in a table, whatever its case. */
export function columnOf({ columns }: TableHead, names: readonly string[]): string | null {
  for (const name of names) {
    const found = columns.find((column) => column.trim().toLowerCase() === name);
    if (found !== undefined) return found;
  }
  return null;
}

/** Names of the columns that may say a field, the most telling first. */
export function namesOf(field: Field, layout: Layout | null): readonly string[] {
  return [...(layout?.fields?.[field] ?? []), ...FIELDS[field]];
}

export function isKnownColumn(column: string, layout: Layout | null): boolean {
  const name = column.trim().toLowerCase();
  return GENERAL.has(name) || PASSED_OVER.test(name) || (layout?.header.toLowerCase().split(',') ?? []).includes(name);
}

/** Nothing where a cell only says that nothing is known. */
export function saidIn(cell: string | undefined): string {
  const text = cell?.trim() ?? '';
  return /^(nan|none|null|unknown|n\/a|na|-)$/i.test(text) ? '' : text;
}

/** A number with a point or a comma before its decimals; NaN where it is none. */
export function numberIn(cell: string): number {
  const text = cell.trim();
  return text === '' ? NaN : Number(/^[+-]?\d+,\d+$/.test(text) ? text.replace(',', '.') : text);
}

/** 0 or 1, also as True and False; NaN where the cell says anything else. An empty one says 0. */
export function hotIn(cell: string): number {
  if (cell === '0' || cell === '0.0') return 0;
  if (cell === '1' || cell === '1.0') return 1;
  const text = cell.trim().toLowerCase();
  if (text === '' || text === 'false' || text === 'no') return 0;
  if (text === 'true' || text === 'yes') return 1;
  return numberIn(text);
}

export function ageIn(cell: string): number | null {
  const value = numberIn(cell);
  return value >= 0 && value < 130 ? value : null;
}

export function sexIn(cell: string): 'female' | 'male' | null {
  const first = cell.trim().toLowerCase()[0];
  return first === 'f' || first === 'w' ? 'female' : first === 'm' ? 'male' : null;
}

/** Fitzpatrick's skin type, 1 to 6, in Roman numerals too. */
export function skinTypeIn(cell: string): number | null {
  const roman = ['i', 'ii', 'iii', 'iv', 'v', 'vi'].indexOf(cell.trim().toLowerCase()) + 1;
  const value = roman > 0 ? roman : numberIn(cell);
  return Number.isInteger(value) && value >= 1 && value <= 6 ? value : null;
}
