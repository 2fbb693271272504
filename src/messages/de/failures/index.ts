/** Was jeder Fehlschlag sagt: was geschehen ist; dann was behalten wurde und was zu tun ist. */
import { bundle } from './bundle';
import { device } from './device';
import { files } from './files';
import { limits } from './limits';
import { ownClasses } from './ownClasses';
import { work } from './work';

export const things = {
  background: 'den Hintergrund',
  bundle: 'das Modellpaket',
  'bundle-choice': 'die Wahl des Modellpakets',
  compose: 'den Stand des Malens',
  classes: 'die Liste der Klassen',
  dataset: 'den Datensatz',
  decision: 'die Entscheidung',
  decisions: 'die Entscheidungen',
  descriptions: 'die Beschreibungen von Bildern',
  evaluation: 'die Auswertung',
  export: 'den Export',
  fit: 'die Anpassung der Prüfungen',
  outlines: 'die Umrisse',
  'own-class': 'was das Modell gelernt hat',
  plan: 'den Plan',
  project: 'das Projekt',
  queue: 'die Warteschlange',
  sample: 'das Bild',
  samples: 'die Bilder',
  selection: 'die Auswahl',
  strokes: 'die Striche der Maske',
  study: 'die Studie',
  tags: 'die Schlagwörter',
  thumbnails: 'die Vorschaubilder des Datensatzes',
  work: 'Ihre Arbeit',
} as const;

export const parts = {
  sample: 'Das Bild',
  preview: 'Die Vorschau',
  image: 'Das Bild',
  lesson: 'Das Lernen',
  input: 'Eingang',
  output: 'Ausgang',
} as const;

export const failures = { ...device, ...bundle, ...files, ...limits, ...ownClasses, ...work } as const;
