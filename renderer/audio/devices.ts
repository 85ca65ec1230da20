import { type ChosenDevice, type DeviceList, findDevice } from './follow-device.ts';

/** What is connected to this computer. */
export interface Devices {
  readonly inputs: DeviceList;
  readonly outputs: DeviceList;
}

const standIns = new Set(['default', 'communications']);

function listOf(all: readonly MediaDeviceInfo[], kind: MediaDeviceKind): DeviceList {
  const ofKind = all.filter((device) => device.kind === kind);
  const system = ofKind.find((device) => device.deviceId === 'default');
  return {
    devices: ofKind
      .filter((device) => device.label !== '' && !standIns.has(device.deviceId))
      .map(({ deviceId, label }) => ({ deviceId, label })),
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
  return findDevice(devices[kind].devices, chosen)?.deviceId ?? null;
}

const nothing: DeviceList = { devices: [], preferred: null };

/** Calls `listener` now and whenever devices come or go. Returns what stops it. */
export function watchDevices(listener: (devices: Devices) => void): () => void {
  let stopped = false;
  const look = (): void => {
    void listDevices().then(
      (devices) => {
        if (!stopped) listener(devices);
      },
      () => {
        if (!stopped) listener({ inputs: nothing, outputs: nothing });
      },
    );
  };
  look();
  navigator.mediaDevices.addEventListener('devicechange', look);
  return () => {
    stopped = true;
    navigator.mediaDevices.removeEventListener('devicechange', look);
  };
}
