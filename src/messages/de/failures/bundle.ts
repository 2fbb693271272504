/** Of bundles: their files, their graphs, and models of others. */

const KEPT = 'Nichts wurde geändert: Das verwendete Modellpaket und Ihre Arbeit bleiben erhalten.';
const CORRECTED =
  'Bitten Sie den Hersteller des Modellpakets um ein berichtigtes; Ihre Masken und Bilder bleiben erhalten.';
const STATE_BELOW = 'Sein Stand steht in der Zeile ganz unten; Ihre Maske bleibt erhalten.';
const SAMPLER_WANTED =
  'Nichts wurde geändert. Exportieren Sie das Modell noch einmal mit {{known}} in den üblichen Einstellungen.';
const NAMES_WANTED =
  'Nichts wurde geändert. Exportieren Sie das Modell mit den Namen, die Optimum vergibt; Ihre Masken und Bilder bleiben erhalten.';
const EXPORT_COMMAND = 'optimum-cli export onnx --model ORDNER --task inpainting AUSGABE';
const INPAINTING = `Exportieren Sie ein Inpainting-Modell, etwa eines, das aus stable-diffusion-inpainting hervorging. ${KEPT}`;
const PIPELINES = `Im Studio laufen {{known}}. ${KEPT}`;
const OTHER_COPY = 'Nichts wurde importiert. Bitten Sie um eine andere Kopie des Modellpakets.';
const WHOLE_EXPORT = `Exportieren Sie die ganze Pipeline und importieren Sie ihren Ordner noch einmal. ${KEPT}`;

export const bundle = {
  'bundle-hash-mismatch': {
    message: '{{path}} ist nicht die Datei, die das Manifest des Modellpakets beschreibt.',
    advice: `Die Prüfsumme weicht ab: Die Datei ist wohl beschädigt oder geändert. ${KEPT}`,
  },
  'bundle-file-missing': {
    message: 'Im Modellpaket fehlt {{path}}.',
    advice: `Importieren Sie ein vollständiges Modellpaket. ${KEPT}`,
  },
  'bundle-part-missing': { message: 'Im Modellpaket fehlt {{path}}.', advice: WHOLE_EXPORT },
  'bundle-format-pytorch': {
    message: 'Dieser Ordner enthält PyTorch-Gewichte ({{path}}) und keine ONNX-Graphen.',
    advice: `Exportieren Sie ihn mit Optimum: ${EXPORT_COMMAND}. Wählen Sie dann den Ordner, den es schreibt. ${KEPT}`,
  },
  'bundle-format-checkpoint': {
    message: '{{path}} enthält nur PyTorch-Gewichte und keine Pipeline dazu.',
    advice: `Laden Sie die Datei mit diffusers (from_single_file), speichern Sie sie als Ordner und exportieren Sie ihn mit Optimum: ${EXPORT_COMMAND}. ${KEPT}`,
  },
  'bundle-format-lora': {
    message: '{{path}} ist ein Adapter (LoRA), kein ganzes Modell.',
    advice: `Verschmelzen Sie ihn mit seinem Modell in diffusers (load_lora_weights, fuse_lora, save_pretrained) und exportieren Sie das mit Optimum: ${EXPORT_COMMAND}. ${KEPT}`,
  },
  'bundle-format-other': {
    message: '{{path}} ist ein Modell im Format {{format}}; im Studio läuft ONNX.',
    advice: `Exportieren Sie das PyTorch-Modell, aus dem es entstand, mit Optimum: ${EXPORT_COMMAND}. ${KEPT}`,
  },
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
  'model-not-ready': { message: 'Das Modell ist nicht bereit.', advice: STATE_BELOW },
  'model-not-loaded': {
    message: 'Das Modell ist noch nicht geladen.',
    advice: 'Der Plan kann beginnen, sobald es das ist.',
  },
} as const;
