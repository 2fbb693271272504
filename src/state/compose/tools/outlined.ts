/** An area that is outlined: by one stroke, or corner by corner. */
import { fillPolygon } from '../../../core/mask/fillPath';
import type { Point } from '../../../core/mask/stroke';
import { areaValueOf, type Easel, type Gesture, type Press } from './tool';

export function beginOutline(press: Press, easel: Easel, isFreehand: boolean): Gesture {
  const value = areaValueOf(press, easel);
  const points = [press.at];
  let hover: Point | null = null;
  const close = (): void => easel.document.edit((mask) => fillPolygon(mask, points, value));
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
