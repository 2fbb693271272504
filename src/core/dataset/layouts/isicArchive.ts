import type { Layout } from './layout';

export const isicArchive: Layout = {
  id: 'isic-archive',
  name: 'ISIC Archive',
  source: 'https://github.com/ImageMarkup/isic-cli',
  header:
    'isic_id,attribution,copyright_license,age_approx,anatom_site_general,anatom_site_special,clin_size_long_diam_mm,concomitant_biopsy,dermoscopic_type,diagnosis,diagnosis_1,diagnosis_2,diagnosis_3,diagnosis_4,diagnosis_5,diagnosis_confirm_type,family_hx_mm,fitzpatrick_skin_type,image_type,lesion_id,mel_class,mel_mitotic_index,mel_thick_mm,mel_type,mel_ulcer,melanocytic,nevus_type,patient_id,personal_hx_mm,sex',
  told: ['isic_id', ['diagnosis_1', 'attribution']],
  keys: ['isic_id'],
  labels: ['diagnosis_5', 'diagnosis_4', 'diagnosis_3', 'diagnosis_2', 'diagnosis', 'diagnosis_1'],
};
