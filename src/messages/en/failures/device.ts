/** Of the device, the workers, the network and the storage. */

const NEXT_DEVICE = 'The next device is tried.';

export const device = {
  cancelled: { message: 'Cancelled.', advice: 'What was finished before is kept.' },
  unexpected: { message: 'Something unexpected happened.', advice: 'What was saved is kept. Try again.' },
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
  'batch-stopped': { message: 'The batch stopped.', advice: 'What was finished is kept. Generate again.' },
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
  'kept-study-unreadable': {
    message: 'The reader study under way could not be read; it has to begin anew. Samples are kept.',
  },
  'kept-record-unreadable': { message: 'The record {{id}} could not be read and was set aside.' },
  'kept-background-unreadable': { message: 'The background {{id}} could not be read and was set aside.' },
  'kept-mask-damaged': {
    message:
      'The mask on {{name}} is not what was saved: what could not be read is left out. The skin itself is whole.',
    advice: 'Look at the mask before you use it, and paint what is missing.',
  },
  'kept-tags-unreadable': { message: 'The tags of {{id}} could not be read. The sample is whole.' },
  'kept-draft-unreadable': {
    message: 'The settings of the next plan could not be read; the usual ones are there again.',
  },
  'kept-decision-unreadable': {
    message: 'What was decided about {{id}} could not be read. The sample is whole.',
    advice: 'Decide again in Review.',
  },
  'kept-outline-unreadable': { message: 'The outline {{id}} could not be read and was set aside.' },
  'kept-own-class-unreadable': {
    message: 'What the model was shown or taught ({{id}}) could not be read and was set aside.',
  },
  'kept-bundle-unreadable': {
    message: 'The bundle {{id}} could not be read and was set aside; import it again.',
  },
} as const;
