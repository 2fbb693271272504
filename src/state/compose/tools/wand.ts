import { maskBounds } from '../../../core/image/region';
import { sensibleTolerance, similarRegion } from '../../../core/mask/similarRegion';
import { areaValueOf, type Tool } from './tool';

export const wand: Tool = {
  id: 'wand',
  key: 'W',
  icon: 'M3.500 14.500 10 8M11.500 3v2.500M11.500 9v2M8 6.500h2M13.500 6.500h2M14 4l-1 1M9 4l1 1M14 9l-1-1',
  words: { en: { name: 'Magic wand' }, de: { name: 'Zauberstab' } },
  settings: ['wandTolerance', 'areaMode'],
  begin(press, easel) {
    const value = areaValueOf(press, easel);
    const sensible = easel.isToleranceOpen() ? sensibleTolerance(easel.background, press.at) : null;
    if (sensible !== null) easel.setTolerance(sensible);
    const found = similarRegion(easel.background, press.at, easel.settings().wandTolerance);
    const bounds = maskBounds(found);
    if (!bounds) return null;
    const { x, y, width, height } = bounds;
    easel.document.edit((mask) => {
      for (let row = y; row < y + height; row += 1)
        for (let at = row * mask.width + x, end = at + width; at < end; at += 1)
          if (found.data[at] === 1) mask.data[at] = value;
      return bounds;
    });
    return null;
  },
};
