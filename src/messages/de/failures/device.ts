/** Of the device, the workers, the network and the storage. */

const NEXT_DEVICE = 'Das nächste Gerät wird versucht.';

export const device = {
  cancelled: { message: 'Abgebrochen.', advice: 'Was vorher fertig wurde, bleibt erhalten.' },
  unexpected: {
    message: 'Etwas Unerwartetes ist geschehen.',
    advice: 'Was gespeichert wurde, bleibt erhalten. Versuchen Sie es noch einmal.',
  },
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
  'batch-stopped': {
    message: 'Das Erzeugen wurde unterbrochen.',
    advice: 'Was fertig wurde, bleibt erhalten. Erzeugen Sie noch einmal.',
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
  'kept-study-unreadable': {
    message: 'Die laufende Studie war nicht lesbar; sie muss neu beginnen. Die Bilder bleiben erhalten.',
  },
  'kept-record-unreadable': { message: 'Die Akte {{id}} war nicht lesbar und wurde beiseitegelegt.' },
  'kept-background-unreadable': { message: 'Der Hintergrund {{id}} war nicht lesbar und wurde beiseitegelegt.' },
  'kept-mask-damaged': {
    message:
      'Die Maske auf {{name}} ist nicht, was gespeichert wurde: Was nicht lesbar war, fehlt. Die Haut selbst ist ganz.',
    advice: 'Sehen Sie die Maske an, bevor Sie sie verwenden, und malen Sie, was fehlt.',
  },
  'kept-tags-unreadable': { message: 'Die Schlagworte von {{id}} sind nicht lesbar. Das Bild selbst ist heil.' },
  'kept-draft-unreadable': {
    message: 'Die Einstellungen des nächsten Plans waren nicht lesbar; es gelten wieder die üblichen.',
  },
  'kept-decision-unreadable': {
    message: 'Was über {{id}} entschieden war, ist nicht lesbar. Das Bild selbst ist heil.',
    advice: 'Entscheiden Sie in der Durchsicht noch einmal.',
  },
  'kept-own-class-unreadable': {
    message: 'Was das Modell gelernt hatte ({{id}}), war nicht lesbar und wurde beiseitegelegt.',
  },
  'kept-outline-unreadable': { message: 'Der Umriss {{id}} war nicht lesbar und wurde beiseitegelegt.' },
  'kept-bundle-unreadable': {
    message: 'Das Modellpaket {{id}} war nicht lesbar und wurde beiseitegelegt; importieren Sie es noch einmal.',
  },
} as const;
