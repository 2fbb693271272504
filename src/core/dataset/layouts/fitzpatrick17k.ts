import type { Layout } from './layout';

export const fitzpatrick17k: Layout = {
  id: 'fitzpatrick17k',
  name: 'Fitzpatrick17k',
  source: 'https://github.com/mattgroh/fitzpatrick17k/blob/9865ce95b4b2035a1b311644ca00e028d1c4e74c/fitzpatrick17k.csv',
  header:
    'md5hash,fitzpatrick_scale,fitzpatrick_centaur,label,nine_partition_label,three_partition_label,qc,url,url_alphanum',
  told: ['md5hash', 'fitzpatrick_scale', 'label'],
  keys: ['md5hash'],
  labels: ['label'],
  meanings: {
    'nevocytic nevus': 'NV',
    'halo nevus': 'NV',
    'congenital nevus': 'NV',
    'superficial spreading melanoma ssm': 'MEL',
    'lentigo maligna': 'MEL',
    'solid cystic basal cell carcinoma': 'BCC',
  },
};
