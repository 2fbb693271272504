/** The batch in work, as this tab remembers it: a reload goes on with it. Its recipes say all that is needed. */
import * as z from 'zod/mini';
import { recipeSchema, type Recipe } from '../../contracts/recipe';
import type { StudioDependencies } from '../base/dependencies';

const batchSchema = z.array(recipeSchema).check(z.minLength(1));

export function rememberUnfinished({ memory, projectId }: Pick<StudioDependencies, 'memory' | 'projectId'>) {
  const key = `inlay-unfinished-${projectId}`;
  return {
    begin: (recipes: readonly Recipe[]): void => memory.remember(key, JSON.stringify(recipes), 'tab'),
    end: (): void => memory.remember(key, null, 'tab'),
    /** Null where nothing is unfinished, or what is there is no batch of this version. */
    read(): readonly Recipe[] | null {
      try {
        return batchSchema.parse(JSON.parse(memory.recall(key, 'tab') ?? 'null'));
      } catch {
        return null;
      }
    },
  };
}
