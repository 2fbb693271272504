/** Entry point of the dataset worker. */
import { expose } from 'comlink';
import { z } from 'zod';
import { createDataset } from '../src/data/dataset/dataset';
import { holdLife } from './life';

z.config({ jitless: true });
holdLife();
expose(createDataset());
