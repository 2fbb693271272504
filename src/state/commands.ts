/** Commands are data: the toolbar, the key bindings, the key sheet and the tests read this one list. */
import { BRUSH_LIMITS } from './composeStore';
import type { Studio } from './studio';

export interface Command {
  readonly id: string;
  readonly label: string;
  /** As on the key sheet; the first one is bound: "Ctrl+Shift+Z", "[". */
  readonly keys: readonly string[];
  readonly screen: 'compose' | 'review' | 'everywhere';
  enabled(studio: Studio): boolean;
  run(studio: Studio): void;
}

const always = (): boolean => true;

function resize(studio: Studio, factor: number): void {
  const { brushSizePx } = studio.compose.store.getState();
  const step = Math.max(1, Math.abs(Math.round(brushSizePx * (factor - 1))));
  studio.compose.setBrushSize(Math.max(BRUSH_LIMITS.min, brushSizePx + (factor > 1 ? step : -step)));
}

const isGenerating = ({ generation }: Studio): boolean => generation.store.getState().forming.length > 0;

const isShowing = ({ generation }: Studio): boolean => generation.store.getState().shownId !== null;

function decideShown({ generation, samples }: Studio, outcome: 'accepted' | 'rejected'): void {
  const { shownId } = generation.store.getState();
  if (shownId !== null) void samples.decide(shownId, outcome);
}

export const COMMANDS = [
  {
    id: 'brush',
    label: 'Brush',
    keys: ['B'],
    screen: 'compose',
    enabled: always,
    run: (s) => s.compose.set({ tool: 'brush' }),
  },
  {
    id: 'eraser',
    label: 'Eraser',
    keys: ['E'],
    screen: 'compose',
    enabled: always,
    run: (s) => s.compose.set({ tool: 'eraser' }),
  },
  {
    id: 'smaller',
    label: 'Smaller brush',
    keys: ['['],
    screen: 'compose',
    enabled: always,
    run: (s) => resize(s, 0.85),
  },
  { id: 'larger', label: 'Larger brush', keys: [']'], screen: 'compose', enabled: always, run: (s) => resize(s, 1.18) },
  {
    id: 'undo',
    label: 'Undo',
    keys: ['Ctrl+Z'],
    screen: 'compose',
    enabled: (s) => s.compose.document.canUndo,
    run: (s) => s.compose.document.undo(),
  },
  {
    id: 'redo',
    label: 'Redo',
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    screen: 'compose',
    enabled: (s) => s.compose.document.canRedo,
    run: (s) => s.compose.document.redo(),
  },
  {
    id: 'clear-mask',
    label: 'Clear mask',
    keys: ['Shift+Delete'],
    screen: 'compose',
    enabled: (s) => !s.compose.document.isEmpty,
    run: (s) => s.compose.document.clear(),
  },
  {
    id: 'sample-mask',
    label: 'Sample mask',
    keys: ['M'],
    screen: 'compose',
    enabled: (s) => s.compose.background() !== null,
    run: (s) => s.compose.sampleMask(),
  },
  {
    id: 'generate',
    label: 'Generate',
    keys: ['G'],
    screen: 'compose',
    enabled: (s) => !isGenerating(s),
    run: (s) => void s.generation.generate(),
  },
  {
    id: 'accept',
    label: 'Accept the variant shown',
    keys: ['A'],
    screen: 'compose',
    enabled: isShowing,
    run: (s) => decideShown(s, 'accepted'),
  },
  {
    id: 'reject',
    label: 'Reject the variant shown',
    keys: ['R'],
    screen: 'compose',
    enabled: isShowing,
    run: (s) => decideShown(s, 'rejected'),
  },
  {
    id: 'cancel',
    label: 'Cancel',
    keys: ['Escape'],
    screen: 'compose',
    enabled: isGenerating,
    run: (s) => s.generation.cancel(),
  },
] as const satisfies readonly Command[];

export type CommandId = (typeof COMMANDS)[number]['id'];

export function command(id: CommandId): Command {
  const found = COMMANDS.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`There is no command ${id}.`);
  return found;
}
