import { expect, it, vi } from 'vitest';
import { followDesktopMenu } from '../../../renderer/app/desktop-menu.ts';
import { createAppWindow } from '../../../renderer/store/app-window.ts';
import { createStart } from '../../../renderer/store/start.ts';
import { createState } from '../../../renderer/store/state.ts';
import type { Stores } from '../../../renderer/store/stores.ts';
import { menuBarActions, type MenuNews, menuNewsSchema } from '../../../shared/contract/desktop-menu.ts';

interface Shown {
  readonly view: { readonly phase: string } | null;
}

function page() {
  const session = createState<Shown, { put(phase: string | null): void }>({ view: null }, ({ setState }) => ({
    put: (phase) => setState({ view: phase === null ? null : { phase } }),
  }));
  const preferences = createState<{ preferences: { theme: string } }, object>(
    { preferences: { theme: 'dark' } },
    () => ({}),
  );
  const control = { stopSafely: vi.fn(), start: vi.fn() };
  const change = vi.fn();
  const parts = { appWindow: createAppWindow(), start: createStart(), session, control };
  const stores = { ...parts, preferences: { ...preferences, change } } as unknown as Stores;
  const told: MenuNews[] = [];
  let ask: (id: string) => void = () => undefined;
  const leave = followDesktopMenu(stores, {
    tell: (news) => void told.push(news),
    onAction: (listener) => {
      ask = listener;
      return () => (ask = () => undefined);
    },
  });
  const can = (id: string): boolean => told.at(-1)?.available.includes(id) === true;
  return { ...parts, change, told, can, leave, ask: (id: string) => ask(id) };
}

it('says what the menu bar shows, in its own form, and again only when that is another', () => {
  const { told, appWindow } = page();
  expect(told).toHaveLength(1);
  expect(menuNewsSchema.parse(told[0])).toEqual(told[0]);
  expect(told[0]).toMatchObject({
    screens: [
      { id: 'page-live', title: 'Live', key: '1' },
      { id: 'page-sessions', title: 'Sessions', key: '2' },
      { id: 'page-reconcile', title: 'Reconcile', key: '3' },
    ],
    shown: 'page-live',
    theme: 'dark',
  });
  appWindow.say('nothing of the menu');
  expect(told).toHaveLength(1);
  appWindow.showPage('sessions');
  expect(told.at(-1)?.shown).toBe('page-sessions');
});

it('can start where a start page shows or a start failed, not while a session is under way or a record shows', () => {
  const { can, session, start } = page();
  const now = (): boolean[] => [can('start'), can('stop'), can('new-deployment')];
  expect(now()).toEqual([true, false, true]);
  session.put('open');
  expect(now()).toEqual([false, true, false]);
  session.put('closed');
  expect(now()).toEqual([false, false, true]);
  start.failed({ reason: 'unreachable', message: 'Nobody answers.' });
  expect(can('start')).toBe(true);
});

it('does what the menu bar may ask for, and passes over what it may not', () => {
  const { ask, appWindow, change, control, session } = page();
  ask('page-sessions');
  expect(appWindow.getState().page).toBe('sessions');
  ask('theme-light');
  expect(change).toHaveBeenCalledWith({ theme: 'light' });
  for (const id of ['delete-item', 'respond', '__proto__', 'constructor', '', 'page-nowhere']) ask(id);
  expect(appWindow.getState()).toMatchObject({ page: 'sessions', dialog: null });
  ask('stop');
  expect(control.stopSafely).not.toHaveBeenCalled();
  session.put('open');
  ask('stop');
  expect(control.stopSafely).toHaveBeenCalledOnce();
});

it('can do nothing behind a dialog, and nothing once it has left', () => {
  const { ask, appWindow, told, leave } = page();
  ask('settings');
  expect(appWindow.getState().dialog).toBe('settings');
  expect(told.at(-1)?.available).toEqual([]);
  ask('page-sessions');
  expect(appWindow.getState().page).toBe('live');
  appWindow.closeDialog();
  expect(told.at(-1)?.available.length).toBeGreaterThan(menuBarActions.length / 2);
  leave();
  const before = told.length;
  appWindow.showPage('sessions');
  expect(told).toHaveLength(before);
});
