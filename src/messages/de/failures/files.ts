/** Of files that come in and go out: exports, outlines, images, projects. */

const UNCHANGED = 'Nichts wurde geändert; Ihre Arbeit bleibt erhalten.';
const MASK_FILE =
  'Nichts wurde geändert. Wählen Sie eine COCO-Datei oder das Bild einer Maske: hell, wo die Läsion ist.';

export const files = {
  'zip-damaged': { message: 'Es ist keine ZIP-Datei, oder sie ist beschädigt.' },
  'zip-encrypted': { message: 'Die ZIP-Datei ist verschlüsselt.' },
  'zip-packing': {
    message:
      'Die ZIP-Datei ist mit {{method}} gepackt, was Browser nicht lesen können: packen Sie sie neu, mit Deflate.',
  },
  'zip-path-outside': { message: 'Die ZIP-Datei enthält einen Pfad, der aus ihr hinausführt ({{path}}).' },
  'zip-path-twice': { message: 'Die ZIP-Datei enthält {{path}} zweimal.' },
  'zip-too-many-files': { message: 'Die ZIP-Datei enthält mehr als {{most, thousands}} Dateien.' },
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
  'outlines-none': { message: 'In der Datei ist kein Umriss. {{problems}}', advice: MASK_FILE },
  'outlines-not-json': {
    message: 'Die Datei sieht wie JSON aus, lässt sich aber nicht als JSON lesen.',
    advice: MASK_FILE,
  },
  'outline-image-flat': { message: 'Das Bild ist ganz dunkel oder ganz hell.' },
  'outline-image-classes': {
    message: 'Das Bild zeigt mehrere Klassen und nicht, welche die Läsion ist: Nur die Läsion darf hell sein.',
  },
  'outline-image-inverted': { message: 'Das Bild ist ringsum hell; so galt das Dunkle als Läsion.' },
  'mask-size': { message: 'Die Maske {{path}} hat andere Seitenverhältnisse als ihr Bild.' },
  'mask-classes': { message: 'Die Maske {{path}} zeigt mehrere Klassen und nicht, welche die Läsion ist.' },
  'mask-unreadable': { message: 'Die Maske {{path}} ist nicht lesbar.' },
  'mask-flat': { message: 'Die Maske {{path}} zeigt keine Läsion.' },
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
  'coco-polygon-large': { message: 'ihre Polygone haben mehr Ecken und Spalten, als lesbar sind' },
  'coco-runs-damaged': { message: 'ihre gepackten Lauflängen sind beschädigt' },
  'coco-runs-length': { message: 'ihre Lauflängen bedecken {{found}} Pixel, und ihr Bild hat {{wanted}}' },
  'coco-mask-empty': { message: 'ihre Maske ist leer' },
  'coco-mask-full': { message: 'ihre Maske bedeckt das ganze Bild' },
  'thumbnail-missing': { message: 'Das Vorschaubild ist noch nicht fertig.' },
  'replay-not-ready': { message: 'Das Modell ist nicht bereit.', advice: 'Sein Stand steht in der Zeile ganz unten.' },
  'replay-other-bundle': {
    message: '{{id}} entstand mit dem Modellpaket {{bundle}} {{version}}, und ein anderes wird verwendet.',
    advice: 'Wählen Sie es unter Modelle und machen Sie das Bild dann noch einmal.',
  },
  'replay-no-skin': {
    message: 'Die Haut {{skin}}, in der {{id}} steht, ist nicht hier.',
    advice: 'Öffnen Sie ihr Bild unter Malen und machen Sie das Bild dann noch einmal.',
  },
  'project-not-readable': {
    message: 'Diese Datei ist kein lesbares Projekt. {{fault}}',
    advice: 'Nichts wurde geändert. Wählen Sie eine Datei, die aus der Liste der Projekte gesichert wurde.',
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
  'export-zip-ambiguous': {
    message: 'Programme läsen dieses Zip verschieden: Es hat Bytes oder Verzeichnisse neben den eigenen.',
  },
  'export-zip-twice': { message: 'Das Zip sagt zweierlei von {{path}} ({{fact}}).' },
  'export-zip-gap': { message: 'Das Zip hat bei {{path}} Bytes, die zu keiner Datei gehören.' },
  'export-name-unseen': { message: 'Der Name {{path}} hat Zeichen, die man nicht sieht.' },
  'export-name-path': { message: '{{path}} ist kein schlichter Pfad.' },
  'export-name-windows': { message: '{{path}} ist ein Name, den Windows für etwas anderes hält.' },
  'export-name-alike': { message: '{{path}} und {{other}} sind auf manchen Systemen ein Name.' },
  'export-payload-extra': { message: '{{path}} gehört zu keinem Bild.' },
  'export-png-extra': { message: '{{path}} enthält mehr als Bildpunkte, Angaben und Kennzeichen ({{fact}}).' },
  'export-says': { message: '{{path}} sagt von {{id}}, {{fact}}: {{said}} (nach seinen Angaben: {{meant}}).' },
  'export-set-says': { message: '{{path}} sagt, {{fact}}: {{said}} (wie es aus dem Übrigen folgt: {{meant}}).' },
  'export-record-says': {
    message: 'Die Angaben zu {{id}} sagen, {{fact}}: {{said}} (wie es aus dem Übrigen folgt: {{meant}}).',
  },
  'export-dates': { message: '{{id}} entstand am {{later}}, entschieden wurde vorher, am {{earlier}}.' },
  'export-fact-unknown': { message: '{{path}} sagt etwas, das kein Export sagt: {{fact}}.' },
  'export-fact-missing': { message: '{{path}} sagt nicht, was jeder Export sagt: {{fact}}.' },
  'export-line': { message: '{{path}} hat eine Zeile, die nicht aus den Angaben folgt: {{line}}' },
  'export-line-missing': { message: '{{path}} fehlt eine Zeile, die aus den Angaben folgt: {{line}}' },
  'export-decision-missing': { message: '{{path}} fehlt eine Entscheidung über {{id}}, die in den Angaben steht.' },
  'export-decision-extra': { message: '{{path}} hat eine Entscheidung über {{id}}, die nicht in den Angaben steht.' },
  'export-signature-wrong': { message: '{{path}} ist keine Unterschrift dieser Dateien.' },
  'export-unchecked-outside': {
    message:
      'Bildpunkte außerhalb der Maske lassen sich hier nicht prüfen, Bilder: {{count}}. Ihre Hintergründe sind nicht hier: {{ids}}.',
  },
  'export-unchecked-gate': {
    message: 'Diese Version kennt die Schranke {{fact}} nicht und hat ihre Ergebnisse nicht verglichen.',
  },
  'export-unchecked-evaluation': {
    message: '{{path}} nennt eine Auswertung, die sich aus einem Export nicht errechnen lässt.',
  },
} as const;
