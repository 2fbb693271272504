/** What was dropped on any screen: each thing goes where it belongs, or it is said why it belongs nowhere. Loaded with the first drop. */
import type { Dropped } from '../state/dataset/pickers';
import { t } from '../messages';
import type { Projects } from '../state/projects/projectStore';
import type { Studio } from '../state/studio';
import type { Route } from './routes';

export type Place = 'dataset' | 'image' | 'export' | 'bundle' | 'project' | 'plan' | 'outlines' | 'nowhere';

/** So much of the end of a zip holds the names of its files. */
const TAIL_BYTES = 256 * 1024;
/** A plan is small; what is larger is a table of outlines. */
const PLAN_BYTES = 4 * 2 ** 20;

/** Where a file belongs, by what it is called and what is in it. */
export async function placeOf(file: File): Promise<Place> {
  const ending = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
  if (file.type.startsWith('image/') || /^(png|jpe?g|webp|avif|bmp|gif)$/.test(ending)) return 'image';
  if (ending === 'inlay') return 'project';
  if (ending === 'zip') return placeOfZip(await textOf(file.slice(-TAIL_BYTES)));
  if (ending !== 'json') return 'nowhere';
  if (file.size > PLAN_BYTES) return 'outlines';
  return (await file.text()).includes('"annotations"') ? 'outlines' : 'plan';
}

function placeOfZip(names: string): Place {
  if (names.includes('inlay-project.json')) return 'project';
  if (names.includes('bagit.txt')) return 'export';
  return names.includes('model_index.json') ? 'bundle' : 'dataset';
}

/** Bytes as letters: names are found in them whatever stands between. */
async function textOf(blob: Blob): Promise<string> {
  return new TextDecoder('latin1').decode(await blob.arrayBuffer());
}

function show(route: Route): void {
  window.location.hash = `#/${route}`;
}

/** Takes all that was dropped, in the order in which it was dropped. @param route of the screen that it was dropped on */
export async function takeDropped(
  things: readonly Dropped[],
  studio: Studio,
  projects: Pick<Projects, 'importFile'>,
  route: Route,
): Promise<void> {
  const { compose, library, replay, session, planning, dataset, notices } = studio;
  const images: File[] = [];
  const refused: string[] = [];
  let hasDataset = false;
  for (const thing of things) {
    const place = thing.kind === 'folder' ? 'dataset' : await placeOf(thing.file);
    const name = thing.kind === 'folder' ? thing.name : thing.file.name;
    if (place === 'dataset') {
      if (hasDataset) refused.push(name);
      else {
        hasDataset = true;
        show('dataset');
        void dataset.open(
          thing.kind === 'folder' ? thing.source : { kind: 'zip', file: thing.file, handle: thing.handle },
        );
      }
    } else if (thing.kind === 'folder') continue;
    else if (place === 'image') images.push(thing.file);
    else if (place === 'project') await projects.importFile(thing.file);
    else if (place === 'export') {
      show('export');
      void replay.open(thing.file);
    } else if (place === 'bundle') {
      show('models');
      void session.importZip(thing.file);
    } else if (place === 'plan') {
      show('queue');
      await planning.open(thing.file);
    } else if (place === 'outlines') {
      show('queue');
      await library.shapes.importFiles([thing.file]);
    } else refused.push(name);
  }
  if (images.length > 0) {
    if (route === 'queue') await library.looks.importFiles(images);
    else {
      show('compose');
      for (const image of images) await compose.importBackground(image, image.name);
    }
  }
  if (refused.length > 0)
    notices.inform(t('app.dropped.refused', { names: refused.join(', ') }), t('app.dropped.taken'));
}
