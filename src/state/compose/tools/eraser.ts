import { beginStroke } from './stroke';
import { valueOf, type Tool } from './tool';

export const eraser: Tool = {
  id: 'eraser',
  key: 'E',
  icon: 'm6.500 14.500-3-3 7-7 5 5-5 5H6.500ZM7 8l5 5M6 15h9',
  words: { en: { name: 'Eraser' }, de: { name: 'Radierer' } },
  settings: ['brushSizePx', 'hardness', 'usesPressure'],
  begin: (press, easel) => beginStroke(press, easel, valueOf(press, false)),
};
