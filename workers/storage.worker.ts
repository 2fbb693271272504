/** Entry point of the storage worker. */
import { expose } from 'comlink';
import { z } from 'zod';
import { createStorage } from '../src/data/storage';
import { holdLife } from './life';

z.config({ jitless: true });
holdLife();
expose(createStorage());
