/** An input or output as the system lists it. */
export interface KnownDevice {
  readonly deviceId: string;
  readonly label: string;
}

/** Devices of one kind, and which of them the system prefers, by whatever changes when that does; null: it does not say. */
export interface DeviceList {
  readonly devices: readonly KnownDevice[];
  readonly preferred: string | null;
  /** Ids that some list of this page has had, those of devices that are gone with them. */
  readonly seen: ReadonlySet<string>;
}

export const noDevices: DeviceList = { devices: [], preferred: null, seen: new Set() };

/** The device that a person chose. An id does not outlive what the browser forgets, so the label is kept beside it. */
export interface ChosenDevice {
  readonly deviceId: string | null;
  readonly label: string;
}

/** Null: whatever the system prefers at the time. */
export type DeviceWish = ChosenDevice | null;

/**
 * The chosen device; undefined: it is not connected. An id that was never seen is of another browser, or was reset: then the label
 * counts. One that was seen is of one device alone, and another of the same name does not take its place.
 */
export function findDevice({ devices, seen }: DeviceList, chosen: ChosenDevice): KnownDevice | undefined {
  const { deviceId, label } = chosen;
  const same = devices.find((device) => device.deviceId === deviceId);
  if (same !== undefined || (deviceId !== null && seen.has(deviceId))) return same;
  return devices.find((device) => device.label === label);
}

/**
 * How a device that is wanted stands. `off`: nobody wants one. `preferred`: what the system preferred by the first list since it was
 * opened; null: none has said.
 */
export type Following =
  | { readonly kind: 'off' }
  | { readonly kind: 'open'; readonly preferred: string | null }
  | { readonly kind: 'away'; readonly tries: number };

export type DeviceNews =
  /** Whoever opened it lists the devices anew then. */
  | { readonly type: 'opened' }
  | { readonly type: 'lost' }
  /** It would not open. `wanted`: a session wants it nevertheless, though none was open before. */
  | { readonly type: 'refused'; readonly wanted: boolean }
  /** Something was plugged in or out, or the system prefers another. */
  | { readonly type: 'changed'; readonly list: DeviceList }
  /** The time to the next try is over. */
  | { readonly type: 'waited' }
  | { readonly type: 'closed' };

export interface Step {
  readonly following: Following;
  /** Open it now. */
  readonly open: boolean;
  /** Come back with `waited` after so long; null: no need to. */
  readonly waitMs: number | null;
}

const firstTryMs = 500;
const mostWaitMs = 15_000;

/** How long to wait for the next try: it grows, so that a device that is away for good costs nothing, and has a bound, so that it is found. */
export const retryDelayMs = (tries: number): number => Math.min(mostWaitMs, firstTryMs * 2 ** Math.min(tries, 10));

const stay = (following: Following): Step => ({ following, open: false, waitMs: null });

/** Labels and ids are hidden until sound is allowed: such a list says nothing about what is there. */
const saysNothing = ({ devices }: DeviceList): boolean => devices.every((device) => device.label === '');

function changed(following: Following, wish: DeviceWish, list: DeviceList): Step {
  switch (following.kind) {
    case 'off':
      return stay(following);
    case 'away': {
      const there = wish === null ? list.devices.length > 0 : findDevice(list, wish) !== undefined;
      return { following, open: there || saysNothing(list), waitMs: null };
    }
    case 'open': {
      const { preferred } = list;
      if (wish !== null || preferred === null) return stay(following);
      if (following.preferred === null) return stay({ kind: 'open', preferred });
      return { following, open: preferred !== following.preferred, waitMs: null };
    }
  }
}

/**
 * What becomes of a device that is wanted, at each news of it. A chosen one that is gone is waited for, and none other taken in its
 * place; without a choice the one that the system prefers is followed. Pure: who calls it opens, waits and tells.
 */
export function follow(following: Following, wish: DeviceWish, news: DeviceNews): Step {
  switch (news.type) {
    case 'opened':
      return stay({ kind: 'open', preferred: null });
    case 'closed':
      return stay({ kind: 'off' });
    case 'lost':
      return following.kind === 'open'
        ? { following: { kind: 'away', tries: 0 }, open: false, waitMs: retryDelayMs(0) }
        : stay(following);
    case 'refused': {
      if (following.kind === 'off' && !news.wanted) return stay(following);
      const tries = following.kind === 'away' ? following.tries + 1 : 0;
      return { following: { kind: 'away', tries }, open: false, waitMs: retryDelayMs(tries) };
    }
    case 'waited':
      return { following, open: following.kind === 'away', waitMs: null };
    case 'changed':
      return changed(following, wish, news.list);
  }
}
