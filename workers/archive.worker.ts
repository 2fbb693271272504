/** Entry point of the archive worker. */
import { createArchive } from '../src/data/archive';
import { serve } from './serve';

serve(createArchive);
