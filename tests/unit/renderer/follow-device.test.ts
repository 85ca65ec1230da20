import { describe, expect, it } from 'vitest';
import {
  type DeviceList,
  type DeviceWish,
  findDevice,
  follow,
  type Following,
  type KnownDevice,
  retryDelayMs,
} from '../../../renderer/audio/follow-device.ts';

const builtIn = { deviceId: 'b1', label: 'Built-in' };
const headset = { deviceId: 'h1', label: 'Headset' };
const twin = { deviceId: 'h2', label: 'Headset' };

/** A computer with devices that come and go, and a bench that follows the one that is wanted. What it opened stands in order. */
function computer(wish: DeviceWish, ...connected: KnownDevice[]) {
  let devices = connected;
  let following: Following = { kind: 'off' };
  let waitMs: number | null = null;
  /** The browser's audio service has died: nothing opens. */
  let dead = false;
  const opened: string[] = [];
  const seen = new Set<string>();
  const list = (): DeviceList => {
    for (const { deviceId } of devices) seen.add(deviceId);
    return { devices, preferred: devices[0]?.deviceId ?? null, seen };
  };
  const apply = (news: Parameters<typeof follow>[2]): void => {
    const step = follow(following, wish, news);
    following = step.following;
    if (step.waitMs !== null) waitMs = step.waitMs;
    if (step.open) open();
  };
  const open = (): void => {
    const device = wish === null ? devices[0] : findDevice(list(), wish);
    if (device === undefined || dead) return apply({ type: 'refused', wanted: false });
    opened.push(device.deviceId);
    waitMs = null;
    apply({ type: 'opened' });
    // Whoever opens a device lists them anew.
    apply({ type: 'changed', list: list() });
  };
  const current = (): string | undefined => opened.at(-1);
  return {
    open,
    /** The list changes; whoever was open and is not listed any more is lost first. */
    connect: (...next: KnownDevice[]) => {
      const gone = following.kind === 'open' && !next.some((device) => device.deviceId === current());
      devices = next;
      if (gone) apply({ type: 'lost' });
      apply({ type: 'changed', list: list() });
    },
    die: () => {
      dead = true;
      apply({ type: 'lost' });
    },
    revive: () => {
      dead = false;
    },
    waited: () => apply({ type: 'waited' }),
    close: () => apply({ type: 'closed' }),
    opened,
    isOpen: () => following.kind === 'open',
    waitMs: () => waitMs,
  };
}

describe('a chosen microphone', () => {
  it('that is pulled out is waited for, and no other is taken in its place', () => {
    const { open, connect, opened, isOpen } = computer(headset, builtIn, headset);
    open();
    connect(builtIn);
    connect(builtIn, { deviceId: 'x', label: 'Webcam' });
    expect(isOpen()).toBe(false);
    connect(builtIn, headset);
    expect(opened).toEqual(['h1', 'h1']);
    expect(isOpen()).toBe(true);
  });

  it('is told apart from another of the same name by its id', () => {
    const { open, connect, opened } = computer(twin, headset, twin);
    open();
    expect(opened).toEqual(['h2']);
    connect(builtIn);
    connect(builtIn, headset, twin);
    expect(opened).toEqual(['h2', 'h2']);
  });

  it('is waited for though another of its name is there, and taken up when it comes back', () => {
    const { open, connect, opened, isOpen } = computer(headset, headset, twin);
    open();
    connect(twin);
    connect(twin, builtIn);
    expect(isOpen()).toBe(false);
    connect(twin, headset);
    expect(opened).toEqual(['h1', 'h1']);
  });

  it('is found by its name where the browser has forgotten its id', () => {
    const { open, opened } = computer({ deviceId: 'of another year', label: 'Headset' }, builtIn, headset);
    open();
    expect(opened).toEqual(['h1']);
    const unseen = { preferred: null, seen: new Set<string>() };
    expect(findDevice({ devices: [builtIn], ...unseen }, headset)).toBeUndefined();
    expect(findDevice({ devices: [builtIn, headset], ...unseen }, { deviceId: null, label: 'Headset' })).toBe(headset);
  });

  it('stays as it is while other devices come and go', () => {
    const { open, connect, opened } = computer(headset, builtIn, headset);
    open();
    connect(headset);
    connect(headset, builtIn);
    expect(opened).toEqual(['h1']);
  });
});

describe("the system's default", () => {
  it('is followed when the system prefers another', () => {
    const { open, connect, opened } = computer(null, builtIn, headset);
    open();
    connect(headset, builtIn);
    expect(opened).toEqual(['b1', 'h1']);
    connect(headset);
    expect(opened).toEqual(['b1', 'h1']);
  });

  it('is followed though nothing said what it was when it was opened', () => {
    const list = (preferred: string | null): DeviceList => ({ devices: [builtIn], preferred, seen: new Set() });
    const step = (following: Following, preferred: string | null) =>
      follow(following, null, { type: 'changed', list: list(preferred) });
    const opened = follow({ kind: 'off' }, null, { type: 'opened' }).following;
    const hidden = step(opened, null);
    const listed = step(hidden.following, 'b1');
    expect([hidden.open, listed.open]).toEqual([false, false]);
    expect(step(listed.following, null).open).toBe(false);
    expect(step(listed.following, 'h1').open).toBe(true);
  });

  it('that is pulled out gives way to whatever is the default then', () => {
    const { open, connect, opened, isOpen } = computer(null, headset, builtIn);
    open();
    connect(builtIn);
    expect(opened).toEqual(['h1', 'b1']);
    connect(headset, builtIn);
    expect(opened).toEqual(['h1', 'b1', 'h1']);
    expect(isOpen()).toBe(true);
  });

  it('comes back after there was none at all', () => {
    const { open, connect, opened, isOpen } = computer(null, headset);
    open();
    connect();
    expect(isOpen()).toBe(false);
    connect(headset);
    expect(opened).toEqual(['h1', 'h1']);
  });
});

describe('an audio service that died', () => {
  it('is tried again after growing times that have a bound, until it is back', () => {
    const { open, die, revive, waited, waitMs, opened, isOpen } = computer(null, headset);
    open();
    die();
    const waits: (number | null)[] = [];
    for (let n = 0; n < 8; n += 1) {
      waits.push(waitMs());
      waited();
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    revive();
    waited();
    expect(opened).toEqual(['h1', 'h1']);
    expect(isOpen()).toBe(true);
    expect(retryDelayMs(1e9)).toBe(15_000);
  });

  it('is tried at any change of the devices too, also where their names are hidden', () => {
    const { open, die, revive, connect, isOpen } = computer(headset, headset);
    open();
    die();
    revive();
    connect(headset, builtIn);
    expect(isOpen()).toBe(true);
    const hidden = { devices: [{ deviceId: '', label: '' }], preferred: null, seen: new Set<string>() };
    expect(follow({ kind: 'away', tries: 3 }, headset, { type: 'changed', list: hidden }).open).toBe(true);
  });
});

describe('a microphone that nobody wants any more', () => {
  it('is left alone whatever happens', () => {
    const { open, close, connect, waited, opened } = computer(null, headset);
    open();
    close();
    connect();
    connect(builtIn);
    waited();
    expect(opened).toEqual(['h1']);
    expect(follow({ kind: 'off' }, null, { type: 'refused', wanted: false })).toEqual({
      following: { kind: 'off' },
      open: false,
      waitMs: null,
    });
    expect(follow({ kind: 'off' }, null, { type: 'lost' }).waitMs).toBeNull();
  });

  it('is waited for from its first refusal on where a session wants it', () => {
    const first = follow({ kind: 'off' }, null, { type: 'refused', wanted: true });
    expect(first).toEqual({ following: { kind: 'away', tries: 0 }, open: false, waitMs: 500 });
    expect(follow(first.following, null, { type: 'refused', wanted: false }).waitMs).toBe(1000);
  });
});
