/** What is drawn above the mask: the brush, the crosshair, a path under way, the frame of the move tool. Two tones, to be seen on any skin. */
import type { Rect } from '../../core/image/region';
import type { Point } from '../../core/mask/stroke';
import { TURN_HANDLE } from '../../state/compose/tools/move';
import type { Sketch } from '../../state/compose/tools/tool';
import { REACH_PX } from './usePainting';

const TONES = [
  [3, 'rgb(0 0 0 / 55%)'],
  [1.25, 'white'],
] as const;
const HANDLE_PX = 4;
const CROSS_PX = 9;

type Trace = (context: CanvasRenderingContext2D) => void;

/** @param scale CSS pixels an image pixel */
function twice(context: CanvasRenderingContext2D, scale: number, trace: Trace): void {
  for (const [width, colour] of TONES) {
    context.beginPath();
    trace(context);
    context.lineWidth = width / scale;
    context.strokeStyle = colour;
    context.stroke();
  }
}

export function drawBrush(context: CanvasRenderingContext2D, at: Point, diameterPx: number, scale: number): void {
  twice(context, scale, (c) => c.arc(at.x, at.y, diameterPx / 2, 0, 2 * Math.PI));
}

export function drawCrosshair(context: CanvasRenderingContext2D, { x, y }: Point, scale: number): void {
  const arm = CROSS_PX / scale;
  twice(context, scale, (c) => {
    c.moveTo(x - arm, y);
    c.lineTo(x + arm, y);
    c.moveTo(x, y - arm);
    c.lineTo(x, y + arm);
  });
}

export function drawSketch(context: CanvasRenderingContext2D, sketch: Sketch, scale: number): void {
  switch (sketch.kind) {
    case 'path':
      drawPath(context, sketch.points, scale);
      break;
    case 'ellipse': {
      const { from, to } = sketch;
      const [rx, ry] = [Math.abs(to.x - from.x) / 2, Math.abs(to.y - from.y) / 2];
      twice(context, scale, (c) => c.ellipse((from.x + to.x) / 2, (from.y + to.y) / 2, rx, ry, 0, 0, 2 * Math.PI));
      break;
    }
    case 'frame':
      drawFrame(context, sketch.frame, scale);
  }
}

function drawPath(context: CanvasRenderingContext2D, points: readonly Point[], scale: number): void {
  twice(context, scale, (c) => points.forEach(({ x, y }, i) => (i === 0 ? c.moveTo(x, y) : c.lineTo(x, y))));
  const [first] = points;
  if (first) twice(context, scale, (c) => c.arc(first.x, first.y, HANDLE_PX / scale, 0, 2 * Math.PI));
}

function drawFrame(context: CanvasRenderingContext2D, { x, y, width, height }: Rect, scale: number): void {
  const lift = (TURN_HANDLE * REACH_PX) / scale;
  const size = HANDLE_PX / scale;
  twice(context, scale, (c) => {
    c.rect(x, y, width, height);
    c.moveTo(x + width / 2, y);
    c.lineTo(x + width / 2, y - lift + size);
  });
  for (const [px, py] of [
    [x, y],
    [x + width, y],
    [x, y + height],
    [x + width, y + height],
  ] as const)
    // prettier-ignore
    twice(context, scale, (c) => c.rect(px - size, py - size, 2 * size, 2 * size));
  twice(context, scale, (c) => c.arc(x + width / 2, y - lift, size, 0, 2 * Math.PI));
}
