import type { GateFacts } from '../gate';

export const outsideFacts: GateFacts = {
  id: 'outside',
  level: 0.02,
  words: {
    en: {
      name: 'Ends with the mask',
      short: 'Ends',
      rejects: 'beyond the mask',
      order: 'furthest beyond the mask first',
      ends: ['ends with the mask', 'goes beyond it'],
      share: (share) => `${share}\u00a0% of real images have as much lesion beyond their outline`,
    },
    de: {
      name: 'Endet mit der Maske',
      short: 'Endet',
      rejects: 'über die Maske hinaus',
      order: 'am weitesten über die Maske hinaus zuerst',
      ends: ['endet mit der Maske', 'geht darüber hinaus'],
      share: (share) => `${share}\u00a0% der echten Bilder haben so viel Läsion jenseits ihres Umrisses`,
    },
  },
  exported: {
    name: 'ends with the mask',
    p: 'Share of real images of the class with at least as much lesion beyond their outline.',
  },
};
