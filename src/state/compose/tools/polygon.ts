import { beginOutline } from './outlined';
import type { Tool } from './tool';

export const polygon: Tool = {
  id: 'polygon',
  key: 'P',
  icon: 'm9 3 6 4.500-2.300 7H5.300L3 7.500 9 3Z',
  words: {
    en: { name: 'Polygon', hint: 'Click corners; click the first one to close.' },
    de: { name: 'Polygon', hint: 'Ecken anklicken; die erste schließt die Fläche.' },
  },
  settings: ['areaMode'],
  byKeys: 'corners',
  begin: (press, easel) => beginOutline(press, easel, false),
};
