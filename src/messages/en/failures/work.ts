/** Of data sets, classes, plans, samples, gates and evaluations. */

const SAMPLES_KEPT = 'Your samples are kept.';
const PLAN_FILE = 'Nothing was changed. Choose a file that "Save plan" has written.';

export const work = {
  'rule-attempts': { message: 'attempts: fewer than the samples that are wanted' },
  'rule-candidates': { message: 'attempts: more than 250,000 candidates in all' },
  'rule-mask-size': {
    message: 'a mask of more than 64 million pixels, of a longer side or of more runs than can be read',
  },
  'rule-runs': { message: 'the runs of a mask do not add up to its size' },
  'rule-counterparts': { message: 'counterparts: more than the samples that are wanted' },
  'rule-class-code': {
    message: 'a class has 1 to 40 letters, digits, spaces, points, hyphens or underscores, a letter or digit first',
  },
  'rule-class-reserved': { message: 'SKIN, UNK and image are names of other things than classes of lesions' },
  'rule-class-twice': { message: 'a class is named twice' },
  'rule-repaint': { message: 'repaint: it goes with masks from lesions alone' },
  'rule-falling': { message: 'repaint: the last strength is above the first' },
  'rule-scene': { message: 'skin: a background has no lesion to paint over' },
  'rule-lesion': { message: 'classes: there is no lesion of a class to paint over' },
  'rule-graphs': { message: 'at least one graph' },
  'rule-square': { message: 'a square' },
  'lesion-not-found': {
    message: 'No lesion is seen in the image.',
    advice: 'Give its outline, or leave the image out.',
  },
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
  'map-too-few': {
    message: 'A map needs at least {{least}} real images or samples of a class of the project.',
    advice: 'Open a data set, or make more samples.',
  },
  'map-damaged': {
    message: 'Some descriptions of images are damaged, so no map was drawn.',
    advice: 'Your samples are kept. Fit the gates on the Dataset screen: what is damaged is described anew.',
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
  'sample-on-held-out': {
    message: '{{id}} stands on skin of an image that is not for training, or is not known any more.',
  },
  'sample-exists': {
    message: '{{id}} is there already: somebody composed it.',
    advice: 'The candidate is passed over.',
  },
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
  'plan-no-skin-like-it': {
    message: 'There is no skin of this tone and hair for the plan.',
    advice: 'Open the data set, so that some can be cut out of it, or let all skin in.',
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
  'tag-unfit': {
    message: 'A tag has {{most}} characters at most. None was added.',
    advice: 'Take a shorter one; a comma stands between several.',
  },
  'tags-too-many': {
    message: 'A sample has {{most}} tags at most. None was added.',
    advice: 'Take other tags of the sample away first.',
  },
  'sample-damaged': {
    message: 'The image of {{id}} is not what was saved; it was set aside. Its record is whole.',
    advice: 'Make it again on the Review screen: the record says how.',
  },
  'sample-other-pixels': {
    message: '{{id}} was made again, and its pixels are not those of its record: another device gives others.',
    advice: 'The sample stays set aside. Use the device that made it, or remove it.',
  },
  'shipped-skin-missing': {
    message:
      'The skin that ships with the studio could not be loaded; open an image of your own, or reload when connected.',
  },
} as const;
