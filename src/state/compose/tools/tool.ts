/**
 * What a painting tool is. Each stands in a file of its own and as a line in `list.ts`; toolbar, keys, key sheet, settings and painter go
 * over that list. CONTRIBUTING.md says how to add one.
 */
import type { RgbaImage } from '../../../contracts/image';
import type { ToolSetting } from '../../../contracts/storage';
import type { Rect } from '../../../core/image/region';
import type { Point } from '../../../core/mask/stroke';
import type { ComposeSettings } from '../composeStore';
import type { MaskDocument } from '../maskDocument';

export interface Press {
  /** Image pixels. */
  readonly at: Point;
  /** The other way round: what would be added is taken away. */
  readonly isInverse?: boolean;
  /** 0..1 of a pen; absent for anything else. */
  readonly pressure?: number;
  /** How far from a handle a press still takes it, in image pixels. */
  readonly reachPx?: number;
  /** Image pixels a CSS pixel: what has its size on the screen is so many times as large in the image. Absent: 1. */
  readonly screenPx?: number;
}

/** What is drawn above the mask while a gesture is under way. */
export type Sketch =
  | { readonly kind: 'path'; readonly points: readonly Point[] }
  | { readonly kind: 'ellipse'; readonly from: Point; readonly to: Point }
  | { readonly kind: 'frame'; readonly frame: Rect };

/** From a press to the end of what it began. */
export interface Gesture {
  move(press: Press): void;
  /** @returns whether the gesture goes on after it */
  release(): boolean;
  /** A press while the gesture is under way. @returns whether it goes on */
  again?(press: Press): boolean;
  cancel(): void;
  finish(): void;
  /** Takes its last point back. @returns whether there was one */
  stepBack?(): boolean;
  sketch?(): Sketch | null;
}

/** What a tool works on. */
export interface Easel {
  readonly document: MaskDocument;
  readonly background: RgbaImage;
  readonly settings: () => ComposeSettings;
  /** Whether nobody has said how alike colours have to be for the wand, nor has it found so itself. */
  readonly isToleranceOpen: () => boolean;
  /** Sets it, where the person sees it. */
  readonly setTolerance: (tolerance: number) => void;
}

interface ToolWords {
  /** On its button and on the key sheet. */
  readonly name: string;
  /** How it is used, where that is not plain. */
  readonly hint?: string;
}

export interface Tool {
  /** Names it in what is kept; lower-case letters. It never changes. */
  readonly id: string;
  /** As on the key sheet: "B". */
  readonly key: string;
  /** Path of a line icon of 18 by 18 pixels. */
  readonly icon: string;
  /** English always, other languages by their code; a language that is missing is read in English. */
  readonly words: { readonly en: ToolWords } & Readonly<Record<string, ToolWords>>;
  /** Shown beside the tools while this one is in the hand, in this order. */
  readonly settings: readonly ToolSetting[];
  /** A press. @returns what goes on from it; null where it was all */
  begin(press: Press, easel: Easel): Gesture | null;
  /** What is drawn above the mask while the tool is in the hand, but no gesture under way. */
  sketch?(document: MaskDocument): Sketch | null;
  /** What the keys do: Enter begins and ends a stroke, or sets a corner; or the arrows move the mask. Strokes where nothing is said. */
  readonly byKeys?: 'strokes' | 'corners' | 'moves-mask';
}

/** 1 where the press adds to the mask, 0 where it takes away. */
export function valueOf({ isInverse = false }: Press, isAdding: boolean): 0 | 1 {
  return isAdding !== isInverse ? 1 : 0;
}

/** As the setting "what an area does" says. */
export function areaValueOf(press: Press, { settings }: Easel): 0 | 1 {
  return valueOf(press, settings().areaMode === 'add');
}
