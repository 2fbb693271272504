/** Entry point of the storage worker. */
import { createStorage } from '../src/data/storage';
import { serve } from './serve';

serve(createStorage);
