/** A painting tool is a file and a line in a list: then it is everywhere. */
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { KeySheet } from '../app/KeySheet';
import { PaintToolbar } from '../features/compose/PaintToolbar';
import { ToolOptions } from '../features/compose/ToolOptions';
import { i18n } from '../messages';
import { toolOf } from '../state/compose/tools/list';
import { COMMANDS, command, commandLabel } from '../state/commands';
import { StudioContext } from '../state/context';
import { exampleStudio, type Example } from './studio';

vi.mock('../state/compose/tools/list', async (importOriginal) => {
  const { TOOLS } = await importOriginal<typeof import('../state/compose/tools/list')>();
  const all = [...TOOLS, (await import('./exampleTool')).exampleTool];
  return { TOOLS: all, toolOf: (id: string) => all.find((tool) => tool.id === id) ?? TOOLS[0] };
});

let example: Example;

beforeEach(async () => {
  example = await exampleStudio();
});

const page = (child: ReturnType<typeof createElement>): string =>
  renderToString(
    createElement(I18nextProvider, { i18n }, createElement(StudioContext.Provider, { value: example.studio }, child)),
  );

describe('a tool that was added', () => {
  it('is taken by its key, paints as one step, and takes away while the other way round is held', () => {
    const { compose, painter } = example.studio;
    command('example-tool').run(example.studio);
    expect(COMMANDS.find(({ id }) => id === 'example-tool')?.keys).toEqual(['F9']);
    painter.press({ at: { x: 20, y: 20 } });
    painter.move({ at: { x: 25, y: 22 } });
    expect(painter.sketch()).toMatchObject({ kind: 'path', points: { length: 5 } });
    painter.release();
    expect(compose.document.area).toBe(100);
    painter.press({ at: { x: 20, y: 20 }, isInverse: true });
    painter.move({ at: { x: 25, y: 22 }, isInverse: true });
    painter.release();
    expect(compose.document.area).toBe(0);
    compose.document.undo();
    expect(compose.document.area).toBe(100);
  });

  it('stands in the toolbar, with its settings and its hint, and on the key sheet', () => {
    expect(page(createElement(PaintToolbar))).toContain('Example tool');
    const options = page(createElement(ToolOptions, { tool: 'example-tool' }));
    for (const words of ['Area', 'Drag from the middle.']) expect(options).toContain(words);
    expect(commandLabel('example-tool')).toBe('Example tool');
    vi.stubGlobal('localStorage', { getItem: () => null });
    const sheet = createElement(KeySheet, { open: true, onClose: () => undefined, onTour: () => undefined });
    expect(page(sheet)).toContain('Example tool');
  });

  it('is in the hand again after a reload, and the brush is where the tool is not known', async () => {
    command('example-tool').run(example.studio);
    example.studio.compose.saveNow();
    await example.studio.writing.settled();
    expect(example.kept.compose?.tool).toBe('example-tool');
    expect((await example.reopened()).studio.compose.store.getState().tool).toBe('example-tool');
    const { compose } = example.kept;
    if (compose) example.kept.compose = { ...compose, tool: 'a-tool-of-tomorrow' };
    const { studio } = await example.reopened();
    expect(toolOf(studio.compose.store.getState().tool).id).toBe('brush');
  });
});
