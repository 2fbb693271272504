import { beginStroke } from './stroke';
import { valueOf, type Tool } from './tool';

export const brush: Tool = {
  id: 'brush',
  key: 'B',
  icon: 'M14.500 3.500 7.500 10.500M10 6.500l3 3M7.500 10.500c-2 0-3 1.200-3 3 0 .8-.5 1.300-1.500 1.500 3.500.8 6.500-.5 6.500-3',
  words: { en: { name: 'Brush' }, de: { name: 'Pinsel' } },
  settings: ['brushSizePx', 'hardness', 'usesPressure'],
  begin: (press, easel) => beginStroke(press, easel, valueOf(press, true)),
};
