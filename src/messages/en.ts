/**
 * Every word of the screens, in English. Keys are grouped by screen; `{{name}}` is filled in, `{{n, thousands}}` as 25,331;
 * `_one` and `_other` are chosen by `count`; <1>…</1> are elements of the component that shows the message.
 */
export const en = {
  screens: {
    dataset: 'Dataset',
    compose: 'Compose',
    queue: 'Queue',
    review: 'Review',
    evaluate: 'Evaluate',
    export: 'Export',
    models: 'Models',
  },
  app: {
    screens: 'Screens',
    theme: 'Theme: {{theme}}',
    themes: { system: 'as the system', light: 'light', dark: 'dark' },
    language: 'Language',
    dismiss: 'Dismiss',
    close: 'Close',
    failed: 'This screen failed',
    failedLead: 'Masks, samples and decisions are saved as they are made: they are all kept.',
    reload: 'Reload the studio',
  },
  classes: {
    MEL: 'melanoma',
    NV: 'melanocytic nevus',
    BCC: 'basal cell carcinoma',
    AK: 'actinic keratosis',
    BKL: 'benign keratosis',
    DF: 'dermatofibroma',
    VASC: 'vascular lesion',
    SCC: 'squamous cell carcinoma',
    SKIN: 'healthy skin',
  },
  commands: {},
  compose: {},
  dataset: {},
  evaluate: {
    lead: 'Here the question “does the set help?” will be answered, with intervals and controls.',
    notBuilt: 'Not built yet',
    noClaim:
      'No claim is made that training on samples of this studio improves a classifier. In one small experiment with the shipped model it did not: no set with synthetic images read lesions better than real images alone, and the one that the gates had chosen read them worse (docs/results/benefit.md). What is measured about the model and its gates stands under <models>Models</models>.',
  },
  export: {},
  models: {},
  queue: {},
  review: {},
  state: {},
} as const;
