import type { Layout } from './layout';

export const isic2018: Layout = {
  id: 'isic-2018',
  name: 'ISIC 2018 Task 3',
  source: 'https://challenge.isic-archive.com/data/#2018',
  header: 'image,MEL,NV,BCC,AKIEC,BKL,DF,VASC',
  told: ['image', 'mel', 'nv', 'bcc', 'akiec', 'bkl', 'df', 'vasc'],
  keys: ['image'],
  labels: [],
};
