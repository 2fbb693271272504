/** Input comes first: while somebody paints, samples that are being made wait between two steps, for on few cores the brush would lag. */
import type { StudioDependencies } from '../base/dependencies';
import type { Painter } from './painter';

/** Strokes that follow each other sooner than this are one piece of work. */
const PAUSE_MS = 500;
/** Between two messages. */
const EVERY_MS = 100;

export function yieldToInput(painter: Painter, { inference, now }: StudioDependencies): void {
  let last = -Infinity;
  painter.subscribe(() => {
    const at = now().getTime();
    if (!painter.isBusy || at - last < EVERY_MS) return;
    last = at;
    inference.yieldToInput(PAUSE_MS);
  });
}
