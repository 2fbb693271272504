/** For tests: something to be said for every failure of an outline or a mask. */
export const OUTLINE_FAILURES = {
  'mask-empty': {},
  'mask-too-large': { percent: 90 },
  'mask-not-drawn': {},
  'lesion-not-found': {},
  'outlines-none': { problems: [] },
  'outlines-not-json': {},
  'outline-image-flat': {},
  'outline-image-classes': {},
  'outline-image-inverted': {},
  'mask-size': { path: 'masks/a.png' },
  'mask-classes': { path: 'masks/a.png' },
  'mask-flat': { path: 'masks/a.png' },
  'mask-unreadable': { path: 'masks/a.png' },
} as const;
