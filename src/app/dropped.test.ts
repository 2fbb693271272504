import { describe, expect, it, vi } from 'vitest';
import { exampleStudio } from '../testing/studio';
import { fits } from './Palette';
import { placeOf, takeDropped } from './dropped';

const file = (name: string, text = '', type = ''): File => new File([text], name, { type });

describe('what is dropped', () => {
  it.each([
    [file('a.jpg'), 'image'],
    [file('b', '', 'image/png'), 'image'],
    [file('set.zip', 'HAM_0001.jpg … HAM10000_metadata'), 'dataset'],
    [file('set.zip', 'data/images/SYN_1.png bagit.txt'), 'export'],
    [file('model.zip', 'unet/model.onnx model_index.json'), 'bundle'],
    [file('mine.inlay'), 'project'],
    [file('plan.json', '{"schema":2}'), 'plan'],
    [file('coco.json', '{"images":[],"annotations":[]}'), 'outlines'],
    [file('table.csv'), 'nowhere'],
    [file('readme'), 'nowhere'],
  ])('%o belongs to %s', async (dropped, place) => {
    expect(await placeOf(dropped)).toBe(place);
  });

  it('is all taken, whatever the screen, and what is not is named', async () => {
    vi.stubGlobal('window', { location: { hash: '#/export' } });
    const example = await exampleStudio();
    const { studio } = example;
    const [imported, opened, projects] = [vi.fn(), vi.fn(), { importFile: vi.fn() }];
    Object.assign(studio.compose, { importBackground: imported });
    Object.assign(studio.dataset, { open: opened });
    const all = ['a.png', 'b.png', 'table.csv', 'set.zip', 'other.zip', 'mine.inlay'].map(
      (name) => ({ kind: 'file', file: file(name), handle: null }) as const,
    );
    await takeDropped(all, studio, projects, 'export');
    expect(imported.mock.calls.map(([, name]: unknown[]) => name)).toEqual(['a.png', 'b.png']);
    expect(opened).toHaveBeenCalledOnce();
    expect(projects.importFile).toHaveBeenCalledOnce();
    expect(example.problems()).toContain('Not taken: table.csv, other.zip.');
    vi.unstubAllGlobals();
  });
});

describe('the palette', () => {
  it('finds by the beginnings of words', () => {
    expect(fits('Reject: visible seam', 'rej se')).toBe(true);
    expect(fits('Reject: visible seam', 'eam')).toBe(false);
    expect(fits('Reject: visible seam', '')).toBe(true);
  });
});
