/** Entry point of the evaluation worker. */
import { expose } from 'comlink';
import { z } from 'zod';
import { createEvaluation } from '../src/data/evaluation';
import { holdLivenessLock } from './livenessLock';

z.config({ jitless: true });
holdLivenessLock();
expose(createEvaluation());
