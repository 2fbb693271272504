import { beginOutline } from './outlined';
import type { Tool } from './tool';

export const lasso: Tool = {
  id: 'lasso',
  key: 'L',
  icon: 'M9 3.500c3.600 0 6 1.700 6 4s-2.400 4-6 4-6-1.700-6-4 2.400-4 6-4ZM6 11.200c-1.500.6-1.800 2-.8 2.800 1 .7 2.300 0 2-1.200-.2-.8-1.200-1-1.800-.6M5.500 14c0 1-.5 1.500-1.500 1.700',
  words: { en: { name: 'Lasso' }, de: { name: 'Lasso' } },
  settings: ['areaMode'],
  begin: (press, easel) => beginOutline(press, easel, true),
};
