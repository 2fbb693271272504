import { fillEllipse } from '../../../core/mask/fillPath';
import { areaValueOf, type Tool } from './tool';

export const ellipse: Tool = {
  id: 'ellipse',
  key: 'O',
  icon: 'M9 4.500c3.500 0 6 2 6 4.500s-2.500 4.500-6 4.500S3 11.500 3 9s2.500-4.500 6-4.500Z',
  words: { en: { name: 'Ellipse' }, de: { name: 'Ellipse' } },
  settings: ['areaMode'],
  begin(press, easel) {
    const from = press.at;
    let to = from;
    const value = areaValueOf(press, easel);
    const close = (): void => easel.document.edit((mask) => fillEllipse(mask, from, to, value));
    return {
      move: ({ at }) => (to = at),
      release: () => {
        close();
        return false;
      },
      cancel: () => undefined,
      finish: close,
      sketch: () => ({ kind: 'ellipse', from, to }),
    };
  },
};
