/** Entry point of the archive worker. */
import { expose } from 'comlink';
import { z } from 'zod';
import { createArchive } from '../src/data/archive';

z.config({ jitless: true });
expose(createArchive());
