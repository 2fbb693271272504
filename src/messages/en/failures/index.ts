/**
 * What each failure says (src/contracts/failureParams.ts): what happened; then what was kept and what to do, where that is not said by another
 * failure in which this one stands.
 */
import { bundle } from './bundle';
import { device } from './device';
import { files } from './files';
import { limits } from './limits';
import { ownClasses } from './ownClasses';
import { work } from './work';

export const things = {
  background: 'the background',
  bundle: 'the bundle',
  'bundle-choice': 'the choice of bundle',
  compose: 'the Compose screen',
  classes: 'the list of classes',
  dataset: 'the data set',
  decision: 'the decision',
  decisions: 'the decisions',
  descriptions: 'the descriptions of images',
  evaluation: 'the evaluation',
  export: 'the export',
  fit: 'the fit of the gates',
  outlines: 'the outlines',
  'own-class': 'what the model was shown or taught',
  plan: 'the plan',
  project: 'the project',
  queue: 'the queue',
  sample: 'the sample',
  samples: 'the samples',
  selection: 'the selection',
  strokes: 'the strokes of the mask',
  study: 'the reader study',
  tags: 'the tags',
  thumbnails: 'the thumbnails of the data set',
  work: 'your work',
} as const;

/** What was in work, and the two ends of a graph. */
export const parts = {
  sample: 'sample',
  preview: 'preview',
  image: 'image',
  lesson: 'lesson',
  input: 'input',
  output: 'output',
} as const;

export const failures = { ...device, ...bundle, ...files, ...limits, ...ownClasses, ...work } as const;
