import type { Layout } from './layout';

export const huggingFace: Layout = {
  id: 'hf-imagefolder',
  name: 'Hugging Face imagefolder',
  source: 'https://huggingface.co/docs/datasets/image_dataset',
  header: 'file_name,label',
  told: ['file_name'],
  file: /^(.*[_-])?metadata\.(csv|jsonl|ndjson)$/i,
  keys: ['file_name'],
  labels: ['label', 'labels', 'dx', 'class', 'diagnosis', 'target', 'category'],
};
