import type { Layout } from './layout';

export const ham10000: Layout = {
  id: 'ham10000',
  name: 'HAM10000',
  source: 'https://doi.org/10.7910/DVN/DBW86T',
  header: 'lesion_id,image_id,dx,dx_type,age,sex,localization,dataset',
  told: ['lesion_id', 'dx'],
  keys: ['image_id'],
  labels: ['dx'],
};
