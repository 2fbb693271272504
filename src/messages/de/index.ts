/** The same words in German. The type says what is missing. */
import type { Messages } from '../languages';
import { failures, parts, things } from './failures';
import { app } from './app';
import { commands } from './commands';
import { compose } from './compose';
import { coverage } from './coverage';
import { dataset } from './dataset';
import { evaluate } from './evaluate';
import { exporting } from './exporting';
import { learnt } from './learnt';
import { map } from './map';
import { models } from './models';
import { projects } from './projects';
import { queue } from './queue';
import { review } from './review';

export const de: Messages = {
  projects,
  app,
  commands,
  compose,
  coverage,
  dataset,
  evaluate,
  export: exporting,
  learnt,
  map,
  models,
  queue,
  review,
  screens: {
    dataset: 'Datensatz',
    compose: 'Malen',
    queue: 'Warteschlange',
    review: 'Sichten',
    evaluate: 'Auswerten',
    export: 'Exportieren',
    models: 'Modelle',
  },
  classes: {
    MEL: 'Melanom',
    NV: 'melanozytärer Nävus',
    BCC: 'Basalzellkarzinom',
    AK: 'aktinische Keratose',
    BKL: 'benigne Keratose',
    DF: 'Dermatofibrom',
    VASC: 'vaskuläre Läsion',
    SCC: 'Plattenepithelkarzinom',
    SKIN: 'gesunde Haut',
  },
  tones: {
    veryLight: 'sehr hell',
    light: 'hell',
    intermediate: 'mittel',
    tan: 'gebräunt',
    brown: 'braun',
    dark: 'dunkel',
  },
  failures,
  things,
  parts,
  state: {
    fitGone: 'Die Prüfungen vergleichen wieder mit dem Modellpaket.',
    datasetClosed: 'Der Datensatz {{name}} ist geschlossen.',
    classRemoved: 'Die Klasse {{code}} ist entfernt.',
    wasm_one: 'WASM, ein Thread',
    wasm_other: 'WASM, {{count}} Threads',
    reading: '{{name}} wird gelesen {{far}}',
    moreOutlines: 'Die Datei enthält {{n}} Umrisse; der erste wird gezeigt.',
    toLibrary: 'Alle lassen sich im Bereich Warteschlange in die Bibliothek übernehmen.',
    noOutlineModel: 'Das verwendete Modellpaket kann keine Umrisse ziehen.',
    paintInstead: 'Malen Sie die Maske mit dem Pinsel.',
    batchStopped: 'Das Erzeugen wurde abgebrochen. Was entstanden ist, bleibt erhalten.',
    existAlready: 'Diese Varianten gibt es schon: Dasselbe Rezept ergibt dieselben Bilder.',
    anotherSeed: 'Wählen Sie für neue einen anderen Seed.',
    noLesionAtAll:
      'In den Trainingsbildern Ihres Datensatzes wurde keine Läsion gefunden, die sich übermalen lässt. Der Plan nimmt andere Haut.',
    goneThrough_one: '{{count}} Bild wurde durchgesehen. {{news}}',
    goneThrough_other: '{{count}} Bilder wurden durchgesehen. {{news}}',
    masks: {
      scaled_one: '{{count}} Maske war anders groß als ihr Bild, bei gleichem Seitenverhältnis: angepasst.',
      scaled_other: '{{count}} Masken waren anders groß als ihre Bilder, bei gleichem Seitenverhältnis: angepasst.',
      turned_one: '{{count}} Maske lag so, wie die Kamera ihr Bild geschrieben hat: mit ihm aufgerichtet.',
      turned_other: '{{count}} Masken lagen so, wie die Kamera ihre Bilder geschrieben hat: mit ihnen aufgerichtet.',
      inverted_one: '{{count}} Maske ist ringsum hell: Das Dunkle gilt als Läsion.',
      inverted_other: '{{count}} Masken sind ringsum hell: Das Dunkle gilt als Läsion.',
      size_one: '{{count}} Maske hat ein anderes Seitenverhältnis als ihr Bild: ausgelassen.',
      size_other: '{{count}} Masken haben andere Seitenverhältnisse als ihre Bilder: ausgelassen.',
      classes_one: '{{count}} Maske zeigt mehrere Klassen und nicht, welche die Läsion ist: ausgelassen.',
      classes_other: '{{count}} Masken zeigen mehrere Klassen und nicht, welche die Läsion ist: ausgelassen.',
      flat_one: '{{count}} Maske zeigt keine Läsion: ausgelassen.',
      flat_other: '{{count}} Masken zeigen keine Läsion: ausgelassen.',
      unreadable_one: '{{count}} Maske ist nicht lesbar: ausgelassen.',
      unreadable_other: '{{count}} Masken sind nicht lesbar: ausgelassen.',
    },
    newSkin_one: 'Neu in der Bibliothek: {{count}} Hautstück.',
    newSkin_other: 'Neu in der Bibliothek: {{count}} Hautstücke.',
    newLesionRemoval_one: 'Neu in der Bibliothek: {{count}} Hintergrund.',
    newLesionRemoval_other: 'Neu in der Bibliothek: {{count}} Hintergründe.',
    newLesions_one: 'Neu in der Bibliothek: {{count}} Läsion zum Übermalen.',
    newLesions_other: 'Neu in der Bibliothek: {{count}} Läsionen zum Übermalen.',
    newOutlines_one: 'Neu in der Bibliothek: {{count}} Umriss.',
    newOutlines_other: 'Neu in der Bibliothek: {{count}} Umrisse.',
    otherTab:
      'Dieses Projekt ist auch in einem anderen Tab offen. Was in einem gemalt und entschieden wird, steht in beiden.',
    otherTabClosed: 'Der andere Tab wurde geschlossen: Jetzt läuft die Warteschlange hier.',
    shippedInstead: 'Das gewählte Modellpaket ließ sich nicht öffnen; das mitgelieferte wird verwendet.',
    importAgain: 'Importieren Sie es im Bereich Modelle noch einmal.',
    importedUnvouched: '{{name}} wurde importiert; ohne Manifest bürgt niemand für die Dateien.',
    imported: '{{name}} wurde importiert; jede Datei stimmt mit ihrer Prüfsumme überein.',
  },
};
