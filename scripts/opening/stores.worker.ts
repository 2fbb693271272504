/**
 * For the bench of opening alone: the same samples in the one place of before there were projects, and in a project, and how each is read.
 * The earlier reader is as it was at commit 63f9d00: a file a sample, decisions within the records.
 */
import { expose } from 'comlink';
import { createStore, setMany } from 'idb-keyval';
import * as z from 'zod/mini';
import { sampleSummarySchema, type SampleSummary } from '../../src/contracts/sample';
import { entriesOfSample } from '../../src/data/keptSample';
import { SAMPLES } from '../../src/data/keys';
import { list, writeFile } from '../../src/data/opfs';
import { entriesOf, placeOf } from '../../src/data/place';
import { createSamples } from '../../src/data/samples';
import type { Stores } from './stores';

const EARLIER_FOLDER = 'earlier-samples';
/** As the storage worker hands them over. */
const BATCH = 250;

const earlier = createStore('earlier', 'keyval');
const place = placeOf('opening');
const samples = createSamples(place);
const earlierSchema = z.object({ record: sampleSummarySchema });

const stores: Stores = {
  async fill(saved, png) {
    await setMany(
      saved.map((sample) => [`${SAMPLES}${sample.record.id}`, sample]),
      earlier,
    );
    for (const { record } of saved) await writeFile(`${EARLIER_FOLDER}/${record.id}.png`, png);
    const pieces = await samples.segments.append(saved.map(() => png));
    const entries = await Promise.all(
      pieces.flatMap((piece, at) => (saved[at] ? [entriesOfSample(saved[at], piece)] : [])),
    );
    await setMany(entries.flat(), place.database);
  },
  async earlier(onBatch) {
    const pixels = new Set(await list(EARLIER_FOLDER));
    const found: SampleSummary[] = [];
    for await (const [, value] of entriesOf(earlier, SAMPLES)) {
      const parsed = earlierSchema.safeParse(value);
      if (parsed.success && pixels.has(`${parsed.data.record.id}.png`)) found.push(parsed.data.record);
    }
    found.sort(({ createdAt: a }, { createdAt: b }) => (a < b ? -1 : a > b ? 1 : 0));
    return handOver(found, onBatch);
  },
  async project(onBatch) {
    return handOver((await samples.summaries([])).samples, onBatch);
  },
};

async function handOver(found: readonly SampleSummary[], onBatch: Parameters<Stores['project']>[0]): Promise<number> {
  for (let from = 0; from < found.length; from += BATCH) await onBatch(found.slice(from, from + BATCH));
  return found.length;
}

expose(stores);
