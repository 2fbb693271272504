/** The map's canvas: what part of the plane it shows, and what a hand does on it. A hover moves one ring; the points are drawn again only when they or the view change. */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, type RefObject } from 'react';
import { isInside, pointGrid } from '../../../core/review/pointGrid';
import {
  drawLasso,
  drawPoints,
  drawRing,
  fitted,
  pictureOf,
  toPlane,
  toScreen,
  zoomed,
  type Colours,
  type Picture,
  type Size,
  type View,
} from './drawMap';
import type { MapPoints } from './points';

export type Tool = 'lasso' | 'move';

export interface MapCanvasProps {
  readonly points: MapPoints;
  readonly colours: Colours;
  readonly tool: Tool;
  readonly hovered: number | null;
  readonly active: number | null;
  readonly isPicked: (point: number) => boolean;
  /** @param at where it is, in pixels of the canvas */
  readonly onHover: (point: number | null, at: readonly [number, number]) => void;
  /** @param isAdding with a key held, so that more than one can be picked */
  readonly onPress: (point: number | null, isAdding: boolean) => void;
  readonly onLasso: (points: readonly number[]) => void;
}

export interface MapStage {
  readonly fit: () => void;
  readonly zoom: (factor: number) => void;
  /** Brings a point into sight. @returns where it is then */
  readonly show: (point: number) => readonly [number, number];
  /** Gives up the line that is being drawn. @returns whether there was one */
  readonly giveUp: () => boolean;
}

const REACH_PX = { mouse: 10, pen: 12, touch: 20 } as const;
/** Less is a press. */
const DRAG_PX = 4;
const ZOOM_LIMITS = { least: 0.5, most: 200 } as const;

interface Drag {
  readonly tool: Tool;
  readonly from: readonly [number, number];
  last: readonly [number, number];
  line: number[];
  isFar: boolean;
}

export function useMapCanvas(canvas: RefObject<HTMLCanvasElement | null>, props: MapCanvasProps): MapStage {
  const { points } = props;
  const grid = useMemo(() => pointGrid(points.places), [points]);
  const latest = useRef({ ...props, grid });
  const size = useRef<Size>({ width: 1, height: 1, ratio: 1 });
  const view = useRef<View | null>(null);
  const drag = useRef<Drag | null>(null);
  const drawnIn = useRef<{ colours?: Colours; size?: Size; picture: Picture | null }>({ picture: null });
  const frame = useRef(0);
  const isStale = useRef(true);

  const viewNow = useCallback((): View => (view.current ??= fitted(latest.current.points, size.current)), []);

  const draw = useCallback((): void => {
    frame.current = 0;
    const context = canvas.current?.getContext('2d');
    const { points: all, colours: inks, hovered, active, isPicked } = latest.current;
    const { width, height, ratio } = size.current;
    if (!context) return;
    if (drawnIn.current.colours !== inks || drawnIn.current.size !== size.current) {
      drawnIn.current = { colours: inks, size: size.current, picture: pictureOf(inks, size.current) };
      [context.canvas.width, context.canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
      isStale.current = true;
    }
    const { picture } = drawnIn.current;
    if (!picture) return;
    if (isStale.current) drawPoints(picture, all, viewNow(), size.current, isPicked);
    isStale.current = false;
    context.putImageData(picture.image, -picture.marginPx, -picture.marginPx);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const at = (point: number): [number, number] =>
      toScreen(viewNow(), size.current, all.places[2 * point] ?? 0, all.places[2 * point + 1] ?? 0);
    if (active !== null) drawRing(context, at(active), 10, { ...inks, ink: inks.accent });
    if (hovered !== null) drawRing(context, at(hovered), 7, inks);
    if (drag.current?.isFar && drag.current.tool === 'lasso') drawLasso(context, drag.current.line, inks);
  }, [canvas, viewNow]);

  const ask = useCallback(
    (stale: boolean): void => {
      isStale.current ||= stale;
      frame.current ||= requestAnimationFrame(draw);
    },
    [draw],
  );

  useLayoutEffect(() => {
    const before = latest.current;
    latest.current = { ...props, grid };
    ask(before.points !== points || before.isPicked !== props.isPicked);
  });
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  const setView = useCallback(
    (next: View | null): void => {
      const fit = fitted(latest.current.points, size.current).scale;
      const isWithin = !next || (next.scale >= ZOOM_LIMITS.least * fit && next.scale <= ZOOM_LIMITS.most * fit);
      if (!isWithin) return;
      view.current = next;
      latest.current.onHover(null, [0, 0]);
      ask(true);
    },
    [ask],
  );

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const stop = new AbortController();
    const { signal } = stop;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      size.current = { width, height, ratio: window.devicePixelRatio };
      setView(null);
    });
    observer.observe(element);

    const pointAt = (x: number, y: number, kind: string): number | null => {
      const reach = REACH_PX[kind as keyof typeof REACH_PX] / viewNow().scale;
      return latest.current.grid.nearest(...toPlane(viewNow(), size.current, x, y), reach);
    };
    const placeOf = ({ clientX, clientY }: MouseEvent): [number, number] => {
      const box = element.getBoundingClientRect();
      return [clientX - box.left, clientY - box.top];
    };
    element.addEventListener(
      'pointerdown',
      (event) => {
        if (event.button > 1 || drag.current) return;
        element.setPointerCapture(event.pointerId);
        const from = placeOf(event);
        const { tool } = latest.current;
        const isOther = event.shiftKey || event.button === 1;
        const other = tool === 'lasso' ? 'move' : 'lasso';
        drag.current = { tool: isOther ? other : tool, from, last: from, line: [...from], isFar: false };
      },
      { signal },
    );
    element.addEventListener(
      'pointermove',
      (event) => {
        const at = placeOf(event);
        const now = drag.current;
        if (!now) {
          latest.current.onHover(pointAt(...at, event.pointerType), at);
          return;
        }
        now.isFar ||= Math.hypot(at[0] - now.from[0], at[1] - now.from[1]) > DRAG_PX;
        if (!now.isFar) return;
        const { scale, x, y } = viewNow();
        if (now.tool === 'move')
          setView({ scale, x: x - (at[0] - now.last[0]) / scale, y: y + (at[1] - now.last[1]) / scale });
        else {
          now.line.push(...at);
          latest.current.onHover(null, at);
          ask(false);
        }
        now.last = at;
      },
      { signal },
    );
    element.addEventListener(
      'pointerup',
      (event) => {
        const done = drag.current;
        drag.current = null;
        if (!done) return;
        const at = placeOf(event);
        if (!done.isFar) {
          const point = pointAt(...at, event.pointerType);
          latest.current.onHover(point, at);
          latest.current.onPress(point, event.ctrlKey || event.metaKey);
        } else if (done.tool === 'lasso')
          latest.current.onLasso(pointsInside(latest.current.points, done.line, viewNow(), size.current));
        ask(false);
      },
      { signal },
    );
    const forget = (): void => {
      drag.current = null;
      latest.current.onHover(null, [0, 0]);
      ask(false);
    };
    element.addEventListener('pointercancel', forget, { signal });
    element.addEventListener(
      'pointerleave',
      ({ pointerType }) => pointerType !== 'touch' && !drag.current && forget(),
      { signal },
    );
    element.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        setView(zoomed(viewNow(), size.current, Math.exp(-event.deltaY / 400), ...placeOf(event)));
      },
      { signal, passive: false },
    );
    return () => {
      observer.disconnect();
      stop.abort();
    };
  }, [canvas, ask, setView, viewNow]);

  return useMemo(
    () => ({
      fit: () => setView(null),
      zoom: (factor) =>
        setView(zoomed(viewNow(), size.current, factor, size.current.width / 2, size.current.height / 2)),
      show(point) {
        const [x = 0, y = 0] = latest.current.points.places.subarray(2 * point, 2 * point + 2);
        const [left, top] = toScreen(viewNow(), size.current, x, y);
        const isSeen = left >= 0 && top >= 0 && left <= size.current.width && top <= size.current.height;
        if (!isSeen) setView({ ...viewNow(), x, y });
        return toScreen(viewNow(), size.current, x, y);
      },
      giveUp() {
        const isDrawing = drag.current?.isFar === true;
        drag.current = null;
        ask(false);
        return isDrawing;
      },
    }),
    [ask, setView, viewNow],
  );
}

function pointsInside({ places }: MapPoints, line: readonly number[], view: View, size: Size): number[] {
  const onPlane = line.map(
    (_, at) => toPlane(view, size, line[at - (at % 2)] ?? 0, line[at - (at % 2) + 1] ?? 0)[at % 2] ?? 0,
  );
  const found: number[] = [];
  for (let point = 0; point < places.length / 2; point += 1)
    if (isInside(places[2 * point] ?? 0, places[2 * point + 1] ?? 0, onPlane)) found.push(point);
  return found;
}
