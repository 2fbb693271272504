/** The same words in German. The type says what is missing. */
import type { Words } from './index';
import type { en } from './en';

export const de: Words<typeof en> = {
  screens: {
    dataset: 'Datensatz',
    compose: 'Malen',
    queue: 'Warteschlange',
    review: 'Sichten',
    evaluate: 'Auswerten',
    export: 'Exportieren',
    models: 'Modelle',
  },
  app: {
    screens: 'Bereiche',
    theme: 'Farben: {{theme}}',
    themes: { system: 'wie das System', light: 'hell', dark: 'dunkel' },
    language: 'Sprache',
    dismiss: 'Schließen',
    close: 'Schließen',
    failed: 'Dieser Bereich ist ausgefallen',
    failedLead: 'Masken, Proben und Entscheidungen werden sofort gespeichert: Sie sind alle noch da.',
    reload: 'Studio neu laden',
  },
  classes: {
    MEL: 'Melanom',
    NV: 'melanozytärer Nävus',
    BCC: 'Basalzellkarzinom',
    AK: 'aktinische Keratose',
    BKL: 'benigne Keratose',
    DF: 'Dermatofibrom',
    VASC: 'vaskuläre Läsion',
    SCC: 'Plattenepithelkarzinom',
    SKIN: 'gesunde Haut',
  },
  commands: {},
  compose: {},
  dataset: {},
  evaluate: {
    lead: 'Hier wird die Frage „Hilft der Satz?“ beantwortet werden, mit Intervallen und Kontrollen.',
    notBuilt: 'Noch nicht gebaut',
    noClaim:
      'Es wird nicht behauptet, dass Training mit Proben dieses Studios einen Klassifikator verbessert. In einem kleinen Versuch mit dem mitgelieferten Modell tat es das nicht: Kein Satz mit synthetischen Bildern las Läsionen besser als echte Bilder allein, und der von den Schranken ausgewählte las sie schlechter (docs/results/benefit.md). Was über das Modell und seine Schranken gemessen ist, steht unter <models>Modelle</models>.',
  },
  export: {},
  models: {},
  queue: {},
  review: {},
  state: {},
};
