/** A stroke of the brush, or of the eraser. */
import type { Easel, Gesture, Press } from './tool';

/** Width of the lightest touch of a pen, as a share of the brush. */
const LIGHTEST = 0.2;

/** @param value 1 paints, 0 takes away */
export function beginStroke(start: Press, { document, settings }: Easel, value: 0 | 1): Gesture {
  const { hardness } = settings();
  let last = start.at;
  document.beginStroke(hardness);
  const paintTo = ({ at, pressure, screenPx = 1 }: Press): void => {
    const { brushSizePx, usesPressure } = settings();
    const width = pressure === undefined || !usesPressure ? 1 : LIGHTEST + (1 - LIGHTEST) * pressure;
    document.paintSegment(last, at, Math.max(1, brushSizePx * screenPx * width), value, hardness);
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
