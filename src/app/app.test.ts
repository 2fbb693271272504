import { describe, expect, it } from 'vitest';
import { RESERVED_KEYS } from '../state/command';
import { COMMANDS } from '../state/commands';
import { matches } from './keys';
import { routeOf } from './routes';

const key = (text: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
  key: text,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('keys', () => {
  it('tell undo from redo, on a Mac too', () => {
    expect(matches('Ctrl+Z', key('z', { ctrlKey: true }))).toBe(true);
    expect(matches('Ctrl+Z', key('z', { metaKey: true }))).toBe(true);
    expect(matches('Ctrl+Z', key('Z', { ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(matches('Ctrl+Shift+Z', key('Z', { ctrlKey: true, shiftKey: true }))).toBe(true);
    expect(matches('B', key('b', { ctrlKey: true }))).toBe(false);
  });

  it('take brackets whatever it needs to type them', () => {
    expect(matches('[', key('['))).toBe(true);
    expect(matches('[', key('[', { altKey: true })), 'Option+5 on a German Mac').toBe(true);
    expect(matches(']', key(']', { altKey: true, ctrlKey: true })), 'AltGr+9 on German Windows').toBe(true);
    expect(matches('B', key('b', { altKey: true }))).toBe(false);
    expect(matches('[', key('[', { ctrlKey: true }))).toBe(false);
  });

  it('are reached by their keys: no other one on the screen answers to them first', () => {
    for (const command of COMMANDS)
      for (const keys of command.keys) {
        const [key = keys] = keys === '+' ? ['+'] : keys.split('+').slice(-1);
        const pressed = {
          key,
          ctrlKey: keys.startsWith('Ctrl+'),
          metaKey: false,
          altKey: false,
          shiftKey: keys.includes('Shift+') || /^[<>+]$/.test(keys),
        };
        const first = COMMANDS.filter(({ screen }) => screen === command.screen).find((other) =>
          other.keys.some((bound) => matches(bound, pressed)),
        );
        expect(first?.id, keys).toBe(command.id);
      }
  });

  it('are bound once each on a screen', () => {
    const all = COMMANDS.flatMap((command) => command.keys.map((keys) => `${command.screen} ${keys}`));
    expect(new Set(all).size).toBe(all.length);
  });

  it('leave the keys that are no command free', () => {
    const taken = COMMANDS.flatMap(({ keys }) => keys.map((bound) => bound.toLowerCase()));
    for (const key of Object.values(RESERVED_KEYS)) expect(taken, `${key} is taken`).not.toContain(key);
  });
});

describe('routes', () => {
  it('fall back to Compose', () => {
    expect(routeOf('#/review')).toBe('review');
    expect(routeOf('')).toBe('compose');
    expect(routeOf('#/nowhere')).toBe('compose');
  });
});
