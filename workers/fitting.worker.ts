/** Entry point of the fitting worker. */
import { expose } from 'comlink';
import { z } from 'zod';
import { createFitting } from '../src/data/fitting/fitting';
import { holdLife } from './life';

z.config({ jitless: true });
holdLife();
expose(createFitting());
