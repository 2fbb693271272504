/**
 * What the studio says before another screen than Compose is opened, and all failures, in English; ./screens.ts has the other words. A file a screen; `{{name}}` is filled in, `{{n, thousands}}` as 25,331;
 * `_one` and `_other` are chosen by `count`; <1>…</1> are elements of the component that shows the message.
 */
import { ISIC_NAMES, SKIN_NAME } from '../../contracts/classes';
import { failures, parts, things } from './failures';
import { app } from './app';
import { commands } from './commands';
import { compose } from './compose';
import { projects } from './projects';

export const en = {
  projects,
  app,
  commands,
  compose,
  screens: {
    dataset: 'Dataset',
    compose: 'Compose',
    queue: 'Queue',
    review: 'Review',
    evaluate: 'Evaluate',
    export: 'Export',
    models: 'Models',
  },
  classes: { ...ISIC_NAMES, SKIN: SKIN_NAME },
  tones: {
    veryLight: 'very light',
    light: 'light',
    intermediate: 'intermediate',
    tan: 'tan',
    brown: 'brown',
    dark: 'dark',
  },
  failures,
  things,
  parts,
  state: {
    fitGone: 'The gates compare with the bundle again.',
    datasetClosed: 'The data set {{name}} is closed.',
    classRemoved: 'The class {{code}} is removed.',
    wasm_one: 'WASM, one thread',
    wasm_other: 'WASM, {{count}} threads',
    reading: 'Reading {{name}} {{far}}',
    moreOutlines: 'The file holds {{n}} outlines; the first one is shown.',
    toLibrary: 'All of them can be taken into the library on the Queue screen.',
    noOutlineModel: 'The bundle in use has no outline model.',
    paintInstead: 'Paint the mask with the brush.',
    batchStopped: 'Generating was cancelled. What is made is kept.',
    existAlready: 'These variants exist already: the same recipe gives the same samples.',
    anotherSeed: 'Choose another seed for new ones.',
    noLesionAtAll:
      'No lesion that can be painted over was found in the training images of your data set. The plan stands in other skin.',
    goneThrough_one: '{{count}} image was gone through. {{news}}',
    goneThrough_other: '{{count}} images were gone through. {{news}}',
    masks: {
      scaled_one: '{{count}} mask had another size than its image, and its proportions: it was scaled.',
      scaled_other: '{{count}} masks had another size than their images, and their proportions: they were scaled.',
      turned_one: '{{count}} mask lay as the camera had written its image: it was turned upright with it.',
      turned_other: '{{count}} masks lay as the camera had written their images: they were turned upright with them.',
      inverted_one: '{{count}} mask is bright all round: dark was taken for the lesion.',
      inverted_other: '{{count}} masks are bright all round: dark was taken for the lesion.',
      size_one: '{{count}} mask has other proportions than its image: left out.',
      size_other: '{{count}} masks have other proportions than their images: left out.',
      classes_one: '{{count}} mask shows several classes, and not which is the lesion: left out.',
      classes_other: '{{count}} masks show several classes, and not which is the lesion: left out.',
      flat_one: '{{count}} mask shows no lesion: left out.',
      flat_other: '{{count}} masks show no lesion: left out.',
      unreadable_one: '{{count}} mask cannot be read: left out.',
      unreadable_other: '{{count}} masks cannot be read: left out.',
    },
    newSkin_one: 'New in the library: {{count}} piece of skin.',
    newSkin_other: 'New in the library: {{count}} pieces of skin.',
    newLesionRemoval_one: 'New in the library: {{count}} background.',
    newLesionRemoval_other: 'New in the library: {{count}} backgrounds.',
    newLesions_one: 'New in the library: {{count}} lesion to paint over.',
    newLesions_other: 'New in the library: {{count}} lesions to paint over.',
    newOutlines_one: 'New in the library: {{count}} outline.',
    newOutlines_other: 'New in the library: {{count}} outlines.',
    otherTabClosed: 'The other tab was closed: this one runs the queue now.',
    otherTab: 'This project is open in another tab too. What is painted and decided in one of them shows in both.',
    shippedInstead: 'The chosen bundle could not be opened, so the shipped one is used.',
    importAgain: 'Import the bundle again on the Models screen.',
    importedUnvouched: '{{name}} was imported; it came without a manifest, so nobody vouches for its files.',
    imported: '{{name}} was imported; every file matches its hash.',
  },
} as const;
