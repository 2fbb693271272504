/** Words of the screens other than Compose: they are loaded after those of ./index.ts. */
import { coverage } from './coverage';
import { dataset } from './dataset';
import { evaluate } from './evaluate';
import { exporting } from './exporting';
import { learnt } from './learnt';
import { map } from './map';
import { models } from './models';
import { queue } from './queue';
import { review } from './review';

export const screens = { coverage, dataset, evaluate, export: exporting, learnt, map, models, queue, review } as const;
