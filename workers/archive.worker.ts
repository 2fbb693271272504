/** Entry point of the archive worker. */
import { expose } from 'comlink';
import { z } from 'zod';
import { createArchive } from '../src/data/archive';
import { holdLife } from './life';

z.config({ jitless: true });
holdLife();
expose(createArchive());
