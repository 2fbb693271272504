/** Entry point of the fitting worker. */
import { createFitting } from '../src/data/fitting/fitting';
import { serve } from './serve';

serve(createFitting);
