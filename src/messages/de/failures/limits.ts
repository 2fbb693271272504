/** Of what is over a limit: which file or sample, and which limit. */

const SMALLER =
  'Nichts wurde geändert; Ihre Arbeit bleibt erhalten. Wählen Sie eine kleinere Datei oder fragen Sie, wer sie gemacht hat.';

export const limits = {
  'limit-pixels': {
    message: '{{name}} hat {{width}} x {{height}} Pixel; höchstens {{most}} Millionen werden gelesen.',
    advice: SMALLER,
  },
  'limit-side': {
    message: '{{name}} hat {{width}} x {{height}} Pixel; keine Seite darf länger sein als {{most}}.',
    advice: SMALLER,
  },
  'limit-chunk': { message: 'In {{name}} wird {{chunk}} entpackt größer als {{most}} MB.', advice: SMALLER },
  'limit-pixel-data': { message: '{{name}} enthält entpackt mehr Pixel, als am Anfang steht.', advice: SMALLER },
  'limit-bytes': { message: '{{name}} ist größer als {{most}} MB.', advice: SMALLER },
  'limit-unpacked': { message: '{{name}} wird entpackt größer als {{most}} MB.', advice: SMALLER },
  'limit-ratio': { message: '{{name}} wird entpackt mehr als {{most}} Mal so groß.', advice: SMALLER },
  'limit-rows': { message: '{{name}} hat mehr als {{most, thousands}} Zeilen.', advice: SMALLER },
  'limit-columns': { message: '{{name}} hat mehr als {{most, thousands}} Spalten.', advice: SMALLER },
  'limit-line': { message: '{{name}} hat eine Zeile von mehr als {{most, thousands}} Zeichen.', advice: SMALLER },
  'limit-depth': { message: '{{name}} ist mehr als {{most}} Ebenen tief verschachtelt.', advice: SMALLER },
  'limit-values': { message: '{{name}} enthält mehr als {{most, thousands}} Werte.', advice: SMALLER },
  'limit-annotations': {
    message: '{{name}} enthält mehr als {{most, thousands}} Bilder oder Annotationen.',
    advice: SMALLER,
  },
  'limit-candidates': {
    message: 'Der Plan erlaubt {{wanted, thousands}} Kandidaten; höchstens {{most, thousands}} werden gemacht.',
    advice: 'Nichts wurde begonnen. Verkleinern Sie die Zahlen seiner Klassen.',
  },
  'limit-path': {
    message: 'Die ZIP-Datei enthält einen zu langen oder zu tiefen Pfad: {{name}} (höchstens {{most}}).',
  },
} as const;
