/** Of files that come in and go out: exports, outlines, images, projects. */

const UNCHANGED = 'Nothing was changed; your work is kept.';
const MASK_FILE = 'Nothing was changed. Choose a COCO file, or an image of a mask: bright where the lesion is.';

export const files = {
  'zip-damaged': { message: 'It is not a zip, or it is damaged.' },
  'zip-encrypted': { message: 'The zip is encrypted.' },
  'zip-packing': {
    message: 'The zip is compressed with {{method}}, which browsers cannot read: pack it again with deflate.',
  },
  'zip-path-outside': { message: 'The zip holds a path that leads out of it ({{path}}).' },
  'zip-path-twice': { message: 'The zip holds {{path}} twice.' },
  'zip-too-many-files': { message: 'The zip holds more than {{most, thousands}} files.' },
  'image-not-an-image': {
    message: 'This file is not an image that the studio can read.',
    advice: `Choose a PNG, JPEG, WebP, AVIF, BMP or GIF file. ${UNCHANGED}`,
  },
  'image-damaged': {
    message: 'The image is damaged: the browser cannot decode it.',
    advice: `Choose another file. ${UNCHANGED}`,
  },
  'image-too-small': {
    message: 'The image has {{width}} x {{height}} pixels; both sides need at least {{least}}.',
    advice: `Choose a larger image. ${UNCHANGED}`,
  },
  'image-too-large': {
    message:
      'The image has {{width}} x {{height}} pixels ({{megapixels}} megapixels); at most {{most}} megapixels can be opened.',
    advice: `Make it smaller and open it again. ${UNCHANGED}`,
  },
  'image-not-described': { message: 'An image could not be described.', advice: 'What was described is kept.' },
  'mask-empty': {
    message: 'The mask is empty.',
    advice: 'Paint where the lesion is to appear, or use "Sample mask".',
  },
  'mask-too-large': {
    message: 'The mask covers {{percent}} % of the background, which leaves no skin around the lesion.',
    advice: 'Erase some of it, or open a larger background; the mask is kept.',
  },
  'mask-not-drawn': { message: 'The mask could not be drawn.', advice: 'The candidate is passed over.' },
  'outlines-none': { message: 'There is no outline in the file. {{problems}}', advice: MASK_FILE },
  'outlines-not-json': { message: 'The file looks like JSON, but cannot be read as JSON.', advice: MASK_FILE },
  'outline-image-flat': { message: 'The image is all dark or all bright.' },
  'outline-image-classes': {
    message: 'The image shows several classes, and not which of them is the lesion: make the lesion alone bright.',
  },
  'outline-image-inverted': { message: 'The image is bright all round, so dark was taken for the lesion.' },
  'mask-size': { message: 'The mask {{path}} has other proportions than its image.' },
  'mask-classes': { message: 'The mask {{path}} shows several classes, and not which of them is the lesion.' },
  'mask-unreadable': { message: 'The mask {{path}} cannot be read.' },
  'mask-flat': { message: 'The mask {{path}} shows no lesion.' },
  'coco-unfit': { message: 'The file is no COCO file: it needs "images" and "annotations".' },
  'coco-image-incomplete': {
    message: 'Image number {{number}} was left out: it needs an id, a width and a height.',
  },
  'coco-image-twice': { message: 'Image number {{number}} was left out: another one has the id {{id}}.' },
  'coco-annotation-numbered': { message: 'Annotation number {{number}} was left out: {{fault}}.' },
  'coco-annotation-named': { message: 'Annotation {{id}} was left out: {{fault}}.' },
  'coco-no-image': { message: 'it names no image' },
  'coco-image-missing': { message: 'the file has no image with the id {{id}}' },
  'coco-image-too-large': {
    message: 'its image has {{width}} x {{height}} pixels, and more than {{millions}} million cannot be read',
  },
  'coco-segmentation-unknown': { message: 'its segmentation is neither polygons nor run lengths' },
  'coco-segmentation-size': {
    message: 'its mask has {{width}} x {{height}} pixels and its image {{imageWidth}} x {{imageHeight}}',
  },
  'coco-polygon-points': { message: 'a polygon needs three points or more, as x and y in turn' },
  'coco-polygon-large': { message: 'its polygons have more corners and columns than can be read' },
  'coco-runs-damaged': { message: 'its packed run lengths are damaged' },
  'coco-runs-length': { message: 'its runs cover {{found}} pixels and its image has {{wanted}}' },
  'coco-mask-empty': { message: 'its mask is empty' },
  'coco-mask-full': { message: 'its mask covers the whole image' },
  'thumbnail-missing': { message: 'The thumbnail is not made yet.' },
  'replay-not-ready': { message: 'The model is not ready.', advice: 'Its state is in the line at the bottom.' },
  'replay-other-bundle': {
    message: '{{id}} was made with the bundle {{bundle}} {{version}}, and another one is in use.',
    advice: 'Choose it on the Models screen, then replay.',
  },
  'replay-no-skin': {
    message: 'The skin {{skin}} that {{id}} stands in is not here.',
    advice: 'Open its image on the Compose screen, then replay.',
  },
  'project-not-readable': {
    message: 'This file is no project that can be read. {{fault}}',
    advice: 'Nothing was changed. Choose a file that was saved from the list of projects.',
  },
  'export-empty': {
    message: 'No sample is accepted yet.',
    advice: 'Accept samples in Compose or Review, then export.',
  },
  'export-no-samples': {
    message: 'There is no sample yet.',
    advice: 'Make samples in Compose or with a plan, then export.',
  },
  'export-cancelled': {
    message: 'The export was cancelled.',
    advice: 'Nothing was written; your samples are kept.',
  },
  'export-verification-failed': {
    message: 'The export did not pass its check: {{fault}}',
    advice: 'It was thrown away; your samples are kept. Export again.',
  },
  'export-not-readable': {
    message: 'The file cannot be opened. {{fault}}',
    advice: 'Nothing was changed: your samples are kept.',
  },
  'export-closed': { message: 'The export is not open any more.', advice: 'Open it again.' },
  'export-foreign': {
    message: 'It is a zip, but no export of Inlay: bagit.txt or data/provenance.jsonl is missing.',
  },
  'export-later-version': {
    message: 'It was written by a later version ({{software}}) in a way that this one cannot read.',
  },
  'export-path-twice': { message: '{{path}} is there twice.' },
  'export-encrypted': { message: '{{path}} is encrypted.' },
  'export-file-missing': { message: '{{path}} is missing.' },
  'export-file-damaged': { message: '{{path}} is damaged.' },
  'export-file-too-large': { message: '{{path}} is too large to be read.' },
  'export-line-too-long': { message: '{{path}} has a line that is too long to be read.' },
  'export-line-unreadable': { message: '{{path}} has a line that this version cannot read.' },
  'export-file-unlisted': { message: '{{path}} is not in the manifest.' },
  'export-file-hash': { message: '{{path}} does not match its hash.' },
  'export-record-unlisted': { message: '{{path}} has a record, and is not in the manifest.' },
  'export-record-hash': { message: 'The record of {{path}} names another hash.' },
  'export-record-inside': { message: 'The record inside {{path}} is not the one in {{records}}.' },
  'export-record-recipe': { message: 'The record of {{id}} says something else than its recipe.' },
  'export-recipe-missing': { message: 'The recipe of {{id}} is not in recipe.json.' },
  'export-recipe-changed': { message: 'The recipe {{sha256}} in recipe.json was changed.' },
  'export-pixels': { message: 'The pixels of {{path}} are not those of its record.' },
  'export-mask': { message: '{{path}} shows another mask than its record.' },
  'export-rows': { message: '{{path}} lists other samples than {{records}}.' },
  'export-list-missing': { message: 'The record of {{id}} names a list of classes, and {{path}} is missing.' },
  'export-list-other': { message: 'The record of {{id}} names another list of classes than {{path}}.' },
  'export-class-unlisted': { message: '{{id}} is of the class {{class}}, which the list {{list}} does not have.' },
  'export-class': { message: '{{path}} gives {{id}} another class than its record.' },
  'export-zip-ambiguous': {
    message: 'Programs would read this zip differently: it has bytes or lists beside its own.',
  },
  'export-zip-twice': { message: 'The zip says two things of {{path}} ({{fact}}).' },
  'export-zip-gap': { message: 'The zip has bytes at {{path}} that belong to no file.' },
  'export-name-unseen': { message: 'The name {{path}} has signs that are not seen.' },
  'export-name-path': { message: '{{path}} is no plain path.' },
  'export-name-windows': { message: '{{path}} is a name that Windows takes for something else.' },
  'export-name-alike': { message: '{{path}} and {{other}} are one name on some systems.' },
  'export-payload-extra': { message: '{{path}} belongs to no record.' },
  'export-png-extra': { message: '{{path}} holds more than pixels, record and mark ({{fact}}).' },
  'export-says': { message: '{{path}} says of {{id}}, {{fact}}: {{said}} (by its record: {{meant}}).' },
  'export-set-says': { message: '{{path}} says, {{fact}}: {{said}} (as it follows from the rest: {{meant}}).' },
  'export-record-says': {
    message: 'The record of {{id}} says, {{fact}}: {{said}} (as it follows from the rest: {{meant}}).',
  },
  'export-dates': { message: '{{id}} was made on {{later}} and decided before that, on {{earlier}}.' },
  'export-fact-unknown': { message: '{{path}} says something that no export says: {{fact}}.' },
  'export-fact-missing': { message: '{{path}} does not say what every export says: {{fact}}.' },
  'export-line': { message: '{{path}} has a line that does not follow from the records: {{line}}' },
  'export-line-missing': { message: '{{path}} lacks a line that follows from the records: {{line}}' },
  'export-decision-missing': { message: '{{path}} lacks a decision on {{id}} that its record has.' },
  'export-decision-extra': { message: '{{path}} has a decision on {{id}} that its record has not.' },
  'export-signature-wrong': { message: '{{path}} is no signature of these files.' },
  'export-unchecked-outside': {
    message:
      'Pixels outside the mask cannot be checked here, samples: {{count}}. Their backgrounds are not here: {{ids}}.',
  },
  'export-unchecked-gate': {
    message: 'This version does not know the gate {{fact}}, so its results were not compared.',
  },
  'export-unchecked-evaluation': {
    message: '{{path}} tells of an evaluation, which cannot be computed from an export.',
  },
} as const;
