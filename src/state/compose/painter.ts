/**
 * From presses and moves of a pointer, or of the crosshair that the keys move, to changes of the mask. One gesture at a time; it knows nothing of
 * the screen, so a test can paint.
 */
import type { Mask } from '../../contracts/image';
import { maskBounds, type Rect } from '../../core/image/region';
import { fillEllipse, fillPolygon } from '../../core/mask/fillPath';
import { similarRegion } from '../../core/mask/similarRegion';
import type { Point } from '../../core/mask/stroke';
import { FINE, transformMask, UNMOVED, type MaskTransform } from '../../core/mask/transformMask';
import type { Compose } from './composeStore';

export interface Press {
  /** Image pixels. */
  readonly at: Point;
  /** The other way round: what would be added is taken away. */
  readonly isInverse?: boolean;
  /** 0..1 of a pen; absent for anything else. */
  readonly pressure?: number;
  /** How far from a handle a press still takes it, in image pixels. */
  readonly reachPx?: number;
}

/** What is drawn above the mask while a gesture is under way. */
export type Sketch =
  | { readonly kind: 'path'; readonly points: readonly Point[] }
  | { readonly kind: 'ellipse'; readonly from: Point; readonly to: Point }
  | { readonly kind: 'frame'; readonly frame: Rect };

interface Gesture {
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

/** Width of the lightest touch of a pen, as a share of the brush. */
const LIGHTEST = 0.2;
/** The handle for turning lies this far above the frame, in units of the reach. */
export const TURN_HANDLE = 3;

export type Grip = 'move' | 'scale' | 'turn';

/** Which handle of a frame a press takes. */
export function gripAt({ x, y, width, height }: Rect, at: Point, reachPx: number): Grip {
  const near = (px: number, py: number): boolean => Math.hypot(at.x - px, at.y - py) <= reachPx;
  if (near(x + width / 2, y - TURN_HANDLE * reachPx)) return 'turn';
  const corners = [[x, y], [x + width, y], [x, y + height], [x + width, y + height]] as const; // prettier-ignore
  return corners.some(([px, py]) => near(px, py)) ? 'scale' : 'move';
}

export function createPainter(compose: Compose) {
  const { document, store } = compose;
  const listeners = new Set<() => void>();
  let gesture: Gesture | null = null;

  const adds = (press: Press): 0 | 1 => {
    const { tool, areaMode } = store.getState();
    const isAdding = tool === 'brush' || (tool !== 'eraser' && areaMode === 'add');
    return isAdding !== (press.isInverse ?? false) ? 1 : 0;
  };

  function stroke(start: Press): Gesture {
    const { hardness } = store.getState();
    let last = start.at;
    const value = adds(start);
    document.beginStroke(hardness);
    const paintTo = ({ at, pressure }: Press): void => {
      const { brushSizePx, usesPressure } = store.getState();
      const width = pressure === undefined || !usesPressure ? 1 : LIGHTEST + (1 - LIGHTEST) * pressure;
      document.paint(last, at, brushSizePx * width, value, hardness);
      last = at;
    };
    paintTo(start);
    return {
      move: paintTo,
      release: () => {
        document.endStroke();
        return false;
      },
      cancel: () => document.cancelStroke(),
      finish: () => document.endStroke(),
    };
  }

  /** @param fill puts the finished area into the mask */
  function area(
    first: Point,
    fill: (mask: Mask, points: readonly Point[]) => Rect | null,
    isFreehand: boolean,
  ): Gesture {
    const points = [first];
    let hover: Point | null = null;
    const close = (): void => document.edit((mask) => fill(mask, points));
    return {
      move({ at }) {
        if (isFreehand) points.push(at);
        else hover = at;
      },
      release() {
        if (!isFreehand) return true;
        close();
        return false;
      },
      again({ at, reachPx = 0 }) {
        const [start = at, last = at] = [points[0], points.at(-1)];
        const closes = [start, last].some((point) => Math.hypot(at.x - point.x, at.y - point.y) <= reachPx / 2);
        if (closes && points.length > 1) {
          close();
          return false;
        }
        points.push(at);
        return true;
      },
      cancel: () => undefined,
      finish: close,
      stepBack() {
        if (isFreehand || points.length < 2) return false;
        points.pop();
        return true;
      },
      sketch: () => ({ kind: 'path', points: hover && !isFreehand ? [...points, hover] : points }),
    };
  }

  function ellipse({ at: from, ...start }: Press): Gesture {
    let to = from;
    const value = adds({ at: from, ...start });
    const close = (): void => document.edit((mask) => fillEllipse(mask, from, to, value));
    return {
      move: ({ at }) => (to = at),
      release: () => {
        close();
        return false;
      },
      cancel: () => undefined,
      finish: close,
      sketch: () => ({ kind: 'ellipse', from, to }),
    };
  }

  function wand(press: Press): null {
    const image = compose.background();
    if (!image) return null;
    const value = adds(press);
    const found = similarRegion(image, press.at, store.getState().wandTolerance);
    document.edit((mask) => {
      found.data.forEach((taken, i) => {
        if (taken === 1) mask.data[i] = value;
      });
      return maskBounds(found);
    });
    return null;
  }

  function drag({ at: from, reachPx = 0 }: Press): Gesture | null {
    const frame = maskBounds(document.mask);
    if (!frame) return null;
    const base: Mask = { ...document.mask, data: document.mask.data.slice() };
    const middle = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 };
    const grip = gripAt(frame, from, reachPx);
    let change: MaskTransform = UNMOVED;
    const away = ({ x, y }: Point): Point => ({ x: x - middle.x, y: y - middle.y });
    const angle = (point: Point): number => Math.atan2(away(point).y, away(point).x);
    const length = (point: Point): number => Math.max(1, Math.hypot(away(point).x, away(point).y));
    document.beginStroke();
    const end = (): void => {
      document.preview(transformMask(base, change, FINE));
      document.endStroke();
    };
    return {
      move({ at }) {
        change =
          grip === 'move'
            ? { ...UNMOVED, dx: Math.round(at.x - from.x), dy: Math.round(at.y - from.y) }
            : grip === 'scale'
              ? { ...UNMOVED, scale: length(at) / length(from) }
              : { ...UNMOVED, angleRad: angle(at) - angle(from) };
        document.preview(transformMask(base, change, 1));
      },
      release: () => {
        end();
        return false;
      },
      cancel: () => document.cancelStroke(),
      finish: end,
    };
  }

  function begin(press: Press): Gesture | null {
    const { tool } = store.getState();
    const value = adds(press);
    switch (tool) {
      case 'brush':
      case 'eraser':
        return stroke(press);
      case 'lasso':
      case 'polygon':
        return area(press.at, (mask, points) => fillPolygon(mask, points, value), tool === 'lasso');
      case 'ellipse':
        return ellipse(press);
      case 'wand':
        return wand(press);
      case 'move':
        return drag(press);
    }
  }

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

  return {
    get isBusy(): boolean {
      return gesture !== null;
    },
    press(press: Press): void {
      if (compose.background() === null) return;
      if (gesture?.again) {
        if (!gesture.again(press)) gesture = null;
      } else {
        gesture?.finish();
        gesture = begin(press);
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
    /** What to draw above the mask; the frame of the move tool is there whenever the tool is. */
    sketch(): Sketch | null {
      if (gesture?.sketch) return gesture.sketch();
      const frame = store.getState().tool === 'move' ? maskBounds(document.mask) : null;
      return frame && { kind: 'frame', frame };
    },
    /** @returns a function that ends the subscription */
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export type Painter = ReturnType<typeof createPainter>;
