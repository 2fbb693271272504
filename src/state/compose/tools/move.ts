import { maskBounds, type Rect } from '../../../core/image/region';
import type { Point } from '../../../core/mask/stroke';
import { FINE, paintedPart, transformPart, UNMOVED, type MaskTransform } from '../../../core/mask/transformMask';
import type { Tool } from './tool';

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

export const move: Tool = {
  id: 'move',
  key: 'V',
  icon: 'M9 3v12M3 9h12M9 3 7 5M9 3l2 2M9 15l-2-2M9 15l2-2M3 9l2-2M3 9l2 2M15 9l-2-2M15 9l-2 2',
  words: {
    en: { name: 'Move mask', hint: 'Drag the mask; its corners scale it, the handle above turns it.' },
    de: {
      name: 'Maske verschieben',
      hint: 'Ziehen Sie die Maske; die Ecken ändern ihre Größe, der Griff darüber dreht sie.',
    },
  },
  settings: [],
  byKeys: 'moves-mask',
  begin({ at: from, reachPx = 0 }, { document }) {
    const part = paintedPart(document.mask);
    if (!part) return null;
    const { width, height } = part.mask;
    const frame: Rect = { x: part.x, y: part.y, width, height };
    const middle = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 };
    const grip = gripAt(frame, from, reachPx);
    let change: MaskTransform = UNMOVED;
    const away = ({ x, y }: Point): Point => ({ x: x - middle.x, y: y - middle.y });
    const angle = (point: Point): number => Math.atan2(away(point).y, away(point).x);
    const length = (point: Point): number => Math.max(1, Math.hypot(away(point).x, away(point).y));
    document.beginStroke();
    const show = (samples: number): void => document.showDraft(transformPart(part, document.mask, change, samples));
    const end = (): void => {
      show(FINE);
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
        show(1);
      },
      release: () => {
        end();
        return false;
      },
      cancel: () => document.cancelStroke(),
      finish: end,
    };
  },
  sketch({ mask }) {
    const frame = maskBounds(mask);
    return frame && { kind: 'frame', frame };
  },
};
