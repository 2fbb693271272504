/** Pointer to strokes: paints with every coalesced event, pans with space or the middle button, zooms at the pointer. */
import { useEffect, type RefObject } from 'react';
import type { Point } from '../../core/mask/stroke';
import type { Studio } from '../../state/studio';
import type { Stage } from './useStage';
import { panBy, toImage, zoomAt } from './view';

type Drag = { readonly kind: 'paint'; last: Point } | { readonly kind: 'pan'; last: Point } | null;

const ZOOM_PER_PIXEL = 0.0016;

export function usePainting(canvas: RefObject<HTMLCanvasElement | null>, studio: Studio, stage: Stage): void {
  useEffect(() => {
    const target = canvas.current;
    if (!target) return undefined;
    const element: HTMLCanvasElement = target;
    const { document: mask, store } = studio.compose;
    const stop = new AbortController();
    let drag: Drag = null;
    let space = false;

    const screenPoint = (event: MouseEvent): Point => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const imagePoint = (event: MouseEvent): Point => toImage(stage.view.current, screenPoint(event));
    const paint = (from: Point, to: Point): void => {
      const { brushSizePx, tool } = store.getState();
      mask.paint(from, to, brushSizePx, tool === 'brush' ? 1 : 0);
    };

    function begin(event: PointerEvent): void {
      if (event.button !== 0 && event.button !== 1) return;
      event.preventDefault();
      element.focus({ preventScroll: true });
      element.setPointerCapture(event.pointerId);
      if (space || event.button === 1) {
        drag = { kind: 'pan', last: screenPoint(event) };
        return;
      }
      studio.generation.show(null); // painting always shows the mask that is painted on
      studio.generation.clearRefusal();
      const at = imagePoint(event);
      mask.beginStroke();
      paint(at, at);
      drag = { kind: 'paint', last: at };
    }

    function move(event: PointerEvent): void {
      stage.pointer.current = imagePoint(event);
      if (drag?.kind === 'pan') {
        const at = screenPoint(event);
        stage.view.current = panBy(stage.view.current, at.x - drag.last.x, at.y - drag.last.y);
        drag.last = at;
      } else if (drag?.kind === 'paint') {
        const coalesced = event.getCoalescedEvents();
        for (const part of coalesced.length > 0 ? coalesced : [event]) {
          const at = imagePoint(part);
          paint(drag.last, at);
          drag.last = at;
        }
      }
      stage.redraw();
    }

    function end(): void {
      if (drag?.kind === 'paint') mask.endStroke();
      drag = null;
    }

    function wheel(event: WheelEvent): void {
      event.preventDefault();
      stage.view.current = zoomAt(stage.view.current, screenPoint(event), Math.exp(-event.deltaY * ZOOM_PER_PIXEL));
      stage.redraw();
    }

    const options = { signal: stop.signal };
    element.addEventListener('pointerdown', begin, options);
    element.addEventListener('pointermove', move, options);
    element.addEventListener('pointerup', end, options);
    element.addEventListener('pointercancel', end, options);
    element.addEventListener('lostpointercapture', end, options);
    element.addEventListener(
      'pointerleave',
      () => {
        stage.pointer.current = null;
        stage.redraw();
      },
      options,
    );
    element.addEventListener('wheel', wheel, { ...options, passive: false });
    window.addEventListener('keydown', (event) => (space = event.code === 'Space' || space), options);
    window.addEventListener('keyup', (event) => (space = event.code === 'Space' ? false : space), options);
    return () => stop.abort();
  }, [canvas, studio, stage]);
}
