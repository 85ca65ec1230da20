import { describe, expect, it } from 'vitest';
import { commandOf, keyBindings, type Press } from '../../../renderer/actions/keys.ts';
import { keyLabel } from '../../../renderer/ui/format.ts';

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  inField: false,
  letters: true,
  ...more,
});

describe('a key press', () => {
  it('is the command of its binding, a letter whatever its case', () => {
    expect(commandOf(press('m'))).toBe('mute');
    expect(commandOf(press('M'))).toBe('mute');
    expect(commandOf(press('T', { shiftKey: true }))).toBe('transcription');
    expect(commandOf(press('.', { ctrlKey: true }))).toBe('stop');
    expect(commandOf(press('?', { shiftKey: true }))).toBe('keys');
  });

  it('is text in a field, but for the keys that work there too', () => {
    expect(commandOf(press('m', { inField: true }))).toBeNull();
    expect(commandOf(press(' ', { inField: true }))).toBeNull();
    expect(commandOf(press('k', { inField: true, metaKey: true }))).toBe('commands');
    expect(commandOf(press('F6', { inField: true, shiftKey: true }))).toBe('region-back');
  });

  it('is nothing as a single character once those are switched off; named keys and keys with Ctrl stay', () => {
    const off = { letters: false };
    for (const key of ['m', '1', '/', '?', '[', '+']) expect(commandOf(press(key, off))).toBeNull();
    expect(commandOf(press('N', { ...off, shiftKey: true }))).toBeNull();
    expect(commandOf(press(' ', off))).toBe('talk');
    expect(commandOf(press('End', off))).toBe('follow');
    expect(commandOf(press('z', { ...off, ctrlKey: true }))).toBe('options-back');
  });
});

describe('the table of keys', () => {
  it('gives no key twice and names each in words', () => {
    expect(new Set(keyBindings.map(({ key }) => key)).size).toBe(keyBindings.length);
    expect(keyBindings.filter(({ says }) => says.trim() === '')).toEqual([]);
  });

  it('prints keys as they stand on the keyboard', () => {
    expect(keyLabel('Mod+.', false)).toBe('Ctrl .');
    expect(keyLabel('Mod+.', true)).toBe('Cmd .');
    expect(keyLabel('Shift+c', false)).toBe('Shift C');
  });
});
