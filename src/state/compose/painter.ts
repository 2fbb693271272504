/**
 * From presses and moves of a pointer, or of the crosshair that the keys move, to changes of the mask by the tool in the hand. One gesture at a
 * time; it knows nothing of the screen, so a test can paint.
 */
import type { Compose } from './composeStore';
import { toolOf } from './tools/list';
import type { Gesture, Press, Sketch } from './tools/tool';

export function createPainter(compose: Compose) {
  const { document, store } = compose;
  const listeners = new Set<() => void>();
  let gesture: Gesture | null = null;

  // What was begun on one background does not go on on another.
  store.subscribe(({ backgroundRevision }, before) => {
    if (backgroundRevision !== before.backgroundRevision) gesture = null;
  });

  function tell(): void {
    listeners.forEach((listener) => listener());
  }

  function endWith(act: (under: Gesture) => void): void {
    const under = gesture;
    gesture = null;
    if (under) act(under);
    tell();
  }

  let isToleranceOpen = true;
  store.subscribe((now, before) => {
    if (now.wandTolerance !== before.wandTolerance) isToleranceOpen = false;
  });
  const settings = {
    settings: store.getState,
    isToleranceOpen: () => isToleranceOpen,
    setTolerance(tolerance: number): void {
      compose.setPainting('wandTolerance', tolerance);
      isToleranceOpen = false;
    },
  };

  return {
    get isBusy(): boolean {
      return gesture !== null;
    },
    press(press: Press): void {
      const background = compose.background();
      if (background === null) return;
      if (gesture?.again) {
        if (!gesture.again(press)) gesture = null;
      } else {
        gesture?.finish();
        gesture = toolOf(store.getState().tool).begin(press, { document, background, ...settings });
      }
      tell();
    },
    move(press: Press): void {
      gesture?.move(press);
      tell();
    },
    release(): void {
      if (gesture && !gesture.release()) gesture = null;
      tell();
    },
    /** As if the gesture had not begun. */
    cancel: (): void => endWith((under) => under.cancel()),
    /** Ends it with what it has. */
    finish: (): void => endWith((under) => under.finish()),
    /** Takes the last corner of a polygon back. @returns whether there was one */
    stepBack(): boolean {
      const isDone = gesture?.stepBack?.() ?? false;
      if (isDone) tell();
      return isDone;
    },
    /** What to draw above the mask. */
    sketch(): Sketch | null {
      if (gesture?.sketch) return gesture.sketch();
      return toolOf(store.getState().tool).sketch?.(document) ?? null;
    },
    /** @returns a function that ends the subscription */
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export type Painter = ReturnType<typeof createPainter>;
