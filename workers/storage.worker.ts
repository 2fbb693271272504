/** Entry point of the storage worker. */
import { expose } from 'comlink';
import { z } from 'zod';
import { createStorage } from '../src/data/storage';

z.config({ jitless: true });
expose(createStorage());
