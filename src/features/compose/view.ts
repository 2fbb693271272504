/** The view of the canvas: where image pixels lie on the screen. Pure, so that it can be tested. */
import type { Point } from '../../core/mask/stroke';

/** Screen = image * scale + offset, in CSS pixels. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const ZOOM_LIMITS = { min: 0.05, max: 40 } as const;

/** The whole image, centred, with a margin. */
export function fitView(image: Size, stage: Size, marginPx = 24): View {
  const free = { width: Math.max(1, stage.width - 2 * marginPx), height: Math.max(1, stage.height - 2 * marginPx) };
  const scale = Math.min(free.width / image.width, free.height / image.height);
  return { scale, x: (stage.width - image.width * scale) / 2, y: (stage.height - image.height * scale) / 2 };
}

/** The canvas matrix of a view: from image to device pixels, at so many device pixels a CSS pixel. */
export function canvasMatrix({ scale, x, y }: View, ratio: number): [number, number, number, number, number, number] {
  return [scale * ratio, 0, 0, scale * ratio, x * ratio, y * ratio];
}

export function toImage(view: View, screen: Point): Point {
  return { x: (screen.x - view.x) / view.scale, y: (screen.y - view.y) / view.scale };
}

/** Zooms so that the image point under `at` stays where it is. */
export function zoomAt(view: View, at: Point, factor: number): View {
  const scale = Math.min(ZOOM_LIMITS.max, Math.max(ZOOM_LIMITS.min, view.scale * factor));
  const ratio = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}

/** The view moved just so far that an image point lies inside the stage, away from its edge. */
export function broughtIn(view: View, at: Point, stage: Size, marginPx = 32): View {
  const into = (screen: number, length: number): number => {
    const margin = Math.min(marginPx, length / 2);
    return Math.min(length - margin, Math.max(margin, screen)) - screen;
  };
  return panBy(view, into(at.x * view.scale + view.x, stage.width), into(at.y * view.scale + view.y, stage.height));
}

/** The view after the stage got another size: what was in its middle stays there. */
export function resized(view: View, before: Size, stage: Size): View {
  return panBy(view, (stage.width - before.width) / 2, (stage.height - before.height) / 2);
}

export function panBy(view: View, dx: number, dy: number): View {
  if (dx === 0 && dy === 0) return view;
  return { ...view, x: view.x + dx, y: view.y + dy };
}
