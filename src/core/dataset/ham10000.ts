/** The layout of HAM10000: two tables, images named by id, a mask beside each. Paths and texts in, records out. */
import { LESION_CODES, type LesionCode } from '../../contracts/classes';
import { fromCsv } from './csv';

export interface DatasetRecord {
  readonly id: string;
  readonly lesion: string;
  readonly class: LesionCode;
  readonly imagePath: string;
  readonly maskPath: string | null;
}

export const HAM_METADATA = 'HAM10000_metadata.csv';
export const HAM_GROUND_TRUTH = 'GroundTruth.csv';

/** The seven diagnoses of HAM10000; akiec holds actinic keratoses and squamous cell carcinomas, which only a ground truth tells apart. */
const DIAGNOSES: Readonly<Record<string, LesionCode>> = {
  akiec: 'AK',
  bcc: 'BCC',
  bkl: 'BKL',
  df: 'DF',
  mel: 'MEL',
  nv: 'NV',
  vasc: 'VASC',
};

/**
 * @param paths of all files of the data set, relative, with forward slashes
 * @param metadata text of HAM10000_metadata.csv
 * @param groundTruth text of GroundTruth.csv in the layout of ISIC 2019, where there is one
 * Rows without an image or a class are left out. Throws RangeError on a broken table.
 */
export function readHam10000(paths: readonly string[], metadata: string, groundTruth: string | null): DatasetRecord[] {
  const images = new Map<string, string>();
  const masks = new Map<string, string>();
  for (const path of paths) {
    const found = /([^/]+)\.(jpe?g|png)$/i.exec(path);
    const name = found?.[1];
    if (name === undefined) continue;
    if (name.endsWith('_segmentation')) masks.set(name.replace(/_segmentation$/, ''), path);
    else images.set(name, path);
  }
  const truth =
    groundTruth === null ? null : new Map(fromCsv(groundTruth).map((row) => [row['image'] ?? '', oneHot(row)]));
  return fromCsv(metadata).flatMap((row) => {
    const id = row['image_id'] ?? '';
    const lesion = row['lesion_id'] ?? '';
    const code = truth ? truth.get(id) : DIAGNOSES[row['dx'] ?? ''];
    const imagePath = images.get(id);
    if (!code || imagePath === undefined) return [];
    return [{ id, lesion: lesion === '' ? id : lesion, class: code, imagePath, maskPath: masks.get(id) ?? null }];
  });
}

function oneHot(row: Record<string, string>): LesionCode | undefined {
  return LESION_CODES.find((code) => Number(row[code]) > 0.5);
}
