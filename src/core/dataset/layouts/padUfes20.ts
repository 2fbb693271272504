import type { Layout } from './layout';

export const padUfes20: Layout = {
  id: 'pad-ufes-20',
  name: 'PAD-UFES-20',
  source: 'https://doi.org/10.17632/zr7vgbcyr2.1',
  header:
    'patient_id,lesion_id,smoke,drink,background_father,background_mother,age,pesticide,gender,skin_cancer_history,cancer_history,has_piped_water,has_sewage_system,fitspatrick,region,diameter_1,diameter_2,diagnostic,itch,grew,hurt,changed,bleed,elevation,img_id,biopsed',
  told: ['img_id', 'diagnostic', 'fitspatrick'],
  keys: ['img_id'],
  labels: ['diagnostic'],
  meanings: { ack: 'AK', nev: 'NV', sek: 'BKL', bod: 'SCC' },
};
