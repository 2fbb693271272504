/** Entry point of the fitting worker. */
import { expose } from 'comlink';
import { z } from 'zod';
import { createFitting } from '../src/data/fitting/fitting';
import { holdLivenessLock } from './livenessLock';

z.config({ jitless: true });
holdLivenessLock();
expose(createFitting());
