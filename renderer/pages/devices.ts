import type { Preferences } from '../../shared/contract/bench-api.ts';
import { type DeviceList, type DeviceWish, findDevice } from '../audio/follow-device.ts';
import type { Choice } from '../ui/fields.tsx';

/** Stands for the device the system prefers; no device has this id. */
const systemDefault = ' system default';
/** Stands for a chosen device that is not there: its id may be of another browser. */
const away = ' away';

/**
 * The devices to choose from, each by its id: two of one name are numbered. One that was chosen before and is not plugged in stays in
 * the list and says so: the bench takes it up again when it comes back.
 */
export function deviceChoices(list: DeviceList, chosen: DeviceWish, noun: string): Choice[] {
  const named = list.devices;
  const numbered = named.map(({ deviceId, label }, index) => {
    const before = named.slice(0, index).filter((other) => other.label === label).length;
    return { value: deviceId, label: before === 0 ? label : `${label} (${before + 1})` };
  });
  return [
    { value: systemDefault, label: `System default ${noun}` },
    ...numbered,
    ...(chosen !== null && findDevice(list, chosen) === undefined
      ? [{ value: away, label: chosen.label, note: 'not connected' }]
      : []),
  ];
}

/** Which of the choices is made. */
export const choiceOf = (list: DeviceList, chosen: DeviceWish): string =>
  chosen === null ? systemDefault : (findDevice(list, chosen)?.deviceId ?? away);

/** What a choice stands for; the one that is not connected stays what it is. */
export function chosenBy(value: string, { devices }: DeviceList, before: DeviceWish): DeviceWish {
  if (value === away) return before;
  const device = devices.find((one) => one.deviceId === value);
  return device === undefined ? null : { deviceId: device.deviceId, label: device.label };
}

/** The preferences with another microphone. */
export const withInput = (input: Preferences['input'], wish: DeviceWish): Preferences['input'] => ({
  ...input,
  deviceLabel: wish?.label ?? null,
  deviceId: wish?.deviceId ?? null,
});
