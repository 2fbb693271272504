import type { Layout } from './layout';

export const isic2020: Layout = {
  id: 'isic-2020',
  name: 'ISIC 2020',
  source: 'https://challenge.isic-archive.com/data/#2020',
  header:
    'image_name,patient_id,lesion_id,sex,age_approx,anatom_site_general_challenge,diagnosis,benign_malignant,target',
  told: ['image_name', 'anatom_site_general_challenge', 'diagnosis', 'benign_malignant'],
  keys: ['image_name'],
  labels: ['diagnosis'],
};
