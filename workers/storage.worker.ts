/** Entry point of the storage worker. */
import { expose } from 'comlink';
import { z } from 'zod';
import { createStorage } from '../src/data/storage';
import { holdLivenessLock } from './livenessLock';

z.config({ jitless: true });
holdLivenessLock();
expose(createStorage());
