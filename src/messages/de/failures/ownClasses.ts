/** Von Klassen, die jemand dem Modell zeigt oder beibringt. */

export const ownClasses = {
  'bundle-teaching-unreadable': {
    message: '{{path}} im Modellpaket, das zum Lernen gebraucht wird, ist nicht lesbar.',
    advice: 'Nichts wurde geändert. Öffnen Sie eine vollständige Kopie.',
  },
  'own-class-unreadable': {
    message: 'Die Datei enthält keine Klasse, die mit Inlay gezeigt oder gelernt wurde.',
    advice: 'Nichts wurde geändert. Wählen Sie eine andere Datei.',
  },
  'own-class-unfit': {
    message: 'Was von {{class}} bekannt ist, passt nicht zum geöffneten Modell.',
    advice: 'Nichts wurde gemalt. Zeigen oder lehren Sie sie mit diesem neu.',
  },
  'own-class-other-model': {
    message: 'Das geöffnete Modell nimmt keine anderen Klassen als seine eigenen.',
    advice: 'Nichts wurde geändert. Wählen Sie unter „Modelle“ ein anderes.',
  },
  'own-class-other-bundle': {
    message: '{{class}} gehört zu einem anderen Modell: {{id}} {{version}}.',
    advice: 'Sie bleibt erhalten. Öffnen Sie jenes Modell, oder zeigen oder lehren Sie sie neu.',
  },
  'own-class-changed-model': {
    message: 'Inzwischen wurde ein anderes Modell geöffnet; es weiß nichts von dem Begonnenen.',
    advice: 'Begonnenes bleibt für jenes erhalten. Zeigen oder lehren Sie sie mit diesem.',
  },
  'own-class-missing': {
    message: 'Was das Modell von {{class}} gelernt hatte, ist nicht in diesem Projekt.',
    advice: 'Nichts wurde gemalt. Öffnen Sie die davon gespeicherte Datei.',
  },
  'own-class-no-dataset': {
    message: 'Kein Datensatz ist offen, aus dem Bilder der Klasse kommen könnten.',
    advice: 'Nichts wurde geändert. Öffnen Sie den Datensatz, der sie hat.',
  },
  'own-class-few-lesions': {
    message: 'Von {{class}} hat Ihr Datensatz {{found}} Läsionen außerhalb des Testteils; gebraucht werden {{wanted}}.',
    advice: 'Nichts wurde geändert. Fügen Sie Bilder anderer Läsionen hinzu.',
  },
  'own-class-few': {
    message: 'Auf {{found}} Ihrer Bilder wurde eine Läsion gefunden; gebraucht werden {{wanted}}.',
    advice: 'Nichts wurde geändert. Fügen Sie Bilder hinzu, oder zeichnen Sie die fehlenden Umrisse.',
  },
  'teaching-diverged': {
    message: 'In Schritt {{step}} sind die Zahlen entgleist: Von hier aus ist nichts mehr zu lernen.',
    advice: 'Das davor Gelernte bleibt. Machen Sie dort weiter, oder beginnen Sie neu.',
  },
} as const;
