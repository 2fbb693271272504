/** Reads everything that was kept; what cannot be read is set aside with a sentence and never stops the rest. */
import { get } from 'idb-keyval';
import { z } from 'zod';
import type { BundleManifest } from '../contracts/bundle';
import {
  backgroundSchema,
  composeStateSchema,
  savedSampleSchema,
  type Background,
  type SavedSample,
  type SavedWork,
} from '../contracts/storage';
import { selectionSchema } from '../contracts/selection';
import { ACTIVE_BUNDLE_KEY, COMPOSE_KEY, database, entriesOf, keptBundleSchema, SELECTION_KEY } from './keys';
import { list } from './opfs';

export async function loadWork(shipped: readonly Background[], warnings: string[]): Promise<SavedWork> {
  const compose = composeStateSchema.nullable().safeParse((await get<unknown>(COMPOSE_KEY, database())) ?? null);
  if (!compose.success)
    warnings.push('The last state of the Compose screen could not be read; it starts afresh. Samples are kept.');
  const selection = selectionSchema.nullable().safeParse((await get<unknown>(SELECTION_KEY, database())) ?? null);
  if (!selection.success)
    warnings.push('The last rule of selection could not be read; the usual one is there again. Decisions are kept.');
  const active = z
    .string()
    .nullable()
    .catch(null)
    .parse((await get<unknown>(ACTIVE_BUNDLE_KEY, database())) ?? null);
  return {
    compose: compose.success ? compose.data : null,
    selection: selection.success ? selection.data : null,
    samples: await loadSamples(warnings),
    backgrounds: [...shipped, ...(await loadBackgrounds(warnings))],
    bundles: await loadBundles(warnings),
    activeBundleId: active,
    warnings,
  };
}

async function loadSamples(warnings: string[]): Promise<SavedSample[]> {
  const pixels = new Set(await list('samples'));
  const found: SavedSample[] = [];
  for (const [key, value] of await entriesOf('sample:')) {
    const parsed = savedSampleSchema.safeParse(value);
    if (!parsed.success)
      warnings.push(`The record ${key.slice('sample:'.length)} could not be read and was set aside.`);
    else if (!pixels.has(`${parsed.data.record.id}.png`))
      warnings.push(`The pixels of ${parsed.data.record.id} are gone; it was set aside.`);
    else found.push(parsed.data);
  }
  return found.sort((a, b) => (a.record.createdAt < b.record.createdAt ? -1 : 1));
}

async function loadBackgrounds(warnings: string[]): Promise<Background[]> {
  const pixels = new Set(await list('backgrounds'));
  const found: Background[] = [];
  for (const [key, value] of await entriesOf('background:')) {
    const parsed = backgroundSchema.safeParse(value);
    if (parsed.success && pixels.has(`${parsed.data.id}.png`)) found.push(parsed.data);
    else warnings.push(`The background ${key.slice('background:'.length)} could not be read and was set aside.`);
  }
  return found;
}

async function loadBundles(warnings: string[]): Promise<BundleManifest[]> {
  const found: BundleManifest[] = [];
  for (const [key, value] of await entriesOf('bundle:')) {
    const parsed = keptBundleSchema.safeParse(value);
    if (parsed.success) found.push(parsed.data.manifest);
    else
      warnings.push(`The bundle ${key.slice('bundle:'.length)} could not be read and was set aside; import it again.`);
  }
  return found;
}
