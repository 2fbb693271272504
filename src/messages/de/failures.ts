/** Was jeder Fehlschlag sagt: was geschehen ist; dann was behalten wurde und was zu tun ist. */
const KEPT = 'Nichts wurde geändert: Das verwendete Modellpaket und Ihre Arbeit bleiben erhalten.';
const CORRECTED =
  'Bitten Sie den Hersteller des Modellpakets um ein berichtigtes; Ihre Masken und Bilder bleiben erhalten.';
const UNCHANGED = 'Nichts wurde geändert; Ihre Arbeit bleibt erhalten.';
const SAMPLES_KEPT = 'Ihre Bilder bleiben erhalten.';
const STATE_BELOW = 'Sein Stand steht in der Zeile ganz unten; Ihre Maske bleibt erhalten.';
const NEXT_DEVICE = 'Das nächste Gerät wird versucht.';
const SAMPLER_WANTED =
  'Nichts wurde geändert. Exportieren Sie das Modell noch einmal mit {{known}} in den üblichen Einstellungen.';
const NAMES_WANTED =
  'Nichts wurde geändert. Exportieren Sie das Modell mit den Namen, die Optimum vergibt; Ihre Masken und Bilder bleiben erhalten.';
const MASK_FILE =
  'Nichts wurde geändert. Wählen Sie eine COCO-Datei oder das Bild einer Maske: hell, wo die Läsion ist.';
const PLAN_FILE = 'Nichts wurde geändert. Wählen Sie eine Datei, die „Plan speichern“ geschrieben hat.';
const INPAINTING = `Exportieren Sie ein Inpainting-Modell, etwa eines, das aus stable-diffusion-inpainting hervorging. ${KEPT}`;
const PIPELINES = `Im Studio laufen {{known}}. ${KEPT}`;
const OTHER_COPY = 'Nichts wurde importiert. Bitten Sie um eine andere Kopie des Modellpakets.';
const WHOLE_EXPORT = `Exportieren Sie die ganze Pipeline und importieren Sie ihren Ordner noch einmal. ${KEPT}`;

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
  input: 'Eingang',
  output: 'Ausgang',
} as const;

export const failures = {
  cancelled: { message: 'Abgebrochen.', advice: 'Was vorher fertig wurde, bleibt erhalten.' },
  unexpected: {
    message: 'Etwas Unerwartetes ist geschehen.',
    advice: 'Was gespeichert wurde, bleibt erhalten. Versuchen Sie es noch einmal.',
  },

  'bundle-hash-mismatch': {
    message: '{{path}} ist nicht die Datei, die das Manifest des Modellpakets beschreibt.',
    advice: `Die Prüfsumme weicht ab: Die Datei ist wohl beschädigt oder geändert. ${KEPT}`,
  },
  'bundle-file-missing': {
    message: 'Im Modellpaket fehlt {{path}}.',
    advice: `Importieren Sie ein vollständiges Modellpaket. ${KEPT}`,
  },
  'bundle-part-missing': { message: 'Im Modellpaket fehlt {{path}}.', advice: WHOLE_EXPORT },
  'bundle-tokenizer-missing': {
    message: 'Im Modellpaket fehlt {{path}} (oder vocab.json und merges.txt daneben).',
    advice: WHOLE_EXPORT,
  },
  'bundle-graph-undescribed': {
    message: 'Das Manifest beschreibt {{path}} nicht.',
    advice: `Importieren Sie ein vollständiges Modellpaket. ${KEPT}`,
  },
  'bundle-manifest-missing': {
    message: 'Es gibt kein manifest.json: Das ist kein ganzes Modellpaket.',
    advice: KEPT,
  },
  'bundle-index-missing': {
    message: 'Es gibt weder manifest.json noch model_index.json: Das ist kein Modellpaket.',
    advice: `Wählen Sie den Ordner, in dem eine davon liegt. ${KEPT}`,
  },
  'bundle-json-invalid': {
    message: '{{path}} ist kein JSON.',
    advice: `Die Datei ist wohl beschädigt. ${KEPT}`,
  },
  'bundle-json-unfit': { message: '{{path}} passt nicht: {{where}}: {{fault}}.', advice: KEPT },
  'bundle-not-readable': { message: 'Das Modellpaket ließ sich nicht lesen.', advice: KEPT },
  'bundle-unsafe-archive': { message: '{{fault}}', advice: OTHER_COPY },
  'bundle-too-large': { message: 'Die ZIP-Datei enthält entpackt mehr als {{most}} GiB.', advice: OTHER_COPY },
  'bundle-file-too-large': {
    message: '{{path}} hat {{gigabytes}} GB, und ein Browser hält 2 GB an einem Stück.',
    advice: `Exportieren Sie das Modell in halber Genauigkeit (fp16). ${KEPT}`,
  },
  'bundle-not-kept': {
    message: 'Das Modellpaket {{id}} ist hier nicht mehr gespeichert.',
    advice: 'Importieren Sie es noch einmal.',
  },
  'bundle-not-saved': {
    message: '{{fault}}',
    advice:
      'Das Modellpaket arbeitet, bis das Studio geschlossen wird. Was vorher gespeichert wurde, bleibt erhalten; schaffen Sie Platz und importieren Sie es noch einmal.',
  },
  'bundle-pipeline-unknown': { message: 'Eine {{name}} läuft hier nicht.', advice: PIPELINES },
  'bundle-pipeline-whole-images': {
    message: 'Eine {{name}} läuft hier nicht: Sie malt ganze Bilder und füllt keine Maske.',
    advice: PIPELINES,
  },
  'bundle-classes-unnamed': {
    message: 'Das U-Net kennt {{found}} Klassen, und nichts sagt, welche.',
    advice: `Ohne manifest.json müssen es 9 sein ({{codes}}, dann die Nullklasse) oder 10 (mit SKIN vor der Nullklasse). ${KEPT}`,
  },
  'bundle-classes-missing': {
    message: 'In {{path}} fehlt num_class_embeds: Das Modell kennt keine Klassen.',
    advice: `Exportieren Sie ein Modell, das mit Klassen und einer Nullklasse trainiert wurde. ${KEPT}`,
  },
  'bundle-channels': {
    message:
      'Das U-Net nimmt {{found}} Kanäle und nicht {{wanted}} (Rauschen, Maske, maskiertes Bild): Es ist kein Inpainting-Modell einer bekannten Art.',
    advice: INPAINTING,
  },
  'bundle-channels-whole-images': {
    message:
      'Das U-Net nimmt {{found}} Kanäle und nicht {{wanted}} (Rauschen, Maske, maskiertes Bild): Es malt ganze Bilder und füllt keine Maske.',
    advice: INPAINTING,
  },
  'bundle-block-channels': {
    message:
      'Das U-Net nimmt {{taken}} Kanäle und gibt {{given}}; die Transformation braucht {{wantedIn}} und {{wantedOut}}.',
    advice: CORRECTED,
  },
  'bundle-vectors-unreadable': { message: '{{path}} ist nicht lesbar.', advice: CORRECTED },
  'bundle-vectors-length': {
    message: '{{path}} enthält {{rows}} Vektoren aus {{columns}} Zahlen; das U-Net braucht {{wanted}}.',
    advice: CORRECTED,
  },
  'bundle-vectors-few': {
    message: 'Das Manifest nennt Klasse {{highest}}, es gibt aber nur {{vectors}} Vektoren.',
    advice: CORRECTED,
  },
  'bundle-embedding-small': {
    message: 'Das Manifest nennt Klasse {{highest}}, das U-Net hat aber nur {{rows}} (num_class_embeds).',
    advice: CORRECTED,
  },
  'bundle-size-blocks': {
    message: 'Die eigene Größe ist {{sizePx}} px, und {{blocks}} Blöcke aus {{blockPx}} px sind {{wantedPx}}.',
    advice: CORRECTED,
  },
  'bundle-size-factor': {
    message: 'Die eigene Größe von {{sizePx}} px ist kein Vielfaches von {{factor}}, dem Faktor des Autoencoders.',
    advice: CORRECTED,
  },
  'bundle-tokenizer-unreadable': {
    message: 'Der Tokenizer des Modellpakets ist nicht lesbar.',
    advice:
      'Nichts wurde geändert. Exportieren Sie den Tokenizer noch einmal; das verwendete Modellpaket bleibt erhalten.',
  },
  'bundle-sampler-unnamed': {
    message: 'scheduler/scheduler_config.json nennt keinen Sampler (_class_name).',
    advice: SAMPLER_WANTED,
  },
  'bundle-sampler-unknown': {
    message: 'Das Modellpaket verlangt den Sampler {{name}}, der hier unbekannt ist.',
    advice: SAMPLER_WANTED,
  },
  'bundle-sampler-setting': {
    message: 'Der Sampler {{name}} hat eine Einstellung, die hier unbekannt ist: {{setting}}.',
    advice: SAMPLER_WANTED,
  },
  'bundle-scheduler-unfit': {
    message: 'Das Modellpaket verlangt einen Sampler, der hier unbekannt ist.',
    advice: 'Wählen Sie ein anderes Modellpaket; Ihre Arbeit bleibt erhalten.',
  },
  'bundle-graph-invalid': {
    message: 'Das Netz {{path}} lässt sich nicht laden.',
    advice:
      'Die Datei ist wohl beschädigt. Importieren Sie das Modellpaket noch einmal; Ihre Masken und Bilder bleiben erhalten.',
  },
  'bundle-port-missing': {
    message: 'Das Netz {{path}} passt nicht zu seinem Manifest: Ihm fehlt der $t(parts.{{kind}}) {{name}}.',
    advice: CORRECTED,
  },
  'bundle-port-type': {
    message: 'Das Netz {{path}} passt nicht zu seinem Manifest: Sein $t(parts.{{kind}}) {{name}} ist nicht {{type}}.',
    advice: CORRECTED,
  },
  'bundle-port-shape': {
    message:
      'Das Netz {{path}} passt nicht zu seinem Manifest: Sein $t(parts.{{kind}}) {{name}} hat die Form [{{found}}] und nicht [{{wanted}}].',
    advice: CORRECTED,
  },
  'bundle-input-missing': {
    message: 'Dem Netz {{path}} fehlt der Eingang {{name}} (es hat {{found}}).',
    advice: NAMES_WANTED,
  },
  'bundle-input-unknown': {
    message: 'Das Netz {{path}} verlangt einen Eingang {{name}}, der hier unbekannt ist.',
    advice: NAMES_WANTED,
  },
  'bundle-input-type': {
    message: 'Das Netz {{path}} nimmt {{name}} als {{type}}; das lässt sich hier nicht liefern.',
    advice: NAMES_WANTED,
  },
  'bundle-output-missing': {
    message: 'Dem Netz {{path}} fehlt der Ausgang {{name}} (es hat {{found}}).',
    advice: NAMES_WANTED,
  },
  'bundle-output-type': {
    message: 'Das Netz {{path}} gibt {{name}} als {{type}}; das lässt sich hier nicht lesen.',
    advice: NAMES_WANTED,
  },
  'bundle-reference-unreadable': {
    message: 'Die echten Bilder, mit denen die Prüfungen dieses Modellpakets vergleichen, sind nicht lesbar.',
    advice: 'Importieren Sie das Modellpaket noch einmal; Ihre Arbeit bleibt erhalten.',
  },
  'bundle-class-unknown': {
    message: 'Das Modellpaket kennt die Klasse {{class}} nicht.',
    advice: 'Wählen Sie eine andere Klasse.',
  },
  'bundle-student-missing': {
    message: 'Das Modellpaket hat keinen schnellen Sampler.',
    advice: 'Wählen Sie den vollständigen Sampler.',
  },
  'bundle-student-other': {
    message:
      'Der schnelle Sampler des Modellpakets braucht {{steps}} Schritte bei Guidance {{guidance}}, das Rezept verlangt andere.',
    advice: 'Nehmen Sie den vollständigen Sampler oder diese Zahlen.',
  },
  'bundle-sampler-away': {
    message: 'Bilder dieses Modellpakets lassen sich nicht von einer Klasse weglenken.',
    advice: 'Lassen Sie das im Rezept weg.',
  },
  'bundle-sampler-strength': {
    message: 'Bilder dieses Modellpakets können nicht mit einem echten Bild beginnen.',
    advice: 'Lassen Sie das im Rezept weg.',
  },
  'bundle-encoder-missing': {
    message: 'Das Modellpaket hat keinen Encoder, der Bilder beschreibt.',
    advice: 'Wählen Sie ein anderes Modellpaket.',
  },
  'bundle-skin-class-missing': {
    message: 'Das verwendete Modellpaket kann keine Läsionen wegmalen: Ihm fehlt die Klasse SKIN.',
    advice: 'Wählen Sie unter Modelle ein anderes Modellpaket.',
  },

  'misfit-type': { message: 'erwartet wird {{expected}}' },
  'misfit-value': { message: 'erwartet wird eines von {{values}}' },
  'misfit-small': { message: 'erwartet wird mindestens {{least}}' },
  'misfit-large': { message: 'erwartet wird höchstens {{most}}' },
  'misfit-keys': { message: '{{keys}} ist hier unbekannt' },
  'misfit-other': { message: 'erwartet wird etwas anderes' },
  'rule-attempts': { message: 'attempts: weniger, als Bilder gewünscht sind' },
  'rule-counterparts': { message: 'counterparts: mehr, als Bilder gewünscht sind' },
  'rule-class-code': {
    message:
      'eine Klasse hat 1 bis 40 Buchstaben, Ziffern, Leerzeichen, Punkte, Striche oder Unterstriche, zuerst Buchstabe oder Ziffer',
  },
  'rule-class-reserved': { message: 'SKIN, UNK und image heißen andere Dinge als Klassen von Läsionen' },
  'rule-class-twice': { message: 'eine Klasse ist zweimal genannt' },
  'rule-scene': { message: 'skin: ein Hintergrund hat keine Läsion zum Übermalen' },
  'rule-lesion': { message: 'classes: von einer Klasse gibt es keine Läsion zum Übermalen' },
  'rule-graphs': { message: 'mindestens ein Netz' },
  'rule-square': { message: 'ein Quadrat' },

  'zip-damaged': { message: 'Es ist keine ZIP-Datei, oder sie ist beschädigt.' },
  'zip-encrypted': { message: 'Die ZIP-Datei ist verschlüsselt.' },
  'zip-path-outside': { message: 'Die ZIP-Datei enthält einen Pfad, der aus ihr hinausführt ({{path}}).' },
  'zip-path-twice': { message: 'Die ZIP-Datei enthält {{path}} zweimal.' },
  'zip-too-many-files': { message: 'Die ZIP-Datei enthält mehr als {{most, thousands}} Dateien.' },

  'device-unavailable': {
    message: 'Kein Gerät hier kann das Modell ausführen. {{tried}}',
    advice: 'Malen, Sichten und Exportieren gehen weiter.',
  },
  'device-left-webgpu': { message: 'WebGPU: {{fault}}' },
  'device-left-wasm': {
    message_one: 'WASM, {{count}} Thread: {{fault}}',
    message_other: 'WASM, {{count}} Threads: {{fault}}',
  },
  'device-no-bundle': { message: 'Es ist kein Modellpaket gewählt.' },
  'device-no-webgpu': { message: 'Dieser Browser hat kein WebGPU.', advice: NEXT_DEVICE },
  'device-no-adapter': { message: 'Der Browser bietet keinen WebGPU-Adapter.', advice: NEXT_DEVICE },
  'device-no-threads': {
    message: 'Die Seite ist nicht von anderen getrennt, deshalb hat WASM hier keine Threads.',
    advice: NEXT_DEVICE,
  },
  'device-software-only': {
    message: 'Der Browser bietet nur einen Adapter in Software ({{name}}), und der ist langsamer als WASM.',
    advice: NEXT_DEVICE,
  },
  'device-refuses-model': { message: 'Das Modell läuft auf diesem Gerät nicht.', advice: NEXT_DEVICE },
  'device-wrong-numbers': {
    message: 'Dieses Gerät rechnet falsch: Ein Schritt weicht um {{difference}} von der Referenz ab.',
    advice: `Es wird nicht verwendet. ${NEXT_DEVICE}`,
  },
  'device-not-finite-trial': {
    message: 'Dieses Gerät gibt bei diesem Modell Zahlen, die nicht endlich sind.',
    advice: `Es wird nicht verwendet. ${NEXT_DEVICE}`,
  },
  'device-not-finite': {
    message: 'Das Gerät gab Zahlen, die nicht endlich sind.',
    advice: 'Das Bild wird noch einmal begonnen.',
  },
  'device-lost': {
    message: 'Die Grafikkarte ist ausgefallen.',
    advice: 'Das Bild wird auf einem frischen Gerät noch einmal begonnen.',
  },
  'device-not-ready': {
    message: 'Noch ist kein Gerät bereit.',
    advice: 'Warten Sie, bis das Modell geladen ist, und versuchen Sie es dann noch einmal.',
  },
  'worker-died': {
    message: 'Der Prozess „{{worker}}“ ist beendet.',
    advice: 'Was gespeichert wurde, bleibt erhalten; er startet wieder, sobald er gebraucht wird.',
  },
  'worker-silent': {
    message: 'Der Prozess „{{worker}}“ konnte nicht antworten.',
    advice: 'Versuchen Sie es noch einmal; Ihre Arbeit bleibt erhalten.',
  },
  'worker-empty': {
    message: 'Das Modell ist nicht mehr geladen.',
    advice: 'Es wird wieder geladen; Ihre Arbeit bleibt erhalten.',
  },
  'work-restarted': {
    message:
      '{{fault}} $t(parts.{{work}}) wird in einem frischen Prozess auf demselben Gerät noch einmal begonnen; nichts ging verloren.',
  },
  'work-moved': {
    message: '{{fault}} $t(parts.{{work}}) wird auf dem nächsten Gerät noch einmal begonnen; nichts ging verloren.',
  },
  'network-unavailable': {
    message: 'Das Modell ließ sich nicht laden: Es besteht keine Verbindung.',
    advice: 'Verbinden Sie sich einmal; danach läuft das Studio auch offline. Ihre Arbeit bleibt erhalten.',
  },
  'page-file-missing': {
    message: 'Das Studio läuft noch nicht offline: Auf dem Server fehlt {{path}}.',
    advice: 'Beim nächsten Besuch wird es noch einmal versucht. Ihre Arbeit bleibt erhalten.',
  },
  'page-file-differs': {
    message: 'Das Studio läuft noch nicht offline: {{path}} auf dem Server gehört zu einer anderen Version.',
    advice:
      'Vielleicht wird der Server gerade aktualisiert; beim nächsten Besuch wird es noch einmal versucht. Ihre Arbeit bleibt erhalten.',
  },
  'page-not-kept': {
    message: 'Das Studio läuft noch nicht offline: Der Browser hat keinen Speicherplatz mehr dafür.',
    advice: 'Schaffen Sie Platz und laden Sie die Seite neu. Ihre Arbeit bleibt erhalten.',
  },

  'image-not-an-image': {
    message: 'Diese Datei ist kein Bild, das das Studio lesen kann.',
    advice: `Wählen Sie eine Datei vom Typ PNG, JPEG, WebP, AVIF, BMP oder GIF. ${UNCHANGED}`,
  },
  'image-damaged': {
    message: 'Das Bild ist beschädigt: Der Browser kann es nicht lesen.',
    advice: `Wählen Sie eine andere Datei. ${UNCHANGED}`,
  },
  'image-too-small': {
    message: 'Das Bild hat {{width}} x {{height}} Pixel; beide Seiten brauchen mindestens {{least}}.',
    advice: `Wählen Sie ein größeres Bild. ${UNCHANGED}`,
  },
  'image-too-large': {
    message:
      'Das Bild hat {{width}} x {{height}} Pixel ({{megapixels}} Megapixel); höchstens {{most}} Megapixel lassen sich öffnen.',
    advice: `Verkleinern Sie es und öffnen Sie es noch einmal. ${UNCHANGED}`,
  },
  'image-not-described': {
    message: 'Ein Bild ließ sich nicht beschreiben.',
    advice: 'Was beschrieben wurde, bleibt erhalten.',
  },
  'mask-empty': {
    message: 'Die Maske ist leer.',
    advice: 'Malen Sie, wo die Läsion erscheinen soll, oder nehmen Sie „Maske ziehen“.',
  },
  'mask-too-large': {
    message: 'Die Maske bedeckt {{percent}} % des Hintergrunds; um die Läsion bleibt keine Haut.',
    advice: 'Radieren Sie etwas davon weg oder öffnen Sie einen größeren Hintergrund; die Maske bleibt erhalten.',
  },
  'mask-not-drawn': {
    message: 'Die Maske ließ sich nicht ziehen.',
    advice: 'Der Kandidat wird übergangen.',
  },
  'lesion-not-found': {
    message: 'Im Bild ist keine Läsion zu sehen.',
    advice: 'Geben Sie ihren Umriss an oder lassen Sie das Bild weg.',
  },
  'outlines-none': { message: 'In der Datei ist kein Umriss. {{problems}}', advice: MASK_FILE },
  'outlines-not-json': {
    message: 'Die Datei sieht wie JSON aus, lässt sich aber nicht als JSON lesen.',
    advice: MASK_FILE,
  },
  'outline-image-flat': { message: 'Das Bild ist ganz dunkel oder ganz hell.' },
  'coco-unfit': { message: 'Die Datei ist keine COCO-Datei: Sie braucht „images“ und „annotations“.' },
  'coco-image-incomplete': {
    message: 'Bild Nummer {{number}} wurde ausgelassen: Es braucht id, width und height.',
  },
  'coco-image-twice': {
    message: 'Bild Nummer {{number}} wurde ausgelassen: Ein anderes hat schon die id {{id}}.',
  },
  'coco-annotation-numbered': { message: 'Annotation Nummer {{number}} wurde ausgelassen: {{fault}}.' },
  'coco-annotation-named': { message: 'Annotation {{id}} wurde ausgelassen: {{fault}}.' },
  'coco-no-image': { message: 'sie nennt kein Bild' },
  'coco-image-missing': { message: 'die Datei hat kein Bild mit der id {{id}}' },
  'coco-image-too-large': {
    message: 'ihr Bild hat {{width}} x {{height}} Pixel, und mehr als {{millions}} Millionen sind nicht lesbar',
  },
  'coco-segmentation-unknown': { message: 'ihre Segmentierung besteht weder aus Polygonen noch aus Lauflängen' },
  'coco-segmentation-size': {
    message: 'ihre Maske hat {{width}} x {{height}} Pixel und ihr Bild {{imageWidth}} x {{imageHeight}}',
  },
  'coco-polygon-points': { message: 'ein Polygon braucht mindestens drei Punkte, abwechselnd x und y' },
  'coco-runs-damaged': { message: 'ihre gepackten Lauflängen sind beschädigt' },
  'coco-runs-length': { message: 'ihre Lauflängen bedecken {{found}} Pixel, und ihr Bild hat {{wanted}}' },
  'coco-mask-empty': { message: 'ihre Maske ist leer' },
  'coco-mask-full': { message: 'ihre Maske bedeckt das ganze Bild' },

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
  'thumbnail-missing': { message: 'Das Vorschaubild ist noch nicht fertig.' },
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

  'model-not-ready': { message: 'Das Modell ist nicht bereit.', advice: STATE_BELOW },
  'model-not-loaded': {
    message: 'Das Modell ist noch nicht geladen.',
    advice: 'Der Plan kann beginnen, sobald es das ist.',
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
  'sample-exists': {
    message: '{{id}} gibt es schon: Jemand hat es von Hand gemacht.',
    advice: 'Der Kandidat wird übergangen.',
  },
  'batch-stopped': {
    message: 'Das Erzeugen wurde unterbrochen.',
    advice: 'Was fertig wurde, bleibt erhalten. Erzeugen Sie noch einmal.',
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
  'replay-not-ready': { message: 'Das Modell ist nicht bereit.', advice: 'Sein Stand steht in der Zeile ganz unten.' },
  'replay-other-bundle': {
    message: '{{id}} entstand mit dem Modellpaket {{bundle}} {{version}}, und ein anderes wird verwendet.',
    advice: 'Wählen Sie es unter Modelle und machen Sie das Bild dann noch einmal.',
  },
  'replay-no-skin': {
    message: 'Die Haut {{skin}}, in der {{id}} steht, ist nicht hier.',
    advice: 'Öffnen Sie ihr Bild unter Malen und machen Sie das Bild dann noch einmal.',
  },

  'storage-full': {
    message: 'Auf diesem Gerät ist kein Speicherplatz mehr für $t(things.{{what}}).',
    advice:
      'Was vorher gespeichert wurde, bleibt erhalten. Exportieren und entfernen Sie Bilder oder schaffen Sie Platz, und versuchen Sie es dann noch einmal.',
  },
  'storage-failed': {
    message: 'Der Browser konnte $t(things.{{what}}) nicht speichern oder lesen.',
    advice: 'Was vorher gespeichert wurde, bleibt erhalten; versuchen Sie es noch einmal.',
  },
  'store-insecure': {
    message:
      'Diese Seite kam ohne Verschlüsselung unter einem Namen; der Browser gibt ihr keinen Speicher. Nichts könnte bleiben.',
    advice:
      'Öffnen Sie sie über https oder auf diesem Rechner als http://localhost. Die Kommandozeile kommt ohne Browser aus.',
  },
  'store-forbidden': {
    message: 'Dieses Fenster lässt das Studio nichts speichern, so wie private Fenster.',
    advice:
      'Öffnen Sie es in einem normalen Fenster, oder erlauben Sie der Seite das Speichern in den Einstellungen. Die Kommandozeile kommt ohne Browser aus.',
  },
  'store-silent': {
    message: 'Der Speicher des Browsers antwortet nicht.',
    advice:
      'Schließen Sie andere Tabs des Studios und laden Sie diese Seite neu; hilft das nicht, starten Sie den Browser neu. Was gespeichert war, ist unberührt.',
  },
  'store-browser-old': {
    message: 'Dieser Browser hat keinen Speicher für Dateien, den das Studio nutzen könnte.',
    advice: 'Nehmen Sie einen aktuellen Chrome, Edge, Firefox oder Safari. Die Kommandozeile kommt ohne Browser aus.',
  },
  'store-earlier-tab': {
    message: 'Inlay ist in einem anderen Tab in einer früheren Version offen.',
    advice: 'Schließen Sie jenen Tab und laden Sie diese Seite neu. Alles Gespeicherte bleibt.',
  },
  'project-not-readable': {
    message: 'Diese Datei ist kein lesbares Projekt. {{fault}}',
    advice: 'Nichts wurde geändert. Wählen Sie eine Datei, die aus der Liste der Projekte gesichert wurde.',
  },
  'storage-unmeasured': { message: 'Der Browser sagt nicht, wie viel Speicherplatz übrig ist.' },
  'kept-compose-unreadable': {
    message: 'Der letzte Stand des Malens war nicht lesbar und beginnt neu. Die Bilder bleiben erhalten.',
  },
  'kept-selection-unreadable': {
    message: 'Die letzte Regel der Auswahl war nicht lesbar; es gilt die übliche. Entscheidungen bleiben erhalten.',
  },
  'kept-classes-unreadable': {
    message:
      'Die Liste der eigenen Klassen war nicht lesbar; es gelten die von ISIC 2019. Die Bilder bleiben erhalten.',
    advice: 'Legen Sie sie unter „Datensatz“ neu an.',
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
  'kept-study-unreadable': {
    message: 'Die laufende Studie war nicht lesbar; sie muss neu beginnen. Die Bilder bleiben erhalten.',
  },
  'tag-unfit': {
    message: 'Ein Schlagwort hat höchstens {{most}} Zeichen. Keines kam dazu.',
    advice: 'Nehmen Sie ein kürzeres; zwischen mehreren steht ein Komma.',
  },
  'tags-too-many': {
    message: 'Ein Bild hat höchstens {{most}} Schlagwörter. Keines kam dazu.',
    advice: 'Nehmen Sie zuerst andere Schlagwörter des Bildes weg.',
  },
  'kept-record-unreadable': { message: 'Die Akte {{id}} war nicht lesbar und wurde beiseitegelegt.' },
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
  'kept-background-unreadable': { message: 'Der Hintergrund {{id}} war nicht lesbar und wurde beiseitegelegt.' },
  'kept-mask-damaged': {
    message:
      'Die Maske auf {{name}} ist nicht, was gespeichert wurde: Was nicht lesbar war, fehlt. Die Haut selbst ist ganz.',
    advice: 'Sehen Sie die Maske an, bevor Sie sie verwenden, und malen Sie, was fehlt.',
  },
  'kept-outline-unreadable': { message: 'Der Umriss {{id}} war nicht lesbar und wurde beiseitegelegt.' },
  'kept-bundle-unreadable': {
    message: 'Das Modellpaket {{id}} war nicht lesbar und wurde beiseitegelegt; importieren Sie es noch einmal.',
  },
  'shipped-skin-missing': {
    message:
      'Die mitgelieferte Haut ließ sich nicht laden; öffnen Sie ein eigenes Bild oder laden Sie die Seite mit Verbindung neu.',
  },

  'export-empty': {
    message: 'Noch ist kein Bild angenommen.',
    advice: 'Nehmen Sie beim Malen oder Sichten Bilder an und exportieren Sie dann.',
  },
  'export-no-samples': {
    message: 'Noch gibt es kein Bild.',
    advice: 'Erzeugen Sie Bilder beim Malen oder mit einem Plan und exportieren Sie dann.',
  },
  'export-cancelled': {
    message: 'Der Export wurde abgebrochen.',
    advice: 'Nichts wurde geschrieben; Ihre Bilder bleiben erhalten.',
  },
  'export-verification-failed': {
    message: 'Der Export hat seine Prüfung nicht bestanden: {{fault}}',
    advice: 'Er wurde verworfen; Ihre Bilder bleiben erhalten. Exportieren Sie noch einmal.',
  },
  'export-not-readable': {
    message: 'Die Datei lässt sich nicht öffnen. {{fault}}',
    advice: 'Nichts wurde geändert: Ihre Bilder bleiben erhalten.',
  },
  'export-closed': { message: 'Der Export ist nicht mehr offen.', advice: 'Öffnen Sie ihn noch einmal.' },
  'export-foreign': {
    message: 'Es ist eine ZIP-Datei, aber kein Export von Inlay: bagit.txt oder data/provenance.jsonl fehlt.',
  },
  'export-later-version': {
    message: 'Eine spätere Version ({{software}}) hat sie so geschrieben, dass diese sie nicht lesen kann.',
  },
  'export-path-twice': { message: '{{path}} ist zweimal da.' },
  'export-encrypted': { message: '{{path}} ist verschlüsselt.' },
  'export-file-missing': { message: '{{path}} fehlt.' },
  'export-file-damaged': { message: '{{path}} ist beschädigt.' },
  'export-file-too-large': { message: '{{path}} ist zu groß, um gelesen zu werden.' },
  'export-line-too-long': { message: '{{path}} hat eine Zeile, die zu lang zum Lesen ist.' },
  'export-line-unreadable': { message: '{{path}} hat eine Zeile, die diese Version nicht lesen kann.' },
  'export-file-unlisted': { message: '{{path}} steht nicht im Manifest.' },
  'export-file-hash': { message: '{{path}} stimmt nicht mit seiner Prüfsumme überein.' },
  'export-record-unlisted': { message: '{{path}} hat eine Akte und steht nicht im Manifest.' },
  'export-record-hash': { message: 'Die Akte von {{path}} nennt eine andere Prüfsumme.' },
  'export-record-inside': { message: 'Die Akte in {{path}} ist nicht die in {{records}}.' },
  'export-record-recipe': { message: 'Die Akte von {{id}} sagt etwas anderes als ihr Rezept.' },
  'export-recipe-missing': { message: 'Das Rezept von {{id}} steht nicht in recipe.json.' },
  'export-recipe-changed': { message: 'Das Rezept {{sha256}} in recipe.json wurde geändert.' },
  'export-pixels': { message: 'Die Pixel von {{path}} sind nicht die seiner Akte.' },
  'export-mask': { message: '{{path}} zeigt eine andere Maske als seine Akte.' },
  'export-rows': { message: '{{path}} nennt andere Bilder als {{records}}.' },
  'export-list-missing': { message: 'Die Akte von {{id}} nennt eine Klassenliste, und {{path}} fehlt.' },
  'export-list-other': { message: 'Die Akte von {{id}} nennt eine andere Klassenliste als {{path}}.' },
  'export-class-unlisted': { message: '{{id}} ist von der Klasse {{class}}, die nicht in der Liste {{list}} steht.' },
  'export-class': { message: '{{path}} gibt {{id}} eine andere Klasse als seine Akte.' },
  'export-annotations': { message: '{{path}} hat eine andere Zahl von Annotationen.' },
} as const;
