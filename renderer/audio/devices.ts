import { type ChosenDevice, type DeviceList, findDevice, noDevices } from './follow-device.ts';

/** What is connected to this computer. */
export interface Devices {
  readonly inputs: DeviceList;
  readonly outputs: DeviceList;
}

const standIns = new Set(['default', 'communications']);

/** Grows while the page lives: the browser gives each device an id of its own, and keeps it that long. */
const seen = new Set<string>();

function listOf(all: readonly MediaDeviceInfo[], kind: MediaDeviceKind): DeviceList {
  const ofKind = all.filter((device) => device.kind === kind);
  const system = ofKind.find((device) => device.deviceId === 'default');
  const devices = ofKind
    .filter((device) => device.label !== '' && !standIns.has(device.deviceId))
    .map(({ deviceId, label }) => ({ deviceId, label }));
  for (const { deviceId } of devices) seen.add(deviceId);
  return {
    devices,
    seen,
    // The stand-in keeps its id when the system prefers another device, and takes over the group and the name of that.
    preferred: system === undefined || system.label === '' ? null : `${system.groupId} ${system.label}`,
  };
}

/** What is connected now. Labels are empty, and devices left out, until the microphone has been allowed once. */
export async function listDevices(): Promise<Devices> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return { inputs: listOf(all, 'audioinput'), outputs: listOf(all, 'audiooutput') };
}

/** The id of a chosen device, or null when it is not connected (or not yet allowed to be seen). */
export async function deviceIdOf(kind: keyof Devices, chosen: ChosenDevice): Promise<string | null> {
  const devices = await listDevices();
  return findDevice(devices[kind], chosen)?.deviceId ?? null;
}

/** Calls `listener` now, whenever devices come or go, and after each `look`. */
export function watchDevices(listener: (devices: Devices) => void): { look(): void } {
  const look = (): void => {
    void listDevices().then(listener, () => listener({ inputs: noDevices, outputs: noDevices }));
  };
  look();
  navigator.mediaDevices.addEventListener('devicechange', look);
  return { look };
}
