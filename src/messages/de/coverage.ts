import type { Messages } from '../languages';

export const coverage: Messages['coverage'] = {
  title: 'Abdeckung',
  by: 'Nach',
  among: 'Nur Bilder mit: {{likeness}}.',
  amongAll: 'Alle Bilder',
  cell_one: '{{name}}, {{value}}: {{count}} Bild',
  cell_other: '{{name}}, {{value}}: {{count, thousands}} Bilder',
  thinCell_one: '{{name}}, {{value}}: {{count}} Bild, wenig',
  thinCell_other: '{{name}}, {{value}}: {{count}} Bilder, wenig',
  note: 'Gestrichelt: weniger als {{n}} Bilder. Hautton, Haare und Größe sind an verkleinerten Bildern geschätzt und sortieren nur grob. Die Größe ist der Anteil der Läsion am Bild.',
  looking: 'Haare und Größe werden geschätzt: {{done, thousands}} von {{total, thousands}} Bildern.',
  lookingName: 'Haare und Größe werden geschätzt',
  choose: 'Drücken Sie eine Zahl, um diese Bilder zu sehen und ähnliche zu erzeugen.',
  chosenValue: '{{axis}}: {{value}}',
  chosen: '{{name}} · {{likeness}}',
  samples: 'Bilder',
  fill: 'Plan einrichten',
  filled_one: 'Der Plan erzeugt jetzt {{count}} Bild von {{name}}, dazu Gegenstücke.',
  filled_other: 'Der Plan erzeugt jetzt {{count, thousands}} Bilder von {{name}}, dazu Gegenstücke.',
  hairs: { none: 'ohne Haare', some: 'mit Haaren' },
};
