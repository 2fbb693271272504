/** Draws the map: each mark is drawn once in each colour and its pixels are copied from there, so that ten thousand points are a short task. */
import { boundsOf } from '../../../core/review/pointGrid';
import { MARKS, type MapPoints } from './points';

/** What part of the plane is seen: the place in the middle, and pixels a unit, as many up as across. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** In CSS pixels; `ratio`: of the screen's to these. */
export interface Size {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

export interface Colours {
  readonly classes: readonly string[];
  readonly ink: string;
  readonly surface: string;
  readonly accent: string;
}

const MARGIN_PX = 28;
const MARK_PX = 18;
/** Beside the marks: a ring around what is picked. */
const PICKED = MARKS.length;
/** Bits of a pixel in memory: its opacity, red and blue, green. */
const [OPAQUE, OUTER, INNER] = [0xff000000, 0x00ff00ff, 0x0000ff00];

/** Everything seen. */
export function fitted({ places }: Pick<MapPoints, 'places'>, { width, height }: Size): View {
  const { left, top, width: w, height: h } = boundsOf(places);
  const across = Math.max(1, width - 2 * MARGIN_PX) / w;
  const up = Math.max(1, height - 2 * MARGIN_PX) / h;
  const scale = Math.min(across, up);
  return { x: left + w / 2, y: top + h / 2, scale: Number.isFinite(scale) ? scale : 1 };
}

export function toScreen(view: View, { width, height }: Size, x: number, y: number): [number, number] {
  return [width / 2 + (x - view.x) * view.scale, height / 2 - (y - view.y) * view.scale];
}

export function toPlane(view: View, { width, height }: Size, x: number, y: number): [number, number] {
  return [view.x + (x - width / 2) / view.scale, view.y - (y - height / 2) / view.scale];
}

/** The same place stays under the pointer. */
export function zoomed(view: View, size: Size, factor: number, x: number, y: number): View {
  const [px, py] = toPlane(view, size, x, y);
  return { scale: view.scale * factor, x: px + (view.x - px) / factor, y: py + (view.y - py) / factor };
}

/** A mark's pixels, those of full opacity first. */
interface Sprite {
  /** [P] from the middle of the mark, in a picture of the width that the sprites were made for */
  readonly offsets: Int32Array;
  /** [P] as a picture holds them */
  readonly colours: Uint32Array;
  /** [P] 0..256 */
  readonly opacities: Uint16Array;
}

/** Points in memory, with a margin all around, so that no mark has to be cut at the border. */
export interface Picture {
  readonly image: ImageData;
  readonly marginPx: number;
  /** The marks and the ring for each class, one class after another. */
  readonly sprites: readonly Sprite[];
  readonly ground: number;
}

export function pictureOf({ classes, surface, accent }: Colours, { width, height, ratio }: Size): Picture | null {
  const side = Math.ceil(MARK_PX * ratio);
  const image = new ImageData(Math.round(width * ratio) + 2 * side, Math.round(height * ratio) + 2 * side);
  const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  /** What is drawn, as a sprite. */
  const taken = (draw: () => void): Sprite => {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, side, side);
    context.setTransform(ratio, 0, 0, ratio, side / 2, side / 2);
    draw();
    const { data } = context.getImageData(0, 0, side, side);
    const packed = new Uint32Array(data.buffer);
    const opacity = (at: number): number => data[4 * at + 3] ?? 0;
    const places = Array.from(packed.keys()).filter((at) => opacity(at) > 0);
    places.sort((p, q) => opacity(q) - opacity(p));
    return {
      offsets: Int32Array.from(
        places,
        (at) => (Math.floor(at / side) - (side >> 1)) * image.width + (at % side) - (side >> 1),
      ),
      colours: Uint32Array.from(places, (at) => (packed[at] ?? 0) | OPAQUE),
      opacities: Uint16Array.from(places, (at) => Math.round((opacity(at) * 256) / 255)),
    };
  };
  const sprites = classes.flatMap((colour) =>
    [...MARKS, 'picked' as const].map((mark) =>
      taken(() => drawMark(context, mark, mark === 'picked' ? accent : colour, surface)),
    ),
  );
  const ground = taken(() => {
    context.fillStyle = surface;
    context.fillRect(-MARK_PX, -MARK_PX, 2 * MARK_PX, 2 * MARK_PX);
  });
  return { image, marginPx: side, sprites, ground: ground.colours[0] ?? 0 };
}

/** Around 0,0. Real images are hollow and soft; samples are filled, accepted ones in a ring, rejected ones crossed out. */
function drawMark(
  context: OffscreenCanvasRenderingContext2D,
  mark: (typeof MARKS)[number] | 'picked',
  colour: string,
  surface: string,
): void {
  const circle = (radius: number): void => {
    context.beginPath();
    context.arc(0, 0, radius, 0, 2 * Math.PI);
  };
  context.strokeStyle = context.fillStyle = colour;
  context.globalAlpha = mark === 'real' ? 0.7 : 1;
  context.lineWidth = 1.2;
  if (mark === 'real') {
    circle(2.8);
    context.stroke();
  } else if (mark === 'rejected') {
    for (const [width, style] of [
      [4.2, surface],
      [2.2, colour],
    ] as const) {
      context.lineWidth = width;
      context.strokeStyle = style;
      context.stroke(new Path2D('M-3.600-3.600 3.600 3.600M3.600-3.600-3.600 3.600'));
    }
  } else if (mark === 'picked') {
    context.lineWidth = 1.8;
    circle(8);
    context.stroke();
  } else {
    circle(3.4);
    context.fill();
    context.strokeStyle = surface;
    context.lineWidth = 0.8;
    context.stroke();
    if (mark === 'none') return;
    context.strokeStyle = colour;
    context.lineWidth = 1.4;
    circle(5.8);
    context.stroke();
  }
}

/** Lays the marks over each other. A canvas takes its time for each of ten thousand small pictures; this is a few additions a pixel. */
export function drawPoints(
  { image, marginPx, sprites, ground }: Picture,
  { places, classes, marks }: MapPoints,
  view: View,
  size: Size,
  isPicked: (point: number) => boolean,
): void {
  const pixels = new Uint32Array(image.data.buffer);
  pixels.fill(ground);
  const [left, top] = toScreen(view, size, 0, 0);
  const each = MARKS.length + 1;
  for (let point = 0; point < marks.length; point += 1) {
    const x = Math.round((left + (places[2 * point] ?? 0) * view.scale) * size.ratio) + marginPx;
    const y = Math.round((top - (places[2 * point + 1] ?? 0) * view.scale) * size.ratio) + marginPx;
    const [right, bottom] = [image.width - marginPx / 2, image.height - marginPx / 2];
    if (x < marginPx / 2 || y < marginPx / 2 || x >= right || y >= bottom) continue;
    const first = each * (classes[point] ?? 0);
    lay(pixels, y * image.width + x, sprites[first + (marks[point] ?? 0)]);
    if (isPicked(point)) lay(pixels, y * image.width + x, sprites[first + PICKED]);
  }
}

function lay(pixels: Uint32Array, middle: number, sprite: Sprite | undefined): void {
  if (!sprite) return;
  const { offsets, colours, opacities } = sprite;
  for (let at = 0; at < offsets.length; at += 1) {
    const place = middle + (offsets[at] ?? 0);
    const opacity = opacities[at] ?? 0;
    const colour = colours[at] ?? 0;
    if (opacity === 256) {
      pixels[place] = colour;
      continue;
    }
    // Two channels in one number; each has eight bits to spare.
    const below = pixels[place] ?? 0;
    const rest = 256 - opacity;
    const outer = ((below & OUTER) * rest + (colour & OUTER) * opacity) >>> 8;
    const inner = ((below & INNER) * rest + (colour & INNER) * opacity) >>> 8;
    pixels[place] = (outer & OUTER) | (inner & INNER) | OPAQUE;
  }
}

/** A ring that stands out from whatever is below it. */
export function drawRing(
  context: CanvasRenderingContext2D,
  [x, y]: readonly [number, number],
  radius: number,
  { ink, surface }: Colours,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  for (const [width, style] of [
    [5, surface],
    [2.2, ink],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = style;
    context.stroke();
  }
}

/** @param line pixels, one after another */
export function drawLasso(context: CanvasRenderingContext2D, line: readonly number[], { accent }: Colours): void {
  context.beginPath();
  for (let at = 0; at < line.length; at += 2) context.lineTo(line[at] ?? 0, line[at + 1] ?? 0);
  context.closePath();
  context.fillStyle = context.strokeStyle = accent;
  context.globalAlpha = 0.12;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  context.stroke();
}
