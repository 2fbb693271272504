/** Draws the stage: background, the sample that is shown, the mask, the brush. One frame a change, never more. */
import { useCallback, useEffect, useMemo, useRef, type RefObject } from 'react';
import type { Mask } from '../../contracts/image';
import type { Point } from '../../core/mask/stroke';
import type { Comparison } from '../../state/compose/compareStore';
import { toolOf } from '../../state/compose/tools/list';
import type { Studio } from '../../state/studio';
import { differenceOf, drawDivided, drawSideBySide } from './comparing';
import { drawMask } from './overlay';
import { watchPixelRatio } from './pixelRatio';
import { canvasOf, drawForming } from './pixels';
import { drawBrush, drawCrosshair, drawSketch } from './sketch';
import { broughtIn, canvasMatrix, fitView, resized, toImage, type Size, type View } from './view';

export interface Stage {
  readonly view: RefObject<View>;
  readonly pointer: RefObject<Point | null>;
  /** Where the keys are: where the pointer was last, else in the middle of what is seen. Image pixels. */
  readonly crosshair: () => Point;
  /** Moves it, shows it, and brings it into view. */
  readonly moveCrosshair: (at: Point) => void;
  /** The pointer has left. */
  readonly leave: () => void;
  /** Asks for a new frame. */
  readonly redraw: () => void;
  readonly fit: () => void;
}

export interface StageContent {
  /** Finished sample to show, or null. */
  readonly shown: ImageBitmap | null;
  readonly mode: Comparison;
  readonly split: number;
  /** Sample to compare with; null: the plain skin. */
  readonly other: ImageBitmap | null;
  /** Of the sample shown, where its difference is. */
  readonly mask: Mask | null;
}

export function useStage(canvas: RefObject<HTMLCanvasElement | null>, studio: Studio, content: StageContent): Stage {
  const view = useRef<View>({ scale: 1, x: 0, y: 0 });
  /** The view while the whole image is shown and nobody has zoomed or moved it. */
  const fitted = useRef<View | null>(null);
  const pointer = useRef<Point | null>(null);
  const cross = useRef<{ readonly at: Point; readonly isShown: boolean } | null>(null);
  const frame = useRef(0);
  const background = useRef<HTMLCanvasElement | null>(null);
  const overlay = useRef<HTMLCanvasElement | null>(null);
  const base = useRef<BaseLayer | null>(null);
  const compared = useRef<Compared | null>(null);
  const latest = useRef(content);

  const draw = useCallback((): void => {
    frame.current = 0;
    const target = canvas.current;
    const context = target?.getContext('2d');
    if (!target || !context) return;
    const ratio = window.devicePixelRatio;
    const { scale } = view.current;
    const { hideOverlay, brushSizePx, tool } = studio.compose.store.getState();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, target.width, target.height);
    context.setTransform(...canvasMatrix(view.current, ratio));
    context.imageSmoothingEnabled = scale < 6;
    context.imageSmoothingQuality = 'high';
    const { shown } = latest.current;
    if (shown && !hideOverlay) drawSample(context, shown);
    else {
      if (background.current) drawBase(context, background.current);
      if (!hideOverlay) drawPainting(context);
      if (!hideOverlay) drawAbove(context);
    }

    /** A large background is made small once for a view, not once a frame. */
    function drawBase(target2d: CanvasRenderingContext2D, source: HTMLCanvasElement): void {
      const known = base.current;
      const isKnown =
        known?.source === source && known.view === view.current && known.ratio === ratio && known.fits(target2d.canvas);
      const layer = isKnown ? known.layer : baseLayer(target2d, source);
      if (!isKnown) {
        const fits = ({ width, height }: HTMLCanvasElement): boolean =>
          layer.width === width && layer.height === height;
        base.current = { source, view: view.current, ratio, layer, fits };
      }
      target2d.save();
      target2d.setTransform(1, 0, 0, 1, 0, 0);
      target2d.drawImage(layer, 0, 0);
      target2d.restore();
    }

    function drawAbove(target2d: CanvasRenderingContext2D): void {
      const sketch = studio.painter.sketch();
      if (sketch) drawSketch(target2d, sketch, scale);
      const keys = cross.current?.isShown ? cross.current.at : null;
      const at = keys ?? pointer.current;
      if (at && toolOf(tool).settings.includes('brushSizePx')) drawBrush(target2d, at, brushSizePx / scale, scale);
      if (keys) drawCrosshair(target2d, keys, scale);
    }

    /** The sample alone, or beside what it is compared with. */
    function drawSample(target2d: CanvasRenderingContext2D, shown: ImageBitmap): void {
      const { mode, split, other, mask } = latest.current;
      const skin = background.current;
      const plain = (on: CanvasRenderingContext2D): void => {
        if (skin) on.drawImage(skin, 0, 0);
        if (other) on.drawImage(other, 0, 0);
      };
      const made = (on: CanvasRenderingContext2D): void => on.drawImage(shown, 0, 0);
      if (mode === 'slider') drawDivided(target2d, split, plain, made);
      else if (mode === 'side') drawSideBySide(target2d, plain, made);
      else if (mode === 'difference' && skin && mask) target2d.drawImage(difference(skin, shown, mask), 0, 0);
      else made(target2d);
    }

    function difference(skin: HTMLCanvasElement, shown: ImageBitmap, mask: Mask): HTMLCanvasElement {
      const known = compared.current;
      if (known?.source === shown && known.mask === mask && known.skin === skin) return known.canvas;
      const fresh = differenceOf(skin, shown, mask);
      compared.current = { source: shown, mask, skin, canvas: fresh };
      return fresh;
    }

    /** What forms in the mask, or the mask; with a live preview both, the mask lightly while nothing is painted. */
    function drawPainting(target2d: CanvasRenderingContext2D): void {
      const preview = studio.generation.shownPreview();
      if (preview) {
        drawForming(target2d, preview);
        return;
      }
      const live = studio.live.preview();
      if (live) drawForming(target2d, live);
      if (!overlay.current) return;
      target2d.imageSmoothingQuality = 'low'; // its lines are drawn anew many times a second
      target2d.globalAlpha = live && !studio.compose.document.isPainting ? OVERLAY_OVER_LIVE : 1;
      target2d.drawImage(overlay.current, 0, 0);
      target2d.globalAlpha = 1;
    }
  }, [canvas, studio]);

  const redraw = useCallback((): void => {
    if (frame.current === 0) frame.current = requestAnimationFrame(draw);
  }, [draw]);

  const fit = useCallback((): void => {
    const target = canvas.current;
    const image = studio.compose.background();
    if (!target || !image) return;
    view.current = fitView(image, { width: target.clientWidth, height: target.clientHeight });
    fitted.current = view.current;
    redraw();
  }, [canvas, studio, redraw]);

  useEffect(() => {
    latest.current = content;
    redraw();
  }, [content, redraw]);

  // Another background: new canvases, the whole image in view.
  useEffect(() => {
    let seen = -1;
    const follow = (): void => {
      const { backgroundRevision } = studio.compose.store.getState();
      const image = studio.compose.background();
      if (backgroundRevision !== seen && image) {
        seen = backgroundRevision;
        background.current = canvasOf(image);
        overlay.current = document.createElement('canvas');
        overlay.current.width = image.width;
        overlay.current.height = image.height;
        const context = overlay.current.getContext('2d');
        if (context) drawMask(context, studio.compose.document.mask, { x: 0, y: 0, ...sizeOf(image) });
        fit();
      }
      redraw();
    };
    follow();
    return studio.compose.store.subscribe(follow);
  }, [studio, fit, redraw]);

  useEffect(
    () =>
      studio.compose.document.subscribe((changed) => {
        const context = overlay.current?.getContext('2d');
        if (context) drawMask(context, studio.compose.document.mask, changed);
        redraw();
      }),
    [studio, redraw],
  );

  useEffect(() => studio.generation.store.subscribe(redraw), [studio, redraw]);
  useEffect(() => studio.painter.subscribe(redraw), [studio, redraw]);
  useEffect(() => studio.live.subscribe(redraw), [studio, redraw]);

  useEffect(() => {
    const target = canvas.current;
    if (!target) return undefined;
    let size = sizeOfStage(target);
    /** The zoom stays, about the middle of what is seen. */
    const follow = (): void => {
      const before = size;
      size = sizeOfStage(target);
      target.width = Math.max(1, Math.round(size.width * window.devicePixelRatio));
      target.height = Math.max(1, Math.round(size.height * window.devicePixelRatio));
      if (fitted.current === null || fitted.current === view.current) fit();
      else view.current = resized(view.current, before, size);
      redraw();
    };
    const observer = new ResizeObserver(follow);
    observer.observe(target);
    const unwatch = watchPixelRatio(follow);
    return () => {
      observer.disconnect();
      unwatch();
    };
  }, [canvas, fit, redraw]);

  const crosshair = useCallback((): Point => {
    const target = canvas.current;
    const [width, height] = [target?.clientWidth ?? 0, target?.clientHeight ?? 0];
    return cross.current?.at ?? toImage(view.current, { x: width / 2, y: height / 2 });
  }, [canvas]);

  const moveCrosshair = useCallback(
    (at: Point): void => {
      const target = canvas.current;
      cross.current = { at, isShown: true };
      if (target)
        view.current = broughtIn(view.current, at, { width: target.clientWidth, height: target.clientHeight });
      redraw();
    },
    [canvas, redraw],
  );

  const leave = useCallback((): void => {
    pointer.current = null;
    redraw();
  }, [redraw]);

  // Where the pointer is, the keys go on from there.
  const follow = useCallback((): void => {
    if (pointer.current) cross.current = { at: pointer.current, isShown: false };
    redraw();
  }, [redraw]);

  return useMemo(
    () => ({ view, pointer, redraw: follow, fit, crosshair, moveCrosshair, leave }),
    [follow, fit, crosshair, moveCrosshair, leave],
  );
}

const sizeOfStage = ({ clientWidth: width, clientHeight: height }: HTMLCanvasElement): Size => ({ width, height });

/** So that the edge of the lesion can be judged. */
const OVERLAY_OVER_LIVE = 0.25;

interface Compared {
  readonly source: ImageBitmap;
  readonly mask: Mask;
  readonly skin: HTMLCanvasElement;
  readonly canvas: HTMLCanvasElement;
}

interface BaseLayer {
  readonly source: HTMLCanvasElement;
  readonly view: View;
  readonly ratio: number;
  readonly layer: HTMLCanvasElement;
  readonly fits: (stage: HTMLCanvasElement) => boolean;
}

/** The background as the stage shows it, in the stage's own pixels. */
function baseLayer(stage: CanvasRenderingContext2D, source: HTMLCanvasElement): HTMLCanvasElement {
  const layer = document.createElement('canvas');
  layer.width = stage.canvas.width;
  layer.height = stage.canvas.height;
  const context = layer.getContext('2d');
  if (!context) return layer;
  context.setTransform(stage.getTransform());
  context.imageSmoothingEnabled = stage.imageSmoothingEnabled;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0);
  return layer;
}

function sizeOf({ width, height }: { readonly width: number; readonly height: number }) {
  return { width, height };
}
