/** Every tool, in the order of the toolbar. */
import { brush } from './brush';
import { ellipse } from './ellipse';
import { eraser } from './eraser';
import { lasso } from './lasso';
import { move } from './move';
import { polygon } from './polygon';
import type { Tool } from './tool';
import { wand } from './wand';

export const TOOLS: readonly [Tool, ...Tool[]] = [brush, eraser, lasso, polygon, ellipse, wand, move];

/** The first one where there is none of this id: it may have been kept by another version. */
export function toolOf(id: string): Tool {
  return TOOLS.find((tool) => tool.id === id) ?? TOOLS[0];
}
