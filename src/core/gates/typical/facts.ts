import type { GateFacts } from '../gate';

export const typicalFacts: GateFacts = {
  id: 'typical',
  level: 0.05,
  words: {
    en: {
      name: 'Typical of its class',
      short: 'Typical',
      rejects: 'not typical',
      order: 'least typical first',
      ends: ['like most', 'odd'],
      share: (share) => `${share}\u00a0% of real images are as odd`,
    },
    de: {
      name: 'Typisch für die Klasse',
      short: 'Typisch',
      rejects: 'nicht typisch',
      order: 'am wenigsten typische zuerst',
      ends: ['wie die meisten', 'ungewöhnlich'],
      share: (share) => `${share}\u00a0% der echten Bilder sind ebenso ungewöhnlich`,
    },
  },
  exported: {
    name: 'typical of its class',
    p: 'Share of real images of the class that are at least as odd.',
  },
};
