/** Entry point of the evaluation worker. */
import { createEvaluation } from '../src/data/evaluation';
import { serve } from './serve';

serve(createEvaluation);
