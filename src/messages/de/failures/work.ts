/** Of data sets, classes, plans, samples, gates and evaluations. */

const SAMPLES_KEPT = 'Ihre Bilder bleiben erhalten.';
const PLAN_FILE = 'Nichts wurde geändert. Wählen Sie eine Datei, die „Plan speichern“ geschrieben hat.';

export const work = {
  'rule-attempts': { message: 'attempts: weniger, als Bilder gewünscht sind' },
  'rule-candidates': { message: 'attempts: mehr als 250.000 Kandidaten insgesamt' },
  'rule-mask-size': {
    message: 'eine Maske von mehr als 64 Millionen Pixeln, mit einer längeren Seite oder mehr Läufen, als lesbar sind',
  },
  'rule-runs': { message: 'die Läufe einer Maske ergeben nicht ihre Größe' },
  'rule-counterparts': { message: 'counterparts: mehr, als Bilder gewünscht sind' },
  'rule-class-code': {
    message:
      'eine Klasse hat 1 bis 40 Buchstaben, Ziffern, Leerzeichen, Punkte, Striche oder Unterstriche, zuerst Buchstabe oder Ziffer',
  },
  'rule-class-reserved': { message: 'SKIN, UNK und image heißen andere Dinge als Klassen von Läsionen' },
  'rule-class-twice': { message: 'eine Klasse ist zweimal genannt' },
  'rule-repaint': { message: 'repaint: gehört nur zu Masken von Läsionen' },
  'rule-falling': { message: 'repaint: die letzte Stärke liegt über der ersten' },
  'rule-scene': { message: 'skin: ein Hintergrund hat keine Läsion zum Übermalen' },
  'rule-lesion': { message: 'classes: von einer Klasse gibt es keine Läsion zum Übermalen' },
  'rule-graphs': { message: 'mindestens ein Netz' },
  'rule-square': { message: 'ein Quadrat' },
  'lesion-not-found': {
    message: 'Im Bild ist keine Läsion zu sehen.',
    advice: 'Geben Sie ihren Umriss an oder lassen Sie das Bild weg.',
  },
  'dataset-empty': {
    message: 'In {{name}} ist kein Bild.',
    advice:
      'Nichts wurde geändert. Wählen Sie den Ordner oder die ZIP-Datei mit den Bildern; gelesen werden PNG, JPEG, WebP, AVIF, BMP und GIF.',
  },
  'dataset-not-readable': {
    message: 'Der Datensatz ließ sich nicht lesen.',
    advice:
      'Nichts wurde geändert. Sehen Sie nach, ob der Ordner oder die ZIP-Datei noch da ist, und öffnen Sie den Datensatz noch einmal.',
  },
  'dataset-not-reached': {
    message: 'Die Dateien des Datensatzes sind nicht erreichbar.',
    advice: 'Öffnen Sie den Datensatz noch einmal.',
  },
  'dataset-too-many-files': {
    message: 'Der Ordner enthält mehr als {{most, thousands}} Dateien.',
    advice: 'Wählen Sie den Ordner des Datensatzes selbst.',
  },
  'dataset-unsafe-archive': {
    message: '{{fault}}',
    advice:
      'Nichts wurde geöffnet. Entpacken Sie die Datei und öffnen Sie den Ordner, oder bitten Sie um eine andere Kopie.',
  },
  'dataset-file-missing': { message: '{{path}} ließ sich nicht lesen.', advice: 'Die anderen Bilder sind da.' },
  'dataset-permission': {
    message: 'Der Browser lässt das Studio den Datensatz nicht mehr lesen.',
    advice: 'Was durchgesehen wurde, bleibt erhalten. Drücken Sie „Erneut erlauben“, um fortzufahren.',
  },
  'dataset-busy': {
    message: 'In einem anderen Tab des Studios ist ein Datensatz offen.',
    advice: 'Nichts wurde geändert. Schließen Sie den anderen Tab und öffnen Sie den Datensatz dann hier.',
  },
  'fit-too-few': {
    message: 'Weniger als {{least}} Bilder des Datensatzes zeigen eine Läsion einer bekannten Klasse.',
    advice: 'Verglichen wird wie bisher.',
  },
  'fit-damaged': {
    message: 'Die Beschreibungen des Datensatzes waren beschädigt und wurden verworfen.',
    advice: 'Passen Sie noch einmal an: Sie werden neu gemacht. Verglichen wird wie bisher.',
  },
  'fit-other-bundle': {
    message: 'Was auf Ihrem Datensatz angepasst wurde, gehört nicht zu diesem Modellpaket.',
    advice: 'Die Prüfungen vergleichen wie bisher. Passen Sie noch einmal auf Ihrem Datensatz an.',
  },
  'evaluate-no-labels': {
    message: 'Kein echtes Bild hat eine Klasse, die das Studio kennt.',
    advice: `Öffnen Sie im Bereich Datensatz einen mit Klassen. ${SAMPLES_KEPT}`,
  },
  'evaluate-one-class': {
    message: 'Alle echten Bilder sind von einer Klasse.',
    advice:
      'Ein Klassifikator braucht mindestens zwei. Öffnen Sie einen Datensatz mit mehr Klassen; Ihre Bilder bleiben erhalten.',
  },
  'evaluate-few-lesions': {
    message: 'Weniger als zwei Klassen haben {{least}} Läsionen.',
    advice:
      'Mit weniger ist ein Klassifikator nicht zu beurteilen. Öffnen Sie einen größeren Datensatz; Ihre Bilder bleiben erhalten.',
  },
  'evaluate-no-samples': {
    message: 'Kein Bild einer Klasse des Datensatzes ist angenommen.',
    advice: 'Nehmen Sie beim Sichten einige an und werten Sie dann aus.',
  },
  'evaluate-same-image': {
    message: 'Alle angenommenen Bilder sind dasselbe Bild.',
    advice: 'Nehmen Sie beim Sichten verschiedene an und werten Sie dann aus.',
  },
  'evaluate-other-encoder': {
    message: 'Echte und erzeugte Bilder wurden von zwei Encodern beschrieben.',
    advice: 'Laden Sie die Seite neu und werten Sie dann aus: Sie werden neu beschrieben.',
  },
  'map-too-few': {
    message: 'Eine Karte braucht mindestens {{least}} echte oder synthetische Bilder einer Klasse des Projekts.',
    advice: 'Öffnen Sie einen Datensatz, oder erzeugen Sie mehr Bilder.',
  },
  'map-damaged': {
    message: 'Einige Beschreibungen von Bildern sind beschädigt, darum entstand keine Karte.',
    advice:
      'Die Bilder bleiben erhalten. Passen Sie die Prüfungen unter Datensatz an: was beschädigt ist, wird neu beschrieben.',
  },
  'sample-not-made': {
    message: 'Das Bild konnte nicht entstehen.',
    advice: 'Erzeugen Sie es noch einmal; alles andere bleibt erhalten.',
  },
  'sample-student-missing': {
    message: 'Das Bild entstand mit einem schnellen Sampler, und {{name}} hat keinen.',
    advice: 'Wählen Sie unter Modelle das Modellpaket, das es gemacht hat, oder nehmen Sie den vollständigen Sampler.',
  },
  'sample-chain-long': {
    message: 'Das Bild steht am Ende einer Kette von {{most}} Mal „Mehr davon“, und eine Akte hält keine längere.',
    advice: 'Verlangen Sie mehr von einem früheren Bild der Kette.',
  },
  'sample-on-held-out': {
    message: '{{id}} steht auf der Haut eines Bildes, das nicht zum Training gehört oder nicht mehr bekannt ist.',
  },
  'sample-exists': {
    message: '{{id}} gibt es schon: Jemand hat es von Hand gemacht.',
    advice: 'Der Kandidat wird übergangen.',
  },
  'compose-no-background': {
    message: 'Es gibt noch keinen Hintergrund.',
    advice: 'Wählen Sie links Haut oder öffnen Sie ein eigenes Bild.',
  },
  'background-missing': {
    message: 'Der Hintergrund {{id}} ist nicht hier.',
    advice:
      'Öffnen Sie das Bild im Bereich Datensatz oder beim Malen noch einmal und drücken Sie „Fortsetzen“. Oder machen Sie einen Plan mit der Haut, die hier ist.',
  },
  'plan-no-background': {
    message: 'Für den Plan gibt es keine Haut.',
    advice: 'Lassen Sie die mitgelieferte Haut zu oder suchen Sie welche in Ihrem Datensatz.',
  },
  'plan-no-skin-like-it': {
    message: 'Für den Plan gibt es keine Haut mit diesem Hautton und solchen Haaren.',
    advice: 'Öffnen Sie den Datensatz, damit welche ausgeschnitten werden kann, oder lassen Sie jede Haut zu.',
  },
  'plan-no-outline': {
    message: 'In der Bibliothek ist kein Umriss.',
    advice: 'Übernehmen Sie Umrisse aus Ihrem Datensatz oder aus Dateien, oder lassen Sie das Modell sie ziehen.',
  },
  'plan-no-class': {
    message: 'Keine Klasse braucht ein Bild.',
    advice: 'Wählen Sie ein anderes Ziel oder schreiben Sie eine Zahl neben eine Klasse.',
  },
  'plan-no-lesion': {
    message: 'Von {{classes}} gibt es keine Läsion zum Übermalen.',
    advice:
      'Übernehmen Sie unter „Haut“ Läsionen dieser Klassen aus Ihrem Datensatz, oder setzen Sie ihre Zahlen auf 0.',
  },
  'plan-dataset-not-scanned': {
    message: 'Das Studio sieht die Bilder Ihres Datensatzes noch durch, und daraus kommen die Läsionen zum Übermalen.',
    advice: 'Der Plan kann beginnen, wenn das fertig ist. In anderer Haut kann er jetzt beginnen.',
  },
  'plan-other-background': {
    message:
      'In Ihren Trainingsbildern von {{classes}} wurde keine Läsion gefunden, die sich übermalen lässt; der Plan steht jetzt auf anderer Haut.',
    advice: 'Drücken Sie dafür „Starten“, oder setzen Sie ihre Zahlen auf 0, um Läsionen der anderen zu übermalen.',
  },
  'plan-lesions-stopped': {
    message: 'Die Läsionen zum Übermalen wurden nicht alle übernommen.',
    advice: 'Die übernommenen bleiben erhalten. Drücken Sie „Starten“, um fortzufahren.',
  },
  'plan-other-bundle': {
    message: 'Der Plan gehört zum Modellpaket {{id}} {{version}}, und ein anderes wird verwendet.',
    advice:
      'Wählen Sie es unter Modelle und drücken Sie „Fortsetzen“, oder beginnen Sie einen Plan für das verwendete.',
  },
  'plan-unfit': {
    message: 'Das ist kein Plan, den das Studio lesen kann ({{where}}: {{fault}}).',
    advice: PLAN_FILE,
  },
  'plan-not-json': { message: 'Diese Datei ist kein Plan: Sie ist kein JSON.', advice: PLAN_FILE },
  'queue-stopped': {
    message: 'Die Warteschlange blieb stehen.',
    advice: 'Alles bleibt erhalten. Drücken Sie „Fortsetzen“.',
  },
  'queue-samples-unread': {
    message: 'Die gespeicherten Bilder ließen sich nicht lesen; was noch fehlt, ist nicht bekannt.',
    advice: 'Die Warteschlange wartet. Laden Sie die Seite neu, um es noch einmal zu versuchen.',
  },
  'queue-quota': {
    message: '{{percent}} % des Speichers, den der Browser dem Studio gibt, sind belegt.',
    advice:
      'Die Warteschlange macht Pause, und alles bleibt erhalten. Exportieren und entfernen Sie Bilder oder schaffen Sie Platz, und drücken Sie dann „Fortsetzen“.',
  },
  'class-list-full': {
    message: 'Ein Projekt hat höchstens {{most}} Klassen. Keine kam hinzu.',
    advice: 'Wählen Sie eine andere Quelle der Labels, oder geben Sie mehreren Labels eine Klasse.',
  },
  'class-code-unfit': {
    message: '„{{code}}“ kann nicht der Code einer Klasse sein: sie bleibt, wie sie war.',
    advice: 'Nehmen Sie 1 bis 40 Buchstaben, Ziffern, Leerzeichen, Punkte, Striche oder Unterstriche, und einen Namen.',
  },
  'class-code-taken': { message: 'Eine Klasse {{code}} gibt es schon.', advice: 'Wählen Sie einen anderen Code.' },
  'class-has-samples': {
    message: 'Es gibt Bilder der Klasse {{code}}, darum bleibt sie, wie sie ist.',
    advice: 'Entfernen Sie zuerst ihre Bilder in der Durchsicht.',
  },
  'class-in-queue': {
    message: 'Die Warteschlange erzeugt Bilder der Klasse {{code}}, darum bleibt sie, wie sie ist.',
    advice: 'Nehmen Sie die Klasse zuerst aus der Warteschlange.',
  },
  'tag-unfit': {
    message: 'Ein Schlagwort hat höchstens {{most}} Zeichen. Keines kam dazu.',
    advice: 'Nehmen Sie ein kürzeres; zwischen mehreren steht ein Komma.',
  },
  'tags-too-many': {
    message: 'Ein Bild hat höchstens {{most}} Schlagwörter. Keines kam dazu.',
    advice: 'Nehmen Sie zuerst andere Schlagwörter des Bildes weg.',
  },
  'sample-damaged': {
    message:
      'Das Bild von {{id}} ist nicht, was gespeichert wurde; es wurde beiseitegelegt. Seine Aufzeichnung ist ganz.',
    advice: 'Erzeugen Sie es in der Durchsicht noch einmal: Die Aufzeichnung sagt, wie.',
  },
  'sample-other-pixels': {
    message:
      '{{id}} wurde noch einmal erzeugt, aber mit anderen Pixeln als in der Aufzeichnung: Ein anderes Gerät rechnet anders.',
    advice: 'Das Bild bleibt beiseitegelegt. Nehmen Sie das Gerät von damals, oder löschen Sie es.',
  },
  'shipped-skin-missing': {
    message:
      'Die mitgelieferte Haut ließ sich nicht laden; öffnen Sie ein eigenes Bild oder laden Sie die Seite mit Verbindung neu.',
  },
} as const;
