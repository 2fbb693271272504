import type { Layout } from './layout';

export const isic2019: Layout = {
  id: 'isic-2019',
  name: 'ISIC 2019',
  source: 'https://challenge.isic-archive.com/data/#2019',
  header: 'image,MEL,NV,BCC,AK,BKL,DF,VASC,SCC,UNK,score_weight,validation_weight',
  told: ['image', 'mel', 'nv', 'bcc', 'ak', 'bkl', 'df', 'vasc', 'scc'],
  keys: ['image'],
  labels: [],
};
