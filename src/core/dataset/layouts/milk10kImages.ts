import type { Layout } from './layout';

export const milk10kImages: Layout = {
  id: 'milk10k',
  name: 'MILK10k',
  source: 'https://challenge.isic-archive.com/data/#milk10k',
  header:
    'lesion_id,image_type,isic_id,attribution,copyright_license,image_manipulation,age_approx,sex,skin_tone_class,site,MONET_ulceration_crust,MONET_hair,MONET_vasculature_vessels,MONET_erythema,MONET_pigmented,MONET_gel_water_drop_fluid_dermoscopy_liquid,MONET_skin_markings_pen_ink_purple_pen',
  told: ['lesion_id', 'isic_id', 'monet_hair'],
  keys: ['isic_id'],
  labels: [],
};
