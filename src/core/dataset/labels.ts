/** What a diagnosis as written means in the eight classes of ISIC 2019. What is not sure is left to the person. */
import { CLASS_NAMES, LESION_CODES, type LesionCode } from '../../contracts/classes';

/** Besides ISIC 2019's codes and names: HAM10000's short names and the wording of the ISIC Archive, old and new. */
const SYNONYMS: Readonly<Record<LesionCode, readonly string[]>> = {
  MEL: ['melanoma in situ', 'melanoma invasive', 'melanoma nos', 'melanoma metastasis', 'malignant melanoma'],
  NV: ['nevus', 'naevus', 'nevi', 'naevi', 'melanocytic naevus', 'melanocytic nevi', 'blue nevus', 'spitz nevus'],
  BCC: ['basal cell carcinomas'],
  AK: ['akiec', 'actinic keratoses', 'solar or actinic keratosis', 'solar keratosis'],
  BKL: [
    'bk',
    'benign keratosis like lesions',
    'benign keratosis like lesion',
    'pigmented benign keratosis',
    'seborrheic keratosis',
    'seborrhoeic keratosis',
    'seborrheic keratoses',
    'lichenoid keratosis',
    'lichen planus like keratosis',
    'solar lentigo',
  ],
  DF: ['dermatofibromas', 'fibrous histiocytoma'],
  VASC: [
    'vasc',
    'vascular lesions',
    'vascular',
    'hemangioma',
    'haemangioma',
    'angioma',
    'angiokeratoma',
    'pyogenic granuloma',
  ],
  SCC: [
    'squamous cell carcinoma in situ',
    'squamous cell carcinoma invasive',
    'squamous cell carcinoma nos',
    'bowens disease',
  ],
};

/** "Squamous cell carcinoma, in-situ" -> "squamous cell carcinoma in situ" */
function plain(label: string): string {
  return label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const MEANINGS = new Map<string, LesionCode>(
  LESION_CODES.flatMap((code) =>
    [code.toLowerCase(), plain(CLASS_NAMES[code]), ...SYNONYMS[code]].map((name): [string, LesionCode] => [name, code]),
  ),
);

/**
 * The class that a label as written means, or null where the studio does not know: the label may be another diagnosis. "3_nevus",
 * "NV nevus" and "nv" are all understood.
 */
export function classOfLabel(label: string): LesionCode | null {
  const words = plain(label);
  const whole = MEANINGS.get(words);
  if (whole) return whole;
  const withoutNumber = words.replace(/^\d+ /, '');
  const [first = ''] = withoutNumber.split(' ');
  const code = LESION_CODES.find((known) => known.toLowerCase() === first);
  const rest = withoutNumber.slice(first.length + 1);
  return MEANINGS.get(withoutNumber) ?? (code && (MEANINGS.get(rest) ?? null) === code ? code : null);
}
