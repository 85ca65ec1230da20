import { afterEach, describe, expect, it, vi } from 'vitest';
import { act, type Action, type ActionId, actionList, keyOf } from '../../../renderer/actions/actions.ts';
import { commandsWith } from '../../../renderer/actions/commands.ts';
import { listenForKeys } from '../../../renderer/actions/keyboard.ts';
import { focusKeys } from '../../../renderer/actions/focus-keys.ts';
import { menuActionList } from '../../../renderer/actions/menu-actions.ts';
import { actionOfPress, type Press } from '../../../renderer/actions/keys.ts';
import { pageList } from '../../../renderer/store/screen-table.ts';
import { createAppWindow } from '../../../renderer/store/app-window.ts';
import { createLive } from '../../../renderer/store/live.ts';
import { createStart } from '../../../renderer/store/start.ts';
import type { Stores } from '../../../renderer/store/stores.ts';
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

/** The press that a key of the table stands for: `Mod+Shift+x` as the browser tells it. */
function pressOf(binding: string): Press {
  const bare = binding.replace('Mod+', '').replace('Shift+', '');
  return press(bare === 'Space' ? ' ' : bare, {
    ctrlKey: binding.includes('Mod+'),
    shiftKey: binding.includes('Shift+'),
  });
}

describe('a key press', () => {
  it('is the action of its key, a letter whatever its case', () => {
    expect(actionOfPress(press('m'))).toBe('mute');
    expect(actionOfPress(press('M'))).toBe('mute');
    expect(actionOfPress(press('T', { shiftKey: true }))).toBe('transcription');
    expect(actionOfPress(press('.', { ctrlKey: true }))).toBe('stop');
    expect(actionOfPress(press('?', { shiftKey: true }))).toBe('keys');
    expect(actionOfPress(press('='))).toBe('zoom-in');
    expect(actionOfPress(press('_', { shiftKey: true }))).toBe('zoom-out');
  });

  it('is text in a field, but for the keys that work there too', () => {
    expect(actionOfPress(press('m', { inField: true }))).toBeNull();
    expect(actionOfPress(press(' ', { inField: true }))).toBeNull();
    expect(actionOfPress(press('k', { inField: true, metaKey: true }))).toBe('commands');
    expect(actionOfPress(press('F6', { inField: true, shiftKey: true }))).toBe('region-back');
  });

  it('is nothing as a single character once those are switched off; named keys and keys with Ctrl stay', () => {
    const off = { letters: false };
    for (const key of ['m', '1', '/', '?', '[', '+', '=']) expect(actionOfPress(press(key, off))).toBeNull();
    expect(actionOfPress(press('N', { ...off, shiftKey: true }))).toBeNull();
    expect(actionOfPress(press(' ', off))).toBe('talk');
    expect(actionOfPress(press('End', off))).toBe('follow');
    expect(actionOfPress(press('z', { ...off, ctrlKey: true }))).toBe('options-back');
  });

  it('is nothing with Alt, which is the browser’s and the system’s', () => {
    expect(actionOfPress(press('m', { altKey: true }))).toBeNull();
  });
});

describe('the table of actions', () => {
  it('gives no key twice', () => {
    for (const scope of [undefined, 'player']) {
      const keys = actionList.flatMap(([, { keys, within }]) => (within === scope ? (keys ?? []) : []));
      expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
    }
  });

  it('reaches every action by its keys, or by the command menu', () => {
    for (const [id, { keys = [], note, within }] of actionList) {
      expect(keys.length > 0 || note !== undefined, id).toBe(true);
      for (const key of keys) expect(actionOfPress({ ...pressOf(key), inPlayer: within === 'player' }), key).toBe(id);
    }
  });

  it('reaches every action without a key by the command menu', () => {
    const found = new Set(commandsWith('').map(({ id }) => id));
    const ids: readonly string[] = menuActionList.map(([id]) => id);
    expect(ids.filter((id) => !found.has(id))).toEqual([]);
    expect(actionList.filter(([id]) => ids.includes(id))).toEqual([]);
  });

  it('says every action in words of its own, as it does the keys of single controls', () => {
    const actions = [...actionList, ...menuActionList];
    const labels = [...actions.map(([, { label }]) => label), ...focusKeys.map(({ says }) => says)];
    expect(labels.filter((label) => label.trim() === '')).toEqual([]);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('has a key for every screen', () => {
    expect(pageList.map(([page]) => keyOf(`page-${page}`))).toEqual(pageList.map(([, { key }]) => key));
  });

  it('prints keys as they stand on the keyboard', () => {
    expect(keyLabel('Mod+.', false)).toBe('Ctrl .');
    expect(keyLabel('Mod+.', true)).toBe('Cmd .');
    expect(keyLabel('Shift+c', false)).toBe('Shift C');
  });
});

describe('an action', () => {
  function bench(phase: 'open' | 'closed' | null) {
    const control = { mute: vi.fn(), start: vi.fn() };
    const parts = { appWindow: createAppWindow(), live: createLive(), start: createStart(), control };
    const view = phase === null ? null : { phase, input: { muted: false } };
    const stores = { ...parts, session: { getState: () => ({ view }) } } as unknown as Stores;
    return { ...parts, does: (id: ActionId) => act(stores, id) };
  }

  it('of a running session does nothing without one', () => {
    for (const phase of ['closed', null] as const) {
      const { live, control, appWindow, does } = bench(phase);
      for (const id of ['message', 'respond-with', 'mute'] as const) does(id);
      expect(live.getState().composing).toBe(false);
      expect(appWindow.getState().dialog).toBeNull();
      expect(control.mute).not.toHaveBeenCalled();
    }
    const { live, control, appWindow, does } = bench('open');
    for (const id of ['respond-with', 'mute', 'commands'] as const) does(id);
    expect(live.getState()).toMatchObject({ composing: true, wishing: true });
    expect(appWindow.getState().dialog).toBe('commands');
    expect(control.mute).toHaveBeenCalledWith(true);
  });

  it('is found in the command menu, pages among them, whatever is on screen', () => {
    const { appWindow, does } = bench(null);
    does('commands');
    expect(appWindow.getState().dialog).toBe('commands');
    expect(commandsWith('').map(({ id }) => id)).toEqual(
      expect.arrayContaining(pageList.map(([page]) => `page-${page}`)),
    );
    does('page-sessions');
    expect(appWindow.getState().page).toBe('sessions');
  });

  it.each([
    ['barge', 'Interrupt'],
    ['push to talk', 'Kind'],
    ['echo', 'Echo cancelling'],
  ])('of the menu is an option, too, found as “%s” by what people call it', (words, label) => {
    const found = commandsWith(words);
    expect(found.map((command) => command.label)).toContain(label);
    expect(found.every(({ id }) => id.startsWith('option '))).toBe(true);
  });

  it('of the menu lists what can be done before options, and options by their names before those that only mention the words', () => {
    const found = commandsWith('session').map(({ id }) => id);
    const first = found.findIndex((id) => id.startsWith('option '));
    expect(first).toBeGreaterThan(0);
    expect(found.slice(first).every((id) => id.startsWith('option '))).toBe(true);
    const voice = commandsWith('voice').filter(({ id }) => id.startsWith('option '));
    expect(voice[0]?.label).toBe('Voice');
    expect(voice.length).toBeGreaterThan(1);
  });

  it('leads to the form of a new deployment from every screen, but not away from a session that runs', () => {
    const { start, appWindow, does } = bench('closed');
    appWindow.showPage('sessions');
    does('new-deployment');
    expect(start.getState()).toMatchObject({ atStart: true, intent: 'new' });
    expect(appWindow.getState().page).toBe('live');
    const other = bench('open');
    other.does('new-deployment');
    expect(other.start.getState().atStart).toBe(false);
  });

  it('tries again only after a start that failed', () => {
    const { start, control, does } = bench(null);
    does('try-again');
    expect(control.start).not.toHaveBeenCalled();
    start.failed({ reason: 'unreachable', message: 'Nobody answers.' });
    does('try-again');
    expect(control.start).toHaveBeenCalledOnce();
  });

  it('lasts while its key is held where it says how it ends', () => {
    const lasting = actionList.filter(([, { release }]: readonly [ActionId, Action]) => release !== undefined);
    expect(lasting.map(([id]) => id)).toEqual(['talk']);
  });
});

describe('an action that lasts', () => {
  /** The window, with a keyboard that says of each key where it is (`code`) and what it writes just then (`key`). */
  function keyboard() {
    vi.stubGlobal('Element', vi.fn());
    const control = { holdToTalk: vi.fn(), releaseTalk: vi.fn() };
    const stores = {
      control,
      appWindow: createAppWindow(),
      preferences: { getState: () => ({ preferences: {} }) },
      session: { getState: () => ({ view: null }) },
    } as unknown as Stores;
    const heard = new EventTarget();
    const stop = listenForKeys(stores, { now: stores, with: (run) => run(stores) }, heard);
    const tell = (type: string, more: object = {}): void =>
      void heard.dispatchEvent(Object.assign(new Event(type, { cancelable: true }), press(''), more));
    return { control, stop, tell };
  }
  const space = { key: ' ', code: 'Space' };
  afterEach(() => void vi.unstubAllGlobals());

  it('ends with the key that began it, whatever that writes by then', () => {
    const { control, tell } = keyboard();
    tell('keydown', space);
    expect(control.holdToTalk).toHaveBeenCalledOnce();
    tell('keyup', { key: 'g', code: 'KeyG' });
    expect(control.releaseTalk).not.toHaveBeenCalled();
    // With Option held on a Mac, Space writes a space that does not break.
    tell('keyup', { key: '\u00a0', code: 'Space', altKey: true });
    expect(control.releaseTalk).toHaveBeenCalledOnce();
  });

  it('is begun once by a key that stays down, and not ended by one that did not begin it', () => {
    const { control, tell } = keyboard();
    tell('keyup', space);
    expect(control.releaseTalk).not.toHaveBeenCalled();
    tell('keydown', space);
    tell('keydown', { ...space, repeat: true });
    tell('keyup', space);
    expect(control.holdToTalk).toHaveBeenCalledOnce();
    expect(control.releaseTalk).toHaveBeenCalledOnce();
  });

  it('ends when the window loses the focus, whatever began it, and its key ends nothing after that', () => {
    const { control, tell, stop } = keyboard();
    tell('keydown', space);
    tell('blur');
    tell('keyup', space);
    expect(control.releaseTalk).toHaveBeenCalledOnce();
    tell('blur');
    expect(control.releaseTalk).toHaveBeenCalledTimes(2);
    stop();
    tell('keydown', space);
    expect(control.holdToTalk).toHaveBeenCalledOnce();
  });
});
