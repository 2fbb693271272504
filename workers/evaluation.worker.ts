/** Entry point of the evaluation worker. */
import { expose } from 'comlink';
import { z } from 'zod';
import { createEvaluation } from '../src/data/evaluation';
import { holdLife } from './life';

z.config({ jitless: true });
holdLife();
expose(createEvaluation());
