/** For tests, and to copy: a whole tool in one file. A square, from its middle to where the pointer is let go. */
import { fillPolygon } from '../core/mask/fillPath';
import type { Point } from '../core/mask/stroke';
import { areaValueOf, type Tool } from '../state/compose/tools/tool';

function cornersOf(middle: Point, to: Point): Point[] {
  const half = Math.max(Math.abs(to.x - middle.x), Math.abs(to.y - middle.y));
  return ([[-1, -1], [1, -1], [1, 1], [-1, 1]] as const).map(([x, y]) => ({ x: middle.x + x * half, y: middle.y + y * half })); // prettier-ignore
}

export const exampleTool: Tool = {
  id: 'example-tool',
  key: 'F9',
  icon: 'M4 4h10v10H4z',
  words: {
    en: { name: 'Example tool', hint: 'Drag from the middle.' },
    de: { name: 'Beispielwerkzeug', hint: 'Von der Mitte ziehen.' },
  },
  settings: ['areaMode'],
  begin(press, easel) {
    const value = areaValueOf(press, easel);
    let to = press.at;
    const close = (): void => easel.document.edit((mask) => fillPolygon(mask, cornersOf(press.at, to), value));
    return {
      move: ({ at }) => (to = at),
      release: () => {
        close();
        return false;
      },
      cancel: () => undefined,
      finish: close,
      sketch: () => {
        const corners = cornersOf(press.at, to);
        return { kind: 'path', points: [...corners, ...corners.slice(0, 1)] }; // a path is not closed by itself
      },
    };
  },
};
