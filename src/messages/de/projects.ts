import type { Messages } from '../languages';

export const projects: Messages['projects'] = {
  first: 'Mein erstes Projekt',
  untitled: 'Neues Projekt',
  copyOf: 'Kopie von {{name}}',
  all: 'Projekte',
  current: 'Projekt: {{name}}',
  name: 'Name des Projekts',
  noDataset: 'kein Datensatz',
  create: 'Neues Projekt',
  import: 'Projektdatei öffnen',
  rename: '{{name}} umbenennen',
  duplicate: '{{name}} kopieren',
  export: '{{name}} als Datei sichern',
  remove: '{{name}} löschen',
  removed: '{{name}} wurde gelöscht. Endgültig weg ist es, wenn das Studio das nächste Mal startet.',
  undo: 'Zurückholen',
  opening: 'Ihre Arbeit wird geöffnet.',
  moving:
    'Ihre Arbeit zieht in ein eigenes Projekt um: {{done}} von {{total}} Teilen. Bitte lassen Sie diese Seite offen.',
  movingLabel: 'Umgezogene Teile',
  openedOf: '{{dataset}} gehört zum Projekt {{name}}, das jetzt offen ist.',
  madeOf:
    '{{dataset}} ist ein anderer Datensatz: Er hat jetzt ein eigenes Projekt. Das vorige steht in der Liste der Projekte.',
  work: {
    moving: 'Umzug',
    opening: 'Öffnen',
    copying: 'Kopieren',
    exporting: 'Sichern',
    importing: 'Lesen',
  },
};
