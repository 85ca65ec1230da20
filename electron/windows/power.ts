import { powerMonitor } from 'electron';

/** Calls back when the computer wakes from sleep. The engine notices by its clocks as well, a second later. */
export function onWake(listener: () => void): void {
  powerMonitor.on('resume', listener);
}
