/**
 * What each failure says (src/contracts/failureParams.ts): what happened; then what was kept and what to do, where that is not said by another
 * failure in which this one stands.
 */
const KEPT = 'Nothing was changed: the bundle in use and your work are kept.';
const CORRECTED = 'Ask whoever made the bundle for a corrected one; your masks and samples are kept.';
const UNCHANGED = 'Nothing was changed; your work is kept.';
const SAMPLES_KEPT = 'Your samples are kept.';
const STATE_BELOW = 'Its state is in the line at the bottom; your mask is kept.';
const NEXT_DEVICE = 'The next device is tried.';
const SAMPLER_WANTED = 'Nothing was changed. Export the model again with one of {{known}} in their usual settings.';
const NAMES_WANTED =
  'Nothing was changed. Export the model with the names that Optimum gives; your masks and samples are kept.';
const MASK_FILE = 'Nothing was changed. Choose a COCO file, or an image of a mask: bright where the lesion is.';
const PLAN_FILE = 'Nothing was changed. Choose a file that "Save plan" has written.';
const INPAINTING = `Export an inpainting model, say one fine-tuned from stable-diffusion-inpainting. ${KEPT}`;
const PIPELINES = `The studio runs {{known}}. ${KEPT}`;

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
  input: 'input',
  output: 'output',
} as const;

export const failures = {
  cancelled: { message: 'Cancelled.', advice: 'What was finished before is kept.' },
  unexpected: { message: 'Something unexpected happened.', advice: 'What was saved is kept. Try again.' },

  'bundle-hash-mismatch': {
    message: "{{path}} is not the file that the bundle's manifest describes.",
    advice: `Its hash differs: it may be damaged or changed. ${KEPT}`,
  },
  'bundle-file-missing': {
    message: 'The bundle lacks {{path}}.',
    advice: `Import a complete bundle. ${KEPT}`,
  },
  'bundle-part-missing': {
    message: 'The bundle lacks {{path}}.',
    advice: `Export the whole pipeline and import its folder again. ${KEPT}`,
  },
  'bundle-tokenizer-missing': {
    message: 'The bundle lacks {{path}} (or vocab.json and merges.txt beside it).',
    advice: `Export the whole pipeline and import its folder again. ${KEPT}`,
  },
  'bundle-graph-undescribed': {
    message: 'The manifest does not describe {{path}}.',
    advice: `Import a complete bundle. ${KEPT}`,
  },
  'bundle-manifest-missing': {
    message: 'There is no manifest.json: this is not a whole bundle.',
    advice: KEPT,
  },
  'bundle-index-missing': {
    message: 'There is neither manifest.json nor model_index.json: this is not a bundle.',
    advice: `Choose the folder that holds one of them. ${KEPT}`,
  },
  'bundle-json-invalid': { message: '{{path}} is not JSON.', advice: `The file may be damaged. ${KEPT}` },
  'bundle-json-unfit': { message: '{{path}} does not fit: {{where}}: {{fault}}.', advice: KEPT },
  'bundle-not-readable': { message: 'The bundle could not be read.', advice: KEPT },
  'bundle-unsafe-archive': {
    message: '{{fault}}',
    advice: 'Nothing was imported. Ask for another copy of the bundle.',
  },
  'bundle-too-large': {
    message: 'The zip unpacks to more than {{most}} GiB.',
    advice: 'Nothing was imported. Ask for another copy of the bundle.',
  },
  'bundle-file-too-large': {
    message: '{{path}} has {{gigabytes}} GB, and a browser holds 2 GB in one piece.',
    advice: `Export the model in half precision (fp16). ${KEPT}`,
  },
  'bundle-not-kept': { message: 'The bundle {{id}} is not kept here any more.', advice: 'Import it again.' },
  'bundle-not-saved': {
    message: '{{fault}}',
    advice:
      'The bundle works until the studio is closed. Everything saved before is kept; free some space, then import it again.',
  },
  'bundle-pipeline-unknown': { message: 'A {{name}} cannot run here.', advice: PIPELINES },
  'bundle-pipeline-whole-images': {
    message: 'A {{name}} cannot run here: it makes whole images and does not inpaint.',
    advice: PIPELINES,
  },
  'bundle-classes-unnamed': {
    message: 'The U-Net knows {{found}} classes, and nothing says which they are.',
    advice: `Without a manifest.json it has to be 9 ({{codes}}, then the null class) or 10 (with SKIN before the null class). ${KEPT}`,
  },
  'bundle-classes-missing': {
    message: '{{path}} has no num_class_embeds: the model knows no classes.',
    advice: `Export a model that was trained with classes and a null class. ${KEPT}`,
  },
  'bundle-channels': {
    message:
      'The U-Net takes {{found}} channels and not {{wanted}} (noise, mask, masked image): that is not an inpainting model of the kind that is known here.',
    advice: INPAINTING,
  },
  'bundle-channels-whole-images': {
    message:
      'The U-Net takes {{found}} channels and not {{wanted}} (noise, mask, masked image): it makes whole images and does not inpaint.',
    advice: INPAINTING,
  },
  'bundle-block-channels': {
    message:
      'The U-Net takes {{taken}} channels and gives {{given}}, and the transform wants {{wantedIn}} and {{wantedOut}}.',
    advice: CORRECTED,
  },
  'bundle-vectors-unreadable': { message: '{{path}} cannot be read.', advice: CORRECTED },
  'bundle-vectors-length': {
    message: '{{path}} holds {{rows}} vectors of {{columns}} numbers; the U-Net wants {{wanted}}.',
    advice: CORRECTED,
  },
  'bundle-vectors-few': {
    message: 'The manifest names class {{highest}}, but there are only {{vectors}} vectors.',
    advice: CORRECTED,
  },
  'bundle-embedding-small': {
    message: 'The manifest names class {{highest}}, but the U-Net has only {{rows}} (num_class_embeds).',
    advice: CORRECTED,
  },
  'bundle-size-blocks': {
    message: 'The native size is {{sizePx}} px, and {{blocks}} blocks of {{blockPx}} px are {{wantedPx}}.',
    advice: CORRECTED,
  },
  'bundle-size-factor': {
    message: "The native size of {{sizePx}} px is no multiple of the autoencoder's {{factor}}.",
    advice: CORRECTED,
  },
  'bundle-tokenizer-unreadable': {
    message: 'The tokenizer of the bundle cannot be read.',
    advice: 'Nothing was changed. Export the tokenizer again; the bundle in use is kept.',
  },
  'bundle-sampler-unnamed': {
    message: 'scheduler/scheduler_config.json names no sampler (_class_name).',
    advice: SAMPLER_WANTED,
  },
  'bundle-sampler-unknown': {
    message: 'The bundle asks for the sampler {{name}}, which is not known here.',
    advice: SAMPLER_WANTED,
  },
  'bundle-sampler-setting': {
    message: 'The sampler {{name}} has a setting that is not known here: {{setting}}.',
    advice: SAMPLER_WANTED,
  },
  'bundle-scheduler-unfit': {
    message: 'The bundle asks for a sampler that is not known here.',
    advice: 'Choose another bundle; your work is kept.',
  },
  'bundle-graph-invalid': {
    message: 'The graph {{path}} cannot be loaded.',
    advice: 'The file may be damaged. Import the bundle again; your masks and samples are kept.',
  },
  'bundle-port-missing': {
    message: 'The graph {{path}} does not fit its manifest: it has no $t(parts.{{kind}}) {{name}}.',
    advice: CORRECTED,
  },
  'bundle-port-type': {
    message: 'The graph {{path}} does not fit its manifest: its $t(parts.{{kind}}) {{name}} is not {{type}}.',
    advice: CORRECTED,
  },
  'bundle-port-shape': {
    message:
      'The graph {{path}} does not fit its manifest: its $t(parts.{{kind}}) {{name}} has shape [{{found}}] and not [{{wanted}}].',
    advice: CORRECTED,
  },
  'bundle-input-missing': {
    message: 'The graph {{path}} has no input {{name}} (it has {{found}}).',
    advice: NAMES_WANTED,
  },
  'bundle-input-unknown': {
    message: 'The graph {{path}} wants an input {{name}}, which is not known here.',
    advice: NAMES_WANTED,
  },
  'bundle-input-type': {
    message: 'The graph {{path}} takes {{name}} as {{type}}, which cannot be fed.',
    advice: NAMES_WANTED,
  },
  'bundle-output-missing': {
    message: 'The graph {{path}} has no output {{name}} (it has {{found}}).',
    advice: NAMES_WANTED,
  },
  'bundle-output-type': {
    message: 'The graph {{path}} gives {{name}} as {{type}}, which cannot be read.',
    advice: NAMES_WANTED,
  },
  'bundle-reference-unreadable': {
    message: 'The real images that the gates of this bundle compare with cannot be read.',
    advice: 'Import the bundle again; your work is kept.',
  },
  'bundle-class-unknown': { message: 'The bundle does not know the class {{class}}.', advice: 'Choose another class.' },
  'bundle-student-missing': { message: 'The bundle has no fast sampler.', advice: 'Choose the full sampler.' },
  'bundle-student-other': {
    message: "The bundle's fast sampler runs {{steps}} steps at guidance {{guidance}}, and the recipe asks for others.",
    advice: 'Use the full sampler, or these numbers.',
  },
  'bundle-sampler-away': {
    message: 'Samples of this bundle cannot be led away from a class.',
    advice: 'Leave that out of the recipe.',
  },
  'bundle-sampler-strength': {
    message: 'Samples of this bundle cannot begin with a real image.',
    advice: 'Leave that out of the recipe.',
  },
  'bundle-encoder-missing': {
    message: 'The bundle has no encoder to describe images with.',
    advice: 'Choose another bundle.',
  },
  'bundle-skin-class-missing': {
    message: 'The bundle in use cannot paint lesions away: it has no class SKIN.',
    advice: 'Choose another bundle on the Models screen.',
  },

  'misfit-type': { message: '{{expected}} is expected' },
  'misfit-value': { message: 'one of {{values}} is expected' },
  'misfit-small': { message: 'at least {{least}} is expected' },
  'misfit-large': { message: 'at most {{most}} is expected' },
  'misfit-keys': { message: '{{keys}} is not known here' },
  'misfit-other': { message: 'something else is expected' },
  'rule-attempts': { message: 'attempts: fewer than the samples that are wanted' },
  'rule-counterparts': { message: 'counterparts: more than the samples that are wanted' },
  'rule-class-code': {
    message: 'a class has 1 to 40 letters, digits, spaces, points, hyphens or underscores, a letter or digit first',
  },
  'rule-class-reserved': { message: 'SKIN, UNK and image are names of other things than classes of lesions' },
  'rule-class-twice': { message: 'a class is named twice' },
  'rule-scene': { message: 'skin: a background has no lesion to paint over' },
  'rule-lesion': { message: 'classes: there is no lesion of a class to paint over' },
  'rule-graphs': { message: 'at least one graph' },
  'rule-square': { message: 'a square' },

  'zip-damaged': { message: 'It is not a zip, or it is damaged.' },
  'zip-encrypted': { message: 'The zip is encrypted.' },
  'zip-path-outside': { message: 'The zip holds a path that leads out of it ({{path}}).' },
  'zip-path-twice': { message: 'The zip holds {{path}} twice.' },
  'zip-too-many-files': { message: 'The zip holds more than {{most, thousands}} files.' },

  'device-unavailable': {
    message: 'No device here can run the model. {{tried}}',
    advice: 'Painting, review and export still work.',
  },
  'device-left-webgpu': { message: 'WebGPU: {{fault}}' },
  'device-left-wasm': {
    message_one: 'WASM, {{count}} thread: {{fault}}',
    message_other: 'WASM, {{count}} threads: {{fault}}',
  },
  'device-no-bundle': { message: 'No bundle is chosen.' },
  'device-no-webgpu': { message: 'This browser has no WebGPU.', advice: NEXT_DEVICE },
  'device-no-adapter': { message: 'The browser offers no WebGPU adapter.', advice: NEXT_DEVICE },
  'device-no-threads': {
    message: 'The page is not isolated from other origins, so WASM has no threads here.',
    advice: NEXT_DEVICE,
  },
  'device-software-only': {
    message: 'The browser offers only a software adapter ({{name}}), which is slower than WASM.',
    advice: NEXT_DEVICE,
  },
  'device-refuses-model': { message: 'The model does not run on this device.', advice: NEXT_DEVICE },
  'device-wrong-numbers': {
    message: 'This device computes wrong numbers: one step differs by {{difference}} from the reference.',
    advice: `It is not used. ${NEXT_DEVICE}`,
  },
  'device-not-finite-trial': {
    message: 'This device gives numbers that are not finite for this model.',
    advice: `It is not used. ${NEXT_DEVICE}`,
  },
  'device-not-finite': {
    message: 'The device gave numbers that are not finite.',
    advice: 'The sample is started again.',
  },
  'device-lost': {
    message: 'The graphics device was lost.',
    advice: 'The sample is started again on a fresh device.',
  },
  'device-not-ready': {
    message: 'No device is ready yet.',
    advice: 'Wait until the model is loaded, then try again.',
  },
  'worker-died': {
    message: 'The {{worker}} worker stopped.',
    advice: 'What was saved is kept; it is started again when needed.',
  },
  'worker-silent': { message: 'The {{worker}} worker could not answer.', advice: 'Try again; your work is kept.' },
  'worker-empty': {
    message: 'The model is not loaded any more.',
    advice: 'It is loaded again; your work is kept.',
  },
  'work-restarted': {
    message:
      '{{fault}} The $t(parts.{{work}}) is started again on a fresh worker on the same device; nothing was lost.',
  },
  'work-moved': {
    message: '{{fault}} The $t(parts.{{work}}) is started again on the next device; nothing was lost.',
  },
  'network-unavailable': {
    message: 'The model could not be loaded: there is no connection.',
    advice: 'Connect once; after that the studio works offline. Your work is kept.',
  },
  'page-file-missing': {
    message: 'The studio does not work offline yet: the server lacks {{path}}.',
    advice: 'It is tried again at the next visit. Your work is kept.',
  },
  'page-file-differs': {
    message: 'The studio does not work offline yet: {{path}} on the server is of another version.',
    advice: 'The server may be in the middle of an update; it is tried again at the next visit. Your work is kept.',
  },
  'page-not-kept': {
    message: 'The studio does not work offline yet: the browser has no storage left for it.',
    advice: 'Free some space and reload the page. Your work is kept.',
  },

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
  'lesion-not-found': {
    message: 'No lesion is seen in the image.',
    advice: 'Give its outline, or leave the image out.',
  },
  'outlines-none': { message: 'There is no outline in the file. {{problems}}', advice: MASK_FILE },
  'outlines-not-json': { message: 'The file looks like JSON, but cannot be read as JSON.', advice: MASK_FILE },
  'outline-image-flat': { message: 'The image is all dark or all bright.' },
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
  'coco-runs-damaged': { message: 'its packed run lengths are damaged' },
  'coco-runs-length': { message: 'its runs cover {{found}} pixels and its image has {{wanted}}' },
  'coco-mask-empty': { message: 'its mask is empty' },
  'coco-mask-full': { message: 'its mask covers the whole image' },

  'dataset-empty': {
    message: 'There is no image in {{name}}.',
    advice:
      'Nothing was changed. Choose the folder or the zip that holds the images; PNG, JPEG, WebP, AVIF, BMP and GIF are read.',
  },
  'dataset-not-readable': {
    message: 'The data set could not be read.',
    advice: 'Nothing was changed. Look whether the folder or the zip is still there, then open it again.',
  },
  'dataset-not-reached': {
    message: 'The files of the data set cannot be reached.',
    advice: 'Open the data set again.',
  },
  'dataset-too-many-files': {
    message: 'The folder holds more than {{most, thousands}} files.',
    advice: 'Choose the folder of the data set itself.',
  },
  'dataset-unsafe-archive': {
    message: '{{fault}}',
    advice: 'Nothing was opened. Unpack it and open the folder, or ask for another copy.',
  },
  'dataset-file-missing': { message: '{{path}} could not be read.', advice: 'The other images are there.' },
  'dataset-permission': {
    message: 'The browser no longer allows the studio to read the data set.',
    advice: 'What was scanned of it is kept. Press “Allow again” to go on.',
  },
  'dataset-busy': {
    message: 'A data set is open in another tab of the studio.',
    advice: 'Nothing was changed. Close the other tab, then open the data set here.',
  },
  'thumbnail-missing': { message: 'The thumbnail is not made yet.' },
  'fit-too-few': {
    message: 'Fewer than {{least}} images of the data set show a lesion of a known class.',
    advice: 'Samples are compared as before.',
  },
  'fit-damaged': {
    message: 'The descriptions of the data set were damaged and are thrown away.',
    advice: 'Fit again: they are made anew. Samples are compared as before.',
  },
  'fit-other-bundle': {
    message: 'What was fitted on your data set does not belong to this bundle.',
    advice: 'The gates compare as before. Fit again on your data set.',
  },
  'evaluate-no-labels': {
    message: 'No real image has a class that the studio knows.',
    advice: `Open a data set with labels on the Dataset screen. ${SAMPLES_KEPT}`,
  },
  'evaluate-one-class': {
    message: 'All real images are of one class.',
    advice: 'A classifier needs at least two. Open a data set with more classes; your samples are kept.',
  },
  'evaluate-few-lesions': {
    message: 'Fewer than two classes have {{least}} lesions.',
    advice: 'A classifier cannot be read on fewer. Open a larger data set; your samples are kept.',
  },
  'evaluate-no-samples': {
    message: 'No sample of a class of the data set is accepted.',
    advice: 'Accept some in Review, then evaluate.',
  },
  'evaluate-same-image': {
    message: 'All accepted samples are the same image.',
    advice: 'Accept different ones in Review, then evaluate.',
  },
  'evaluate-other-encoder': {
    message: 'Real images and samples were described by two encoders.',
    advice: 'Load the page again, then evaluate: they are described anew.',
  },

  'model-not-ready': { message: 'The model is not ready.', advice: STATE_BELOW },
  'model-not-loaded': {
    message: 'The model is not loaded yet.',
    advice: 'The plan can be started when it is.',
  },
  'sample-not-made': {
    message: 'The sample could not be made.',
    advice: 'Generate again; everything else is kept.',
  },
  'sample-student-missing': {
    message: 'The sample was made with a fast sampler, and {{name}} has none.',
    advice: 'Choose the bundle that made it on the Models screen, or generate with the full sampler.',
  },
  'sample-chain-long': {
    message: 'The sample is the end of a chain of {{most}} times "more like this", and a record holds no longer one.',
    advice: 'Ask for more like an earlier one of them.',
  },
  'sample-exists': {
    message: '{{id}} is there already: somebody composed it.',
    advice: 'The candidate is passed over.',
  },
  'batch-stopped': { message: 'The batch stopped.', advice: 'What was finished is kept. Generate again.' },
  'compose-no-background': {
    message: 'There is no background yet.',
    advice: 'Choose skin on the left, or open an image of your own.',
  },
  'background-missing': {
    message: 'The background {{id}} is not here.',
    advice:
      'Open the image again on the Dataset or the Compose screen, then press Resume. Or make a plan with the skin that is here.',
  },
  'plan-no-background': {
    message: 'There is no skin for the plan.',
    advice: 'Let in the skin that ships with the studio, or find some in your data set.',
  },
  'plan-no-outline': {
    message: 'There is no outline in the library.',
    advice: 'Take outlines from your data set or from files, or let the model draw them.',
  },
  'plan-no-class': {
    message: 'No class wants any sample.',
    advice: 'Choose another target, or type a number beside a class.',
  },
  'plan-no-lesion': {
    message: 'There is no lesion to paint over of {{classes}}.',
    advice: 'Take lesions of these classes from your data set, under Skin, or set their numbers to 0.',
  },
  'plan-dataset-not-scanned': {
    message: 'The studio still scans the images of your data set, and the lesions to paint over are taken from them.',
    advice: 'The plan can be started when that is done. It can start now in other skin.',
  },
  'plan-other-background': {
    message:
      'In your training images of {{classes}} no lesion was found that can be painted over, so the plan stands in other skin now.',
    advice: 'Press Start for that, or set their numbers to 0 to paint over lesions of the others.',
  },
  'plan-lesions-stopped': {
    message: 'The lesions to paint over were not all taken.',
    advice: 'Those that were are kept. Press Start to go on with them.',
  },
  'plan-other-bundle': {
    message: 'The plan is for the bundle {{id}} {{version}}, and another one is in use.',
    advice: 'Choose it on the Models screen and press Resume, or start a plan for the bundle in use.',
  },
  'plan-unfit': {
    message: 'This is not a plan that the studio can read ({{where}}: {{fault}}).',
    advice: PLAN_FILE,
  },
  'plan-not-json': { message: 'This file is not a plan: it is not JSON.', advice: PLAN_FILE },
  'queue-stopped': { message: 'The queue stopped.', advice: 'Everything is kept. Press Resume to go on.' },
  'queue-samples-unread': {
    message: 'The samples that are kept could not be read, so it is not known what is still wanted.',
    advice: 'The queue waits. Reload the page to try again.',
  },
  'queue-quota': {
    message: '{{percent}} % of the quota that the browser gives the studio is used.',
    advice:
      'The queue has paused, and everything is kept. Export and remove samples, or free some space on the disk, then press Resume.',
  },
  'replay-not-ready': { message: 'The model is not ready.', advice: 'Its state is in the line at the bottom.' },
  'replay-other-bundle': {
    message: '{{id}} was made with the bundle {{bundle}} {{version}}, and another one is in use.',
    advice: 'Choose it on the Models screen, then replay.',
  },
  'replay-no-skin': {
    message: 'The skin {{skin}} that {{id}} stands in is not here.',
    advice: 'Open its image on the Compose screen, then replay.',
  },

  'storage-full': {
    message: 'There is no storage left on this device for $t(things.{{what}}).',
    advice: 'Everything saved before is kept. Export and remove samples, or free some space, then try again.',
  },
  'storage-failed': {
    message: 'The browser could not save or read $t(things.{{what}}).',
    advice: 'What was saved before is kept; try again.',
  },
  'store-insecure': {
    message: 'This page came over plain http under a name, so the browser gives it no storage: nothing could be kept.',
    advice: 'Open it over https, or on this computer as http://localhost. The command line works without a browser.',
  },
  'store-forbidden': {
    message: 'This window does not let the studio store anything, as private windows do.',
    advice:
      'Open it in a normal window, or allow this page to store data in the settings of the browser. The command line works without a browser.',
  },
  'store-silent': {
    message: 'The storage of the browser does not answer.',
    advice:
      'Close other tabs of the studio and load this page again; if that does not help, start the browser anew. What was kept is untouched.',
  },
  'store-browser-old': {
    message: 'This browser has no storage for files that the studio could use.',
    advice: 'Use a current version of Chrome, Edge, Firefox or Safari. The command line works without a browser.',
  },
  'store-earlier-tab': {
    message: 'Inlay is open in another tab in an earlier version.',
    advice: 'Close that tab, then load this page again. Everything saved is kept.',
  },
  'project-not-readable': {
    message: 'This file is no project that can be read. {{fault}}',
    advice: 'Nothing was changed. Choose a file that was saved from the list of projects.',
  },
  'storage-unmeasured': { message: 'The browser does not say how much storage is left.' },
  'kept-compose-unreadable': {
    message: 'The last state of the Compose screen could not be read; it starts afresh. Samples are kept.',
  },
  'kept-selection-unreadable': {
    message: 'The last rule of selection could not be read; the usual one is there again. Decisions are kept.',
  },
  'kept-classes-unreadable': {
    message: 'The list of your own classes could not be read; the classes of ISIC 2019 are used. Samples are kept.',
    advice: 'Make them anew on the Data set screen.',
  },
  'class-list-full': {
    message: 'A project has {{most}} classes at most. None was added.',
    advice: 'Choose another source of the labels, or give several labels one class.',
  },
  'class-code-unfit': {
    message: '“{{code}}” cannot be the code of a class: it stays as it was.',
    advice: 'Take 1 to 40 letters, digits, spaces, points, hyphens or underscores, and a name.',
  },
  'class-code-taken': { message: 'There is a class {{code}} already.', advice: 'Choose another code.' },
  'class-has-samples': {
    message: 'There are samples of {{code}}, so the class stays as it is.',
    advice: 'Remove its samples in Review first.',
  },
  'class-in-queue': {
    message: 'The queue makes samples of {{code}}, so the class stays as it is.',
    advice: 'Take it out of the queue first.',
  },
  'kept-study-unreadable': {
    message: 'The reader study under way could not be read; it has to begin anew. Samples are kept.',
  },
  'tag-unfit': {
    message: 'A tag has {{most}} characters at most. None was added.',
    advice: 'Take a shorter one; a comma stands between several.',
  },
  'tags-too-many': {
    message: 'A sample has {{most}} tags at most. None was added.',
    advice: 'Take other tags of the sample away first.',
  },
  'kept-record-unreadable': { message: 'The record {{id}} could not be read and was set aside.' },
  'sample-damaged': {
    message: 'The image of {{id}} is not what was saved; it was set aside. Its record is whole.',
    advice: 'Make it again on the Review screen: the record says how.',
  },
  'sample-other-pixels': {
    message: '{{id}} was made again, and its pixels are not those of its record: another device gives others.',
    advice: 'The sample stays set aside. Use the device that made it, or remove it.',
  },
  'kept-background-unreadable': { message: 'The background {{id}} could not be read and was set aside.' },
  'kept-mask-damaged': {
    message:
      'The mask on {{name}} is not what was saved: what could not be read is left out. The skin itself is whole.',
    advice: 'Look at the mask before you use it, and paint what is missing.',
  },
  'kept-outline-unreadable': { message: 'The outline {{id}} could not be read and was set aside.' },
  'kept-bundle-unreadable': {
    message: 'The bundle {{id}} could not be read and was set aside; import it again.',
  },
  'shipped-skin-missing': {
    message:
      'The skin that ships with the studio could not be loaded; open an image of your own, or reload when connected.',
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
  'export-annotations': { message: '{{path}} has another number of annotations.' },
} as const;
