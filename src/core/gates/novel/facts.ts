import type { GateFacts } from '../gate';
import { COPY_LEVEL } from './novelty';

export const novelFacts: GateFacts = {
  id: 'novel',
  level: COPY_LEVEL,
  isFinal: true,
  words: {
    en: {
      name: 'No copy',
      short: 'No copy',
      rejects: 'like a real image',
      order: 'most like a real image first',
      ends: ['like a real image', 'far from all'],
      share: (share) => `${share}\u00a0% of real images have another as near`,
    },
    de: {
      name: 'Keine Kopie',
      short: 'Keine Kopie',
      rejects: 'wie ein echtes Bild',
      order: 'einem echten Bild ähnlichste zuerst',
      ends: ['wie ein echtes Bild', 'fern von allen'],
      share: (share) => `${share}\u00a0% der echten Bilder haben ein anderes ebenso nah`,
    },
  },
  exported: {
    name: 'no copy',
    p: 'Share of real images that have another real image as near.',
  },
};
