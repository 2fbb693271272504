import type { Messages } from '../languages';

export const evaluate: Messages['evaluate'] = {
  lead: 'Wie gut die angenommenen Bilder sind und ob ein Klassifikator Ihrer eigenen Läsionen durch sie gewinnt. Jede Antwort hat ein Intervall und wird mit dem verglichen, was ohne sie zu haben ist.',
  compared: 'Was verglichen wird',
  start: 'Auswerten',
  cancel: 'Abbrechen',
  ready_one: '{{count}} angenommenes Bild und die echten Bilder von {{dataset}}.',
  ready_other: '{{count, thousands}} angenommene Bilder und die echten Bilder von {{dataset}}.',
  cancelled: 'Die Auswertung wurde abgebrochen. Was beschrieben ist, bleibt erhalten.',
  goOn: 'Weiter',
  cannot: 'Was ein Lauf nicht beantworten kann',
  noRecall_one:
    '{{class}}: Ein Gewinn an Trefferquote lässt sich nicht zeigen. Zum Vergleich gibt es {{count}} echte Läsion; nötig sind mindestens {{least}}.',
  noRecall_other:
    '{{class}}: Ein Gewinn an Trefferquote lässt sich nicht zeigen. Zum Vergleich gibt es {{count}} echte Läsionen; nötig sind mindestens {{least}}.',
  noQuality_one:
    '{{class}}: Die Güte lässt sich nicht messen. Es gibt {{count}} angenommenes Bild und {{images}} echte; nötig sind {{accepted}} und {{real}}.',
  noQuality_other:
    '{{class}}: Die Güte lässt sich nicht messen. Es gibt {{count}} angenommene Bilder und {{images}} echte; nötig sind {{accepted}} und {{real}}.',
  needsData:
    'Öffnen Sie zuerst einen Datensatz mit Klassen im Bereich <dataset>Datensatz</dataset>: Mit ihm werden die Bilder verglichen.',
  reading: 'Was aufbewahrt ist, wird gelesen …',
  needsSamples: 'Noch ist kein Bild angenommen. Nehmen Sie unter <review>Sichten</review> welche an.',
  scanning: 'Der Datensatz wird noch durchgesehen.',
  phases: {
    real: 'Echte Bilder werden beschrieben: {{done, thousands}} von {{total, thousands}}',
    samples: 'Erzeugte Bilder werden beschrieben: {{done, thousands}} von {{total, thousands}}',
    quality: 'Klassen werden verglichen: {{done}} von {{total}}',
    utility: 'Der Klassifikator lernt: {{done}} von {{total}}',
    map: 'Karte entsteht: {{done, thousands}} von {{total, thousands}}',
  },
  about:
    'Ausgewertet am {{when}}: {{accepted, thousands}} angenommene von {{candidates, thousands}} Bildern, {{real, thousands}} echte Bilder von {{lesions, thousands}} Läsionen von {{dataset}}.',
  heldOut:
    'Nur Bilder, an denen der Encoder des Modells nicht gelernt hat, wurden verwendet; die anderen kennt er zu gut.',
  saveReport: 'Als Seite speichern',
  saveJson: 'Als JSON speichern',
  helps: 'Hilft es?',
  verdict: {
    better:
      'Bei diesen Läsionen helfen die Bilder diesem Klassifikator: Er liest besser als mit allem, was ohne sie zu haben ist.',
    worse: 'Bei diesen Läsionen machen die Bilder diesen Klassifikator schlechter, als er ohne sie wäre.',
    open: 'Es ist nicht gezeigt, dass die Bilder diesem Klassifikator helfen.',
  },
  gainsTable: 'Gewinn gegenüber jedem Vergleich',
  overControl: 'Echte und angenommene Bilder gegenüber',
  accuracyChange: 'Ausgewogene Genauigkeit, Punkte',
  auprcChange: 'Makro-AUPRC, Punkte',
  balancedUses: {
    'balanced-synthetic': 'demselben ohne erzeugte Bilder, in beiden alle Klassen gleich gewichtet',
    'balanced-apart':
      'demselben, mit beschränktem Softmax: Ein erzeugtes Bild wird nur mit Klassen verglichen, die erzeugte haben',
  },
  controls: {
    real: 'echten Bildern allein',
    balanced: 'echten Bildern, alle Klassen gleich gewichtet',
    duplicates: 'ebenso oft wiederholten echten Bildern',
    random: 'zufällig gezogenen erzeugten Bildern',
  },
  arms: {
    real: 'echte Bilder allein',
    balanced: 'echte Bilder, alle Klassen gleich gewichtet',
    duplicates: 'echte Bilder, seltene so oft wiederholt, wie es erzeugte gibt',
    synthetic: 'echte und angenommene Bilder',
    random: 'echte und ebenso viele zufällig gezogene erzeugte Bilder',
    'balanced-synthetic': 'echte und angenommene Bilder, alle Klassen gleich gewichtet',
    'balanced-apart':
      'dasselbe, mit beschränktem Softmax: Ein erzeugtes Bild wird nur mit Klassen verglichen, die erzeugte haben',
  },
  balancedAccuracy: 'Ausgewogene Genauigkeit, %',
  macroAuprc: 'Makro-AUPRC, %',
  change: '{{value}} ({{low}} bis {{high}})',
  reads: { better: 'besser', worse: 'schlechter', open: 'noch nicht gezeigt' },
  moreLesions_one: 'etwa {{count}} weitere Läsion würde es zeigen',
  moreLesions_other: 'etwa {{count, thousands}} weitere Läsionen würden es zeigen',
  against: 'Verglichen mit',
  recallTable: 'Sensitivität je Klasse',
  class: 'Klasse',
  recallChange: 'Sensitivität, Punkte (95-%-Intervall)',
  says: 'Sagt',
  armsTable: 'Lernsätze',
  arm: 'Gelernt an',
  unread: 'Zu wenige Läsionen für eine Sensitivität: {{classes}}.',
  probeNote:
    'Der Klassifikator ist eine logistische Regression auf den Merkmalen des Encoders. Die Läsionen werden in {{folds}} Teile geteilt, alle Bilder einer Läsion in einen. Er lernt an allen Teilen bis auf einen und wird an diesem geprüft, {{repeats}} Mal von vorn. Ein anderer Klassifikator, Datensatz oder Satz von Bildern kann etwas anderes sagen.',
  quality: 'Güte der angenommenen Bilder',
  measure: 'Maß',
  tooFew: 'Zu wenige erzeugte oder echte Bilder zum Vergleich: {{classes}}.',
  measures: {
    images: 'Erzeugte / echte Bilder (Läsionen)',
    kid: 'KID',
    kidFloor: 'KID zwischen Hälften der echten Bilder',
    precision: 'Precision',
    recall: 'Recall',
    density: 'Density',
    coverage: 'Coverage',
    vendi: 'Vendi-Wert, erzeugte / echte',
    toldApart: 'Von echten unterschieden',
    copies: 'Kopien',
    sharpnessGap: 'Schärfe',
  },
  measureNotes: {
    images: 'wie viele verglichen werden',
    kid: 'Abstand der erzeugten von den echten: je kleiner, desto besser',
    kidFloor: 'darunter kann kein Satz verlangt werden',
    precision: 'Anteil der erzeugten, die zwischen echten liegen',
    recall: 'Anteil der echten, die zwischen erzeugten liegen',
    density: 'wie dicht echte um die erzeugten liegen; 1 wie bei echten',
    coverage: 'Anteil der echten mit einem erzeugten in der Nähe',
    vendi: 'wie vielen verschiedenen Bildern sie gleichkommen, von je ebenso vielen',
    toldApart: 'AUROC eines Detektors: 0,5, wo er sie nicht unterscheidet, 1, wo er es immer kann',
    copies: 'näher an einem echten Bild als echte Läsionen aneinander',
    sharpnessGap: 'feine Zeichnung der Läsion, erzeugte weniger echte, in Standardabweichungen',
  },
  shipped: 'Das mitgelieferte Modell',
  noClaim:
    'Es wird nicht behauptet, dass Training mit Bildern dieses Studios einen Klassifikator verbessert. In unserem eigenen Versuch an HAM10000 mit dem mitgelieferten Modell hing es davon ab, wie sie entstanden und verwendet wurden. In der Haut von Nävi und unter echte Bilder gemischt war kein Nutzen zu zeigen. Über Läsionen der eigenen Klasse gemalt nützten sie mehr. Doch war es nicht mehr, als echte Bilder seltener Klassen öfter zu ziehen bringt (docs/results/experiment.md). Was über das Modell und seine Prüfungen gemessen ist, steht unter <models>Modelle</models>.',
};
