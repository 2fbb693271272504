import type { Layout } from './layout';

export const derm7pt: Layout = {
  id: 'derm7pt',
  name: 'Derm7pt',
  source: 'https://github.com/jeremykawahara/derm7pt',
  header:
    'case_num,diagnosis,seven_point_score,pigment_network,streaks,pigmentation,regression_structures,dots_and_globules,blue_whitish_veil,vascular_structures,level_of_diagnostic_difficulty,elevation,location,sex,management,clinic,derm,case_id,notes',
  told: ['derm', 'clinic', 'diagnosis'],
  keys: ['derm', 'clinic'],
  labels: ['diagnosis'],
  fields: { lesion: ['case_num'] },
  meanings: {
    'clark nevus': 'NV',
    'combined nevus': 'NV',
    'congenital nevus': 'NV',
    'dermal nevus': 'NV',
    'recurrent nevus': 'NV',
    'reed or spitz nevus': 'NV',
    'melanoma in situ': 'MEL',
    'melanoma less than 0 76 mm': 'MEL',
    'melanoma 0 76 to 1 5 mm': 'MEL',
    'melanoma more than 1 5 mm': 'MEL',
    'melanoma metastasis': 'MEL',
  },
};
