import { describe, expect, it } from 'vitest';
import { fail, succeed } from '../../contracts/failure';
import type { Background } from '../../contracts/library';
import { skinOf } from '../../core/plan/outlook';
import { openedStudio, scene } from '../../testing/datasetStudio';

/** What a file becomes when it is opened. */
const broughtFrom = (name: string): Background => ({
  id: `own-${name}`,
  sha256: name.repeat(64).slice(0, 64),
  licence: 'Provided by the user',
  name: `${name}.jpg`,
  origin: 'file',
  width: 96,
  height: 96,
  notices: [],
});

/** Images whose names begin with "l" show a lesion. */
async function open() {
  let read = '';
  const example = await openedStudio(
    {},
    {
      readBackground: (id) => {
        read = id;
        return Promise.resolve(succeed(scene(id.startsWith('own-l')).image));
      },
    },
  );
  Object.assign(example.dependencies.inference, {
    seeLesion: () => Promise.resolve(succeed(read.startsWith('own-l') ? scene(true).lesion : null)),
  });
  Object.assign(example.reader, {
    readImage: (_: Blob, name: string) =>
      Promise.resolve(succeed({ background: broughtFrom(name), png: new Uint8Array(8) })),
  });
  const { compose, library, session } = example.studio;
  const used = (): string[] => skinOf('own', { backgrounds: example.own(), heldOut: new Set() }).map(({ id }) => id);
  const shows = () => example.own().map(({ id, shows: seen }) => [id, seen]);
  return { ...example, compose, library, session, used, shows };
}
const file = (name: string): File => new File([], name);

describe('an image that is opened', () => {
  it('to be painted on is no skin for plans before the person says so, and then it is looked at', async () => {
    const { compose, library, used, own, shows, kept } = await open();
    await compose.importBackground(file('a'), 'a');
    await compose.importBackground(file('l'), 'l');
    expect([used(), shows()]).toEqual([
      [],
      [
        ['own-a', undefined],
        ['own-l', undefined],
      ],
    ]);
    for (const background of own()) await library.exclude(background, false);
    expect(used()).toEqual(['own-a']);
    expect(shows()).toEqual([
      ['own-a', 'skin'],
      ['own-l', 'lesion'],
    ]);
    await compose.importBackground(file('a'), 'a');
    expect(used(), 'opened again, it stays what it was').toEqual(['own-a']);
    expect(
      kept.backgrounds.find(({ id }) => id === 'own-a'),
      'and is kept so',
    ).toMatchObject({ excluded: false, shows: 'skin' });
  });

  it('as skin is looked at for a lesion, and used all the same where the person says that there is none', async () => {
    const { library, used } = await open();
    await library.looks.importFiles([file('a'), file('l')]);
    expect(used()).toEqual(['own-a']);
    await library.looks.allow();
    expect(used()).toEqual(['own-a', 'own-l']);
  });

  it('before the model is ready is looked at when a plan is made', async () => {
    const { library, session, used, shows } = await open();
    const { model } = session.store.getState();
    session.store.setState({ model: { phase: 'starting' } });
    await library.looks.importFiles([file('l')]);
    expect(shows()).toEqual([['own-l', undefined]]);
    session.store.setState({ model });
    await Promise.all([library.looks.look(), library.looks.look()]);
    expect([used(), shows()]).toEqual([[], [['own-l', 'lesion']]]);
  });

  it('that cannot be looked at is tried again the next time', async () => {
    const { library, dependencies, shows } = await open();
    const answers = [fail('device-lost'), succeed(null)];
    Object.assign(dependencies.inference, { seeLesion: () => Promise.resolve(answers.shift()) });
    await library.looks.importFiles([file('a')]);
    expect(shows()).toEqual([['own-a', undefined]]);
    await library.looks.look();
    expect(shows()).toEqual([['own-a', 'skin']]);
  });
});

describe('a lesion that is seen in skin', () => {
  async function withSkin(painted: boolean) {
    const example = await open();
    const { manifest } = example.session.store.getState();
    const classes = [{ code: 'SKIN', name: 'healthy skin', index: 0 }];
    example.session.store.setState({ manifest: manifest && { ...manifest, classes } });
    const usual = example.answers.generate();
    const { image } = scene(!painted);
    example.answers.generate = () =>
      usual.ok ? succeed({ ...usual.value, image, pixelSha256: 'c'.repeat(64) }) : usual;
    await example.library.looks.importFiles([file('l')]);
    await example.library.looks.paintAway();
    return example;
  }

  it('is painted away: what is left stands in its place, with the name that the person knows', async () => {
    const { own, used, jobs } = await withSkin(true);
    expect(jobs[0]).toMatchObject({ class: 'SKIN' });
    expect(used()).toEqual([`healed-${'c'.repeat(12)}`]);
    expect(own()).toMatchObject([
      { id: 'own-l', excluded: true, shows: 'lesion' },
      { origin: 'removed', fromOwnId: 'l' },
    ]);
  });

  it('stays out where something of it is left', async () => {
    const { own, used } = await withSkin(false);
    expect([own().length, used()]).toEqual([1, []]);
  });
});
