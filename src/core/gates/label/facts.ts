import type { GateFacts } from '../gate';

export const labelFacts: GateFacts = {
  id: 'label',
  level: 0.05,
  words: {
    en: {
      name: 'Right label',
      short: 'Right label',
      rejects: 'label doubtful',
      order: 'least surely labelled first',
      ends: ['another class', 'surely this one'],
      share: (share) => `${share}\u00a0% of real images are read no more surely`,
    },
    de: {
      name: 'Richtige Klasse',
      short: 'Richtige Klasse',
      rejects: 'Klasse zweifelhaft',
      order: 'am wenigsten sicher gelesene zuerst',
      ends: ['eine andere Klasse', 'sicher diese'],
      share: (share) => `${share}\u00a0% der echten Bilder werden nicht sicherer erkannt`,
    },
  },
  exported: {
    name: 'right label',
    p: 'Share of real images of the class that a classifier reads no more surely.',
  },
};
