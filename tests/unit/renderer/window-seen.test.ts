import { expect, it } from 'vitest';
import { tellWhenSeen } from '../../../renderer/host/window-seen.ts';
import { ok } from '../../../shared/kit/errors.ts';

type Told = Parameters<typeof tellWhenSeen>[0];

/** A page whose window is hidden and shown, and what its engine was told. */
function watched(hidden = false) {
  const told: unknown[] = [];
  const page = Object.assign(new EventTarget(), {
    visibilityState: hidden ? ('hidden' as const) : ('visible' as const),
  });
  let reconnect: () => void = () => undefined;
  const call = (command: string, args: unknown) => {
    told.push([command, args]);
    return Promise.resolve(ok({}));
  };
  const bench: Told = {
    call,
    onReconnected: (listener) => {
      reconnect = listener;
      return () => undefined;
    },
  };
  tellWhenSeen(bench, page as Parameters<typeof tellWhenSeen>[1]);
  const turn = (visibilityState: 'hidden' | 'visible'): void => {
    Object.assign(page, { visibilityState });
    page.dispatchEvent(new Event('visibilitychange'));
  };
  return { told, turn, reconnect: () => reconnect() };
}

const seen = (value: boolean) => ['window.seen', { seen: value }];

it('an engine is told when a window is hidden and when it is seen again, and nothing before', () => {
  const { told, turn } = watched();
  expect(told).toEqual([]);
  turn('hidden');
  turn('visible');
  expect(told).toEqual([seen(false), seen(true)]);
});

it('an engine that is new is told of a hidden window, and of none that is seen', () => {
  const { told, turn, reconnect } = watched();
  reconnect();
  expect(told).toEqual([]);
  turn('hidden');
  reconnect();
  expect(told).toEqual([seen(false), seen(false)]);
});

it('a window that opens hidden says so', () => {
  expect(watched(true).told).toEqual([seen(false)]);
});
