/** The classes of ISIC 2019 in its column order, and SKIN, which paints a lesion away. */
import * as z from 'zod/mini';

export const LESION_CODES = ['MEL', 'NV', 'BCC', 'AK', 'BKL', 'DF', 'VASC', 'SCC'] as const;
export const CLASS_CODES = [...LESION_CODES, 'SKIN'] as const;

export type LesionCode = (typeof LESION_CODES)[number];
export type ClassCode = (typeof CLASS_CODES)[number];

export const lesionCodeSchema = z.enum(LESION_CODES);
export const classCodeSchema = z.enum(CLASS_CODES);

/** Names in the wording of ISIC 2019, without the code. */
export const CLASS_NAMES: Readonly<Record<ClassCode, string>> = {
  MEL: 'melanoma',
  NV: 'melanocytic nevus',
  BCC: 'basal cell carcinoma',
  AK: 'actinic keratosis',
  BKL: 'benign keratosis',
  DF: 'dermatofibroma',
  VASC: 'vascular lesion',
  SCC: 'squamous cell carcinoma',
  SKIN: 'healthy skin',
};

/** How a class is written on screen: the code first, so that it matches the data set ("DF dermatofibroma"). */
export function classLabel(code: ClassCode): string {
  return `${code} ${CLASS_NAMES[code]}`;
}
