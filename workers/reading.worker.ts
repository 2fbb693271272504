/** Entry point of the reading worker. */
import { createReading } from '../src/data/reading';
import { serve } from './serve';

serve(createReading);
