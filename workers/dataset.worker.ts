/** Entry point of the dataset worker. */
import { expose } from 'comlink';
import { z } from 'zod';
import { createDataset } from '../src/data/dataset/dataset';
import { holdLivenessLock } from './livenessLock';

z.config({ jitless: true });
holdLivenessLock();
expose(createDataset());
