/** Entry point of the projects worker. */
import { createProjects } from '../src/data/projects';
import { serve } from './serve';

serve(createProjects);
