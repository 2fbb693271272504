/** Entry point of the archive worker. */
import { expose } from 'comlink';
import { z } from 'zod';
import { createArchive } from '../src/data/archive';
import { holdLivenessLock } from './livenessLock';

z.config({ jitless: true });
holdLivenessLock();
expose(createArchive());
