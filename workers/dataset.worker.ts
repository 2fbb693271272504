/** Entry point of the dataset worker. */
import { createDataset } from '../src/data/dataset/dataset';
import { serve } from './serve';

serve(createDataset);
