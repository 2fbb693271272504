/** plan: what generate would make of a recipe or a plan, before anything is made: for programs that know their outputs in advance. */
import { parseArgs } from 'node:util';
import { imagePath, maskPath } from '../src/core/export/tables';
import { exitBecause, type ExitKind } from './exit';
import { readBundle, readJson, SHIPPED_BUNDLE } from './files';
import { askedBy, doneName, recordPath, shareOf } from './recipes';

export async function plan(args: readonly string[]): Promise<ExitKind> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      bundle: { type: 'string', default: SHIPPED_BUNDLE },
      shard: { type: 'string' },
      list: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw exitBecause('usage', 'plan-arguments');
  const asked = askedBy(await readJson(path), await readBundle(values.bundle));
  const units = shareOf(asked.units, values.shard);
  const counts: Record<string, number> = {};
  for (const draw of units) {
    const { id, recipe } = await draw();
    const { class: code } = recipe;
    counts[code] = (counts[code] ?? 0) + 1;
    const files = [imagePath(id), maskPath(id), recordPath(id)];
    if (values.list) console.log(values.json ? JSON.stringify({ id, class: code, files }) : files.join(' '));
  }
  if (values.list) return 'ok';
  const done = doneName(values.shard);
  if (values.json) console.log(JSON.stringify({ samples: units.length, classes: counts, done }));
  else {
    const classes = Object.entries(counts).map(([code, count]) => `${code} ${count}`);
    console.log(`${units.length} samples: ${classes.join(', ')}. ${done} is written when all of them are made.`);
  }
  return 'ok';
}
