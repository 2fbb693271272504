/** The published layouts that are known. The first one whose columns a table has is the table's; more telling ones stand before others. */
import { baseName } from '../paths';
import { ddi } from './ddi';
import { derm7pt } from './derm7pt';
import { fitzpatrick17k } from './fitzpatrick17k';
import { ham10000 } from './ham10000';
import { huggingFace } from './huggingFace';
import { isic2018 } from './isic2018';
import { isic2019 } from './isic2019';
import { isic2020 } from './isic2020';
import { isic2024 } from './isic2024';
import { isicArchive } from './isicArchive';
import type { Layout } from './layout';
import { milk10kImages } from './milk10kImages';
import { milk10kLabels } from './milk10kLabels';
import { padUfes20 } from './padUfes20';

export const LAYOUTS: readonly Layout[] = [
  isic2019,
  isic2018,
  isic2024,
  milk10kLabels,
  milk10kImages,
  padUfes20,
  derm7pt,
  ddi,
  fitzpatrick17k,
  isic2020,
  isicArchive,
  ham10000,
  huggingFace,
];

/** @param path of the table */
export function layoutOf(path: string, columns: readonly string[]): Layout | null {
  const names = new Set(columns.map((column) => column.trim().toLowerCase()));
  const hasAll = ({ told }: Layout): boolean => told.every((column) => [column].flat().some((name) => names.has(name)));
  return LAYOUTS.find((layout) => hasAll(layout) && layout.file?.test(baseName(path)) !== false) ?? null;
}

/** What a layout is called on screen; its id where it is none of these. */
export function layoutName(id: string): string {
  return LAYOUTS.find((layout) => layout.id === id)?.name ?? id;
}
