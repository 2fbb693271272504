/** Pointer and keys to the painter: every coalesced event paints; space or the middle button pans, two fingers pan and zoom, the wheel zooms or, with Alt, sizes the brush. */
import { useEffect, type RefObject } from 'react';
import type { Point } from '../../core/mask/stroke';
import { toolOf } from '../../state/compose/tools/list';
import type { Press, Tool } from '../../state/compose/tools/tool';
import { RESERVED_KEYS } from '../../state/command';
import { command } from '../../state/commands';
import type { Studio } from '../../state/studio';
import { isSwitchedOff } from '../../ui/singleKeys';
import { isTyping } from '../../ui/typing';
import { createHands } from './hands';
import type { Stage } from './useStage';
import { panBy, toImage, zoomAt, type Size } from './view';

const ZOOM_PER_PIXEL = 0.0016;
/** Of a key. */
const ZOOM_STEP = 1.25;
/** How near a handle or a first corner has to be met, in CSS pixels. */
export const REACH_PX = 12;
/** The pen's other end. */
const ERASER_BUTTON = 5;
const STEP_PX = { plain: 1, large: 10 } as const;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** @param say tells where the crosshair is */
export function usePainting(
  canvas: RefObject<HTMLCanvasElement | null>,
  studio: Studio,
  stage: Stage,
  say: (at: Point) => void,
): void {
  useEffect(() => {
    const target = canvas.current;
    if (!target) return undefined;
    const element: HTMLCanvasElement = target;
    const { painter, compose } = studio;
    const stop = new AbortController();
    const hands = createHands();
    let panFrom: Point | null = null;
    let space = false;

    const keysDo = (): Tool['byKeys'] => toolOf(compose.store.getState().tool).byKeys;
    const screenPoint = (event: MouseEvent): Point => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const pressOf = (event: PointerEvent): Press => ({
      at: toImage(stage.view.current, screenPoint(event)),
      isInverse: event.altKey || event.button === ERASER_BUTTON || (event.buttons & 32) !== 0,
      reachPx: REACH_PX / stage.view.current.scale,
      screenPx: 1 / stage.view.current.scale,
      ...(event.pointerType === 'pen' ? { pressure: event.pressure } : {}),
    });
    /** Painting always shows the mask that is painted on. */
    const begin = (press: Press): void => {
      studio.generation.show(null);
      studio.generation.clearRefusal();
      painter.press(press);
    };

    function down(event: PointerEvent): void {
      if (event.button !== 0 && event.button !== 1 && event.button !== ERASER_BUTTON) return;
      event.preventDefault();
      element.focus({ preventScroll: true });
      const does = hands.down(event, screenPoint(event));
      if (does === 'nothing') return;
      element.setPointerCapture(event.pointerId);
      if (does !== 'begins') {
        painter.cancel(); // what the first finger had begun
        panFrom = null;
      }
      if (does === 'pinches') return;
      if (space || event.button === 1) panFrom = screenPoint(event);
      else begin(pressOf(event));
    }

    function move(event: PointerEvent): void {
      const at = screenPoint(event);
      const moved = hands.moved(event, at);
      if (moved.does === 'nothing') return;
      if (moved.does === 'pinches') pinch(moved.from, moved.to);
      else if (panFrom) {
        stage.view.current = panBy(stage.view.current, at.x - panFrom.x, at.y - panFrom.y);
        panFrom = at;
      } else {
        const coalesced = painter.isBusy ? event.getCoalescedEvents() : [];
        for (const part of coalesced.length > 0 ? coalesced : [event]) painter.move(pressOf(part));
      }
      stage.pointer.current = toImage(stage.view.current, at);
      stage.redraw();
    }

    function pinch([a, b]: readonly Point[], [c, d]: readonly Point[]): void {
      if (!a || !b || !c || !d) return;
      const [from, to] = [middle(a, b), middle(c, d)];
      const factor = Math.hypot(c.x - d.x, c.y - d.y) / Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
      stage.view.current = zoomAt(panBy(stage.view.current, to.x - from.x, to.y - from.y), to, factor);
    }

    function up(event: PointerEvent): void {
      if (!hands.up(event)) return;
      if (panFrom) panFrom = null;
      else painter.release();
    }

    /** With Alt the wheel makes the brush larger and smaller. */
    function wheel(event: WheelEvent): void {
      event.preventDefault();
      const turned = event.deltaY === 0 ? event.deltaX : event.deltaY; // some systems turn it with a key held
      if (event.altKey) command(turned < 0 ? 'larger' : 'smaller').run(studio);
      else stage.view.current = zoomAt(stage.view.current, screenPoint(event), Math.exp(-turned * ZOOM_PER_PIXEL));
      stage.redraw();
    }

    /** The crosshair: arrows move it, Enter presses and lifts; with some tools arrows move the mask. */
    function key(event: KeyboardEvent): void {
      const arrow = ARROWS[event.key];
      if (arrow && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        const step = event.shiftKey ? STEP_PX.large : STEP_PX.plain;
        const [dx, dy] = [arrow[0] * step, arrow[1] * step];
        if (keysDo() === 'moves-mask') void compose.transform({ dx, dy });
        else stepCrosshair(dx, dy);
      } else if (event.key === 'PageUp' || event.key === 'PageDown') {
        event.preventDefault();
        zoomKey(event.key === 'PageUp' ? ZOOM_STEP : 1 / ZOOM_STEP);
      } else if (event.key === 'Enter' && keysDo() !== 'moves-mask') {
        event.preventDefault();
        pressCrosshair(event.altKey);
      }
    }

    /** About the crosshair. */
    function zoomKey(factor: number): void {
      const { scale, x, y } = stage.view.current;
      const at = stage.crosshair();
      stage.view.current = zoomAt(stage.view.current, { x: at.x * scale + x, y: at.y * scale + y }, factor);
      stage.redraw();
    }

    function stepCrosshair(dx: number, dy: number): void {
      const { width, height }: Size = compose.document.mask;
      const { x, y } = stage.crosshair();
      const at = { x: clamp(x + dx, 0.5, width - 0.5), y: clamp(y + dy, 0.5, height - 0.5) };
      stage.moveCrosshair(at);
      painter.move({ at, reachPx: STEP_PX.plain, screenPx: 1 / stage.view.current.scale });
      say(at);
    }

    function pressCrosshair(isInverse: boolean): void {
      const at = stage.crosshair();
      const setsCorners = keysDo() === 'corners';
      stage.moveCrosshair(at);
      if (painter.isBusy && !setsCorners) painter.release();
      else {
        begin({ at, isInverse, reachPx: STEP_PX.plain, screenPx: 1 / stage.view.current.scale });
        if (setsCorners) painter.release();
      }
      say(at);
    }

    const options = { signal: stop.signal };
    element.addEventListener('pointerdown', down, options);
    element.addEventListener('pointermove', move, options);
    element.addEventListener('pointerup', up, options);
    element.addEventListener('pointercancel', up, options);
    element.addEventListener('pointerleave', () => stage.leave(), options);
    element.addEventListener('wheel', wheel, { ...options, passive: false });
    element.addEventListener('keydown', key, options);
    window.addEventListener(
      'keydown',
      (event) => {
        if (
          event.key === RESERVED_KEYS.fit &&
          !event.ctrlKey &&
          !event.metaKey &&
          !isTyping(event.target) &&
          !isSwitchedOff(event)
        )
          stage.fit();
      },
      options,
    );
    window.addEventListener('keydown', (event) => (space = event.key === RESERVED_KEYS.pan || space), options);
    window.addEventListener('keyup', (event) => (space = event.key === RESERVED_KEYS.pan ? false : space), options);
    window.addEventListener('blur', () => (space = false), options);
    return () => {
      painter.finish();
      stop.abort();
    };
  }, [canvas, studio, stage, say]);
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
