import type { Layout } from './layout';

export const ddi: Layout = {
  id: 'ddi',
  name: 'DDI',
  source:
    'https://github.com/ranlinsheng/Skin-Disease-Classification-Model/blob/168e7707efb52623eaa6e55e3dd60a104cb47dee/ddi_metadata.csv',
  header: ',DDI_ID,DDI_file,skin_tone,malignant,disease',
  told: ['ddi_file', 'disease'],
  keys: ['ddi_file'],
  labels: ['disease'],
  meanings: {
    'melanoma acral lentiginous': 'MEL',
    'nodular melanoma': 'MEL',
    'basal cell carcinoma superficial': 'BCC',
    'basal cell carcinoma nodular': 'BCC',
    'squamous cell carcinoma keratoacanthoma': 'SCC',
    'pigmented spindle cell nevus of reed': 'NV',
    'dysplastic nevus': 'NV',
  },
};
