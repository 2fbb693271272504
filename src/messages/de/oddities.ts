/** What is odd about a data set, and what was done about it. */
import type { Messages } from '../languages';

export const oddities: Messages['dataset']['odd'] = {
  'row-without-file': {
    what_one: '{{count, thousands}} Zeile nennt ein Bild, das nicht da ist',
    what_other: '{{count, thousands}} Zeilen nennen Bilder, die nicht da sind',
    then: 'Übergangen.',
  },
  'file-without-row': {
    what_one: '{{count, thousands}} Bild steht in keiner Zeile einer Tabelle',
    what_other: '{{count, thousands}} Bilder stehen in keiner Zeile einer Tabelle',
    then: 'Was die Tabelle sagen würde, ist unbekannt.',
  },
  'no-label': {
    what_one: '{{count, thousands}} Bild hat keine Klasse',
    what_other: '{{count, thousands}} Bilder haben keine Klasse',
    then: 'Gezeigt und für keine Klasse gezählt.',
  },
  'unknown-label': {
    what_one: '{{count, thousands}} Bild hat eine Bezeichnung, die keine der acht Klassen ist',
    what_other: '{{count, thousands}} Bilder haben Bezeichnungen, die keine der acht Klassen sind',
    then: 'Für keine Klasse gezählt; Sie können sagen, was eine Bezeichnung bedeutet.',
  },
  'two-labels': {
    what_one: '{{count, thousands}} Bild hat zwei Klassen',
    what_other: '{{count, thousands}} Bilder haben zwei Klassen',
    then: 'Für keine Klasse gezählt.',
  },
  'labels-disagree': {
    what_one: '{{count, thousands}} Bild hat Labels, die einander widersprechen',
    what_other: '{{count, thousands}} Bilder haben Labels, die einander widersprechen',
    then: 'Es gilt die Quelle, die bei „Labels aus“ gewählt ist; sagt sie selbst zweierlei, zählt das Bild für keine Klasse.',
  },
  'tables-disagree': {
    what_one: '{{count, thousands}}-mal sagen Tabellen Verschiedenes über ein Bild',
    what_other: '{{count, thousands}}-mal sagen Tabellen Verschiedenes über ein Bild',
    then: 'Die erste Tabelle gilt; von einer Spalte, die zweimal dasteht, gilt keine.',
  },
  'duplicate-row': {
    what_one: '{{count, thousands}} Zeile handelt von einem Bild, das schon eine hat',
    what_other: '{{count, thousands}} Zeilen handeln von Bildern, die schon eine haben',
    then: 'Die erste Zeile zählt; wo ihre Labels sich widersprechen, gilt keines.',
  },
  'duplicate-name': {
    what_one: '{{count, thousands}} Datei heißt wie eine andere, in einem Ordner mit denselben Bildern noch einmal',
    what_other: '{{count, thousands}} Dateien heißen wie andere, in einem Ordner mit denselben Bildern noch einmal',
    then: 'Die erste zählt.',
  },
  'ambiguous-row': {
    what_one: '{{count, thousands}} Zeile nennt ein Bild, das es mehrmals gibt',
    what_other: '{{count, thousands}} Zeilen nennen Bilder, die es mehrmals gibt',
    then: 'Für keines davon gelesen: ein Pfad in der Tabelle würde sagen, welches gemeint ist.',
  },
  'near-name': {
    what_one: '{{count, thousands}} Zeile schreibt den Namen ihres Bildes anders: Nullen davor, oder „_downsampled“',
    what_other:
      '{{count, thousands}} Zeilen schreiben die Namen ihrer Bilder anders: Nullen davor, oder „_downsampled“',
    then: 'Als derselbe Name gelesen, da kein anderes Bild passt.',
  },
  'broken-row': {
    what_one: '{{count, thousands}} Zeile einer Tabelle ist beschädigt',
    what_other: '{{count, thousands}} Zeilen von Tabellen sind beschädigt',
    then: 'Übergangen.',
  },
  'unknown-column': {
    what_one: '{{count, thousands}} Spalte ist unbekannt',
    what_other: '{{count, thousands}} Spalten sind unbekannt',
    then: 'Nicht gelesen.',
  },
  'column-twice': {
    what_one: '{{count, thousands}} Spalte steht zweimal in einer Tabelle',
    what_other: '{{count, thousands}} Spalten stehen zweimal in einer Tabelle',
    then: 'Als eine gelesen.',
  },
  'lesion-of-two-classes': {
    what_one: '{{count, thousands}} Läsion hat Bilder verschiedener Klassen',
    what_other: '{{count, thousands}} Läsionen haben Bilder verschiedener Klassen',
    then: 'Jedes Bild behält seine Klasse; alle kommen in denselben Teil.',
  },
  'group-in-two-splits': {
    what_one: '{{count, thousands}} Läsion oder Person ist in zwei Teilen des Datensatzes',
    what_other: '{{count, thousands}} Läsionen oder Personen sind in zwei Teilen des Datensatzes',
    then: 'Alle ihre Bilder kommen in das Training, oder sonst in die Kalibrierung.',
  },
  'mask-without-image': {
    what_one: '{{count, thousands}} Maske gehört zu keinem Bild',
    what_other: '{{count, thousands}} Masken gehören zu keinem Bild',
    then: 'Übergangen.',
  },
  'ambiguous-mask': {
    what_one: '{{count, thousands}}-mal ist nicht klar, welche Maske zu welchem Bild gehört',
    what_other: '{{count, thousands}}-mal ist nicht klar, welche Maske zu welchem Bild gehört',
    then: 'Dort gilt keine: gleich benannte Ordner, oder eine Spalte mask in einer Tabelle, würden es sagen.',
  },
  'unreadable-table': {
    what_one: '{{count, thousands}} Tabelle war nicht lesbar',
    what_other: '{{count, thousands}} Tabellen waren nicht lesbar',
    then: 'Übergangen.',
  },
  'unused-table': {
    what_one: '{{count, thousands}} Tabelle hat mit den Bildern nichts zu tun',
    what_other: '{{count, thousands}} Tabellen haben mit den Bildern nichts zu tun',
    then: 'Nicht gelesen.',
  },
  'zip-inside': {
    what_one: 'Innen liegt eine ZIP-Datei, die sich nicht öffnen lässt',
    what_other: 'Innen liegen {{count, thousands}} ZIP-Dateien, die sich nicht öffnen lassen',
    then: 'Ihre Dateien werden nicht gelesen: entpacken Sie sie, und öffnen Sie den Ordner.',
  },
  'zip-unpacked': {
    what_one: '{{count, thousands}} ZIP-Datei liegt neben ihren entpackten Dateien',
    what_other: '{{count, thousands}} ZIP-Dateien liegen neben ihren entpackten Dateien',
    then: 'Nicht geöffnet; die entpackten Dateien werden gelesen.',
  },
  'zip-packing': {
    what_one: '{{count, thousands}} Datei ist so gepackt, dass Browser sie nicht lesen können',
    what_other: '{{count, thousands}} Dateien sind so gepackt, dass Browser sie nicht lesen können',
    then: 'Ausgelassen: packen Sie die ZIP-Datei neu, mit Deflate.',
  },
  'path-outside': {
    what_one: '{{count, thousands}} Datei einer ZIP-Datei hat einen Pfad, der aus ihr hinausführt',
    what_other: '{{count, thousands}} Dateien von ZIP-Dateien haben Pfade, die aus ihnen hinausführen',
    then: 'Ausgelassen; der Rest wurde gelesen.',
  },
  'unreadable-image': {
    what_one: '{{count, thousands}} Bild ist nicht lesbar: leer oder beschädigt',
    what_other: '{{count, thousands}} Bilder sind nicht lesbar: leer oder beschädigt',
    then: 'Für keine Klasse gezählt.',
  },
  'image-over-limit': {
    what_one: '{{count, thousands}} Bild ist größer, als das Studio öffnet: 25 Millionen Pixel oder 160 MB',
    what_other: '{{count, thousands}} Bilder sind größer, als das Studio öffnet: 25 Millionen Pixel oder 160 MB',
    then: 'Für keine Klasse gezählt. Verkleinern Sie sie; trainiert wird mit 224 Pixeln.',
  },
  'duplicate-image': {
    what_one: '{{count, thousands}} Bild ist dieselbe Datei wie ein anderes, Byte für Byte',
    what_other: '{{count, thousands}} Bilder sind dieselbe Datei wie ein anderes, Byte für Byte',
    then: 'Das erste zählt.',
  },
};
