/** An input or output of this computer. Its label outlives its id, so preferences keep the label. */
export interface Device {
  readonly deviceId: string;
  readonly label: string;
}

export interface Devices {
  readonly inputs: Device[];
  readonly outputs: Device[];
}

const of = (all: readonly MediaDeviceInfo[], kind: MediaDeviceKind): Device[] =>
  all
    .filter(
      (device) =>
        device.kind === kind &&
        device.label !== '' &&
        device.deviceId !== 'default' &&
        device.deviceId !== 'communications',
    )
    .map(({ deviceId, label }) => ({ deviceId, label }));

/** What is connected now. Labels are empty, and devices left out, until the microphone has been allowed once. */
export async function listDevices(): Promise<Devices> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return { inputs: of(all, 'audioinput'), outputs: of(all, 'audiooutput') };
}

/** The id of the device with this label, or null when it is not connected (or not yet allowed to be seen). */
export async function deviceIdOf(kind: keyof Devices, label: string): Promise<string | null> {
  const devices = await listDevices();
  return devices[kind].find((device) => device.label === label)?.deviceId ?? null;
}

/** Calls `listener` now and whenever devices come or go. Returns what stops it. */
export function watchDevices(listener: (devices: Devices) => void): () => void {
  let stopped = false;
  const look = (): void => {
    void listDevices().then(
      (devices) => {
        if (!stopped) listener(devices);
      },
      () => {
        if (!stopped) listener({ inputs: [], outputs: [] });
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
