/** All presets, in the order in which they are offered. */
import { coco } from './coco';
import { folders } from './folders';
import { huggingface } from './huggingface';
import { isic } from './isic';
import { merged } from './merged';
import { segmentation } from './segmentation';
import type { Preset } from './preset';

export const PRESETS: readonly Preset[] = [folders, huggingface, isic, coco, segmentation, merged];

/** Undefined where there is none of that name. */
export function presetOf(id: string): Preset | undefined {
  return PRESETS.find((preset) => preset.id === id);
}
