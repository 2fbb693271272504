import type { Layout } from './layout';

export const milk10kLabels: Layout = {
  id: 'milk10k',
  name: 'MILK10k',
  source: 'https://challenge.isic-archive.com/data/#milk10k',
  header: 'lesion_id,AKIEC,BCC,BEN_OTH,BKL,DF,INF,MAL_OTH,MEL,NV,SCCKA,VASC',
  told: ['lesion_id', 'akiec', 'ben_oth', 'inf', 'mal_oth', 'sccka'],
  keys: [],
  labels: [],
  meanings: { sccka: 'SCC' },
};
