import type { Choice } from '../parts/select.tsx';
import type { AudioDevice } from '../store/door.ts';

/** Stands for the device the system prefers; no device has this label. */
export const systemDefault = ' system default';

/**
 * The devices to choose from. One that was chosen before and is not plugged in stays in the list and says so: the bench
 * takes it up again when it comes back.
 */
export function deviceChoices(devices: readonly AudioDevice[], chosen: string | null, noun: string): Choice[] {
  const labels = [...new Set(devices.map((device) => device.label).filter((label) => label !== ''))];
  const away = chosen !== null && !labels.includes(chosen);
  return [
    { value: systemDefault, label: `System default ${noun}` },
    ...labels.map((label) => ({ value: label, label })),
    ...(away && chosen !== null ? [{ value: chosen, label: chosen, note: 'not connected' }] : []),
  ];
}
