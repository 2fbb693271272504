/** Commands are data: the toolbar, the key bindings, the key sheet and the tests read this one list; their names are messages. */
import { studentOf, type BundleManifest } from '../contracts/bundle';
import type { SampleId } from '../contracts/sample';
import { t } from '../messages';
import type { Command } from './command';
import { ownWords } from '../messages/ownWords';
import { TOOLS } from './compose/tools/list';
import type { Tool } from './compose/tools/tool';
import { REVIEW_COMMANDS } from './reviewCommands';
import type { Studio } from './studio';

const always = (): boolean => true;

function resize(studio: Studio, factor: number): void {
  const { brushSizePx } = studio.compose.store.getState();
  const step = Math.max(1, Math.abs(Math.round(brushSizePx * (factor - 1))));
  studio.compose.setPainting('brushSizePx', brushSizePx + (factor > 1 ? step : -step));
}

const isGenerating = ({ generation }: Studio): boolean => generation.store.getState().forming.length > 0;

const isShowing = ({ generation }: Studio): boolean => generation.store.getState().shownId !== null;

function onShown({ generation }: Studio, act: (id: SampleId) => void): void {
  const { shownId } = generation.store.getState();
  if (shownId !== null) act(shownId);
}

function decideShown(studio: Studio, outcome: 'accepted' | 'rejected'): void {
  onShown(studio, (id) => void studio.samples.decide(id, outcome));
}

function hasStudent(manifest: BundleManifest | null): boolean {
  return manifest !== null && studentOf(manifest) !== null;
}

/** Takes a tool into the hand; a gesture under way ends with what it has. */
function take({ id: tool }: Tool): (studio: Studio) => void {
  return ({ painter, compose }) => {
    painter.finish();
    compose.set({ tool });
  };
}

/** By how much a key scales and turns the mask. */
const SCALE_STEP = 1.1;
const TURN_STEP_RAD = Math.PI / 36;

const isPainted = ({ compose }: Studio): boolean => !compose.document.isEmpty;
const hasBackground = ({ compose }: Studio): boolean => compose.background() !== null;

const TOOL_COMMANDS: readonly Command[] = TOOLS.map((tool) => ({
  id: tool.id,
  keys: [tool.key],
  screen: 'compose',
  enabled: always,
  run: take(tool),
}));

const OTHER_COMMANDS = [
  {
    id: 'step-back',
    keys: ['Backspace'],
    screen: 'compose',
    enabled: ({ painter }) => painter.isBusy,
    run: ({ painter }) => painter.stepBack(),
  },
  {
    id: 'smaller',
    keys: ['['],
    screen: 'compose',
    enabled: always,
    run: (s) => resize(s, 0.85),
  },
  { id: 'larger', keys: [']'], screen: 'compose', enabled: always, run: (s) => resize(s, 1.18) },
  {
    id: 'undo',
    keys: ['Ctrl+Z'],
    screen: 'compose',
    enabled: (s) => s.compose.document.canUndo,
    run: (s) => void s.compose.undo(),
  },
  {
    id: 'redo',
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    screen: 'compose',
    enabled: (s) => s.compose.document.canRedo,
    run: (s) => void s.compose.redo(),
  },
  {
    id: 'clear-mask',
    keys: ['Shift+Delete'],
    screen: 'compose',
    enabled: isPainted,
    run: (s) => void s.compose.clear(),
  },
  {
    id: 'grow',
    keys: ['+', '='],
    screen: 'compose',
    enabled: isPainted,
    run: (s) => void s.compose.reshape('grow'),
  },
  {
    id: 'shrink',
    keys: ['-'],
    screen: 'compose',
    enabled: isPainted,
    run: (s) => void s.compose.reshape('shrink'),
  },
  {
    id: 'smooth',
    keys: ['S'],
    screen: 'compose',
    enabled: isPainted,
    run: (s) => void s.compose.reshape('smooth'),
  },
  {
    id: 'fill-holes',
    keys: ['F'],
    screen: 'compose',
    enabled: isPainted,
    run: (s) => void s.compose.reshape('fill-holes'),
  },
  {
    id: 'invert',
    keys: ['I'],
    screen: 'compose',
    enabled: hasBackground,
    run: (s) => void s.compose.reshape('invert'),
  },
  {
    id: 'scale-up',
    keys: ['>'],
    screen: 'compose',
    enabled: isPainted,
    run: (s) => void s.compose.transform({ scale: SCALE_STEP }),
  },
  {
    id: 'scale-down',
    keys: ['<'],
    screen: 'compose',
    enabled: isPainted,
    run: (s) => void s.compose.transform({ scale: 1 / SCALE_STEP }),
  },
  {
    id: 'turn-left',
    keys: [','],
    screen: 'compose',
    enabled: isPainted,
    run: (s) => void s.compose.transform({ angleRad: -TURN_STEP_RAD }),
  },
  {
    id: 'turn-right',
    keys: ['.'],
    screen: 'compose',
    enabled: isPainted,
    run: (s) => void s.compose.transform({ angleRad: TURN_STEP_RAD }),
  },
  {
    id: 'flip-down',
    keys: ['Shift+H'],
    screen: 'compose',
    enabled: isPainted,
    run: (s) => void s.compose.transform({ flipY: true }),
  },
  {
    id: 'flip-across',
    keys: ['H'],
    screen: 'compose',
    enabled: isPainted,
    run: (s) => void s.compose.transform({ flipX: true }),
  },
  {
    id: 'sample-mask',
    keys: ['M'],
    screen: 'compose',
    enabled: hasBackground,
    run: (s) => void s.compose.sampleMask(),
  },
  {
    id: 'library-mask',
    keys: ['N'],
    screen: 'compose',
    enabled: (s) => hasBackground(s) && s.library.shapes.used().length > 0,
    run: (s) => void s.library.shapes.placeOne(),
  },
  {
    id: 'grid',
    keys: ['Shift+G'],
    screen: 'compose',
    enabled: (s) => isPainted(s) && !isGenerating(s),
    run: (s) => {
      const { gridAxis, variants } = s.compose.store.getState();
      void s.generation.generateGrid(gridAxis, variants);
    },
  },
  {
    id: 'generate',
    keys: ['G'],
    screen: 'compose',
    enabled: (s) => !isGenerating(s),
    run: (s) => void s.generation.generate(),
  },
  {
    id: 'every-class',
    keys: ['C'],
    screen: 'compose',
    enabled: (s) => isPainted(s) && !isGenerating(s),
    run: (s) => void s.generation.generateGrid('class', 1),
  },
  {
    id: 'live',
    keys: ['T'],
    screen: 'compose',
    enabled: ({ session }) => hasStudent(session.store.getState().manifest),
    run: ({ compose }) => compose.set({ live: !compose.store.getState().live }),
  },
  {
    id: 'more-like',
    keys: ['J'],
    screen: 'compose',
    enabled: (s) => isShowing(s) && !isGenerating(s),
    run: (s) => onShown(s, (id) => void s.generation.moreLike(id)),
  },
  {
    id: 'pin',
    keys: ['K'],
    screen: 'compose',
    enabled: isShowing,
    run: (s) => onShown(s, (id) => s.compose.togglePin(id)),
  },
  {
    id: 'compare',
    keys: ['D'],
    screen: 'compose',
    enabled: isShowing,
    run: ({ compare }) => compare.turn(),
  },
  {
    id: 'accept',
    keys: ['A'],
    screen: 'compose',
    enabled: isShowing,
    run: (s) => decideShown(s, 'accepted'),
  },
  {
    id: 'reject',
    keys: ['R'],
    screen: 'compose',
    enabled: isShowing,
    run: (s) => decideShown(s, 'rejected'),
  },
  {
    id: 'cancel',
    keys: ['Escape'],
    screen: 'compose',
    enabled: (s) => s.painter.isBusy || isGenerating(s),
    run: (s) => (s.painter.isBusy ? s.painter.cancel() : s.generation.cancel()),
  },
  ...REVIEW_COMMANDS,
] as const satisfies readonly Command[];

export const COMMANDS: readonly Command[] = [...TOOL_COMMANDS, ...OTHER_COMMANDS];

type OtherId = (typeof OTHER_COMMANDS)[number]['id'];

/** How a command is called on its button and on the key sheet. */
export function commandLabel(id: string): string {
  const tool = TOOLS.find((candidate) => candidate.id === id);
  return tool ? ownWords(tool).name : t(`commands.${id as OtherId}`);
}

/** Throws Error where there is none. */
export function command(id: string): Command {
  const found = COMMANDS.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`There is no command ${id}.`);
  return found;
}
