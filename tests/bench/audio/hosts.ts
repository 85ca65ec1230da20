import type { HostName } from '../../e2e/support/bench.ts';
import { hasDisplay } from '../../setup/display.mjs';
import { findChromium } from '../../setup/find-chromium.mjs';
import { findElectron } from '../../setup/find-electron.mjs';

/** A window to measure in, or why there is none on this machine. */
export interface HostHere {
  readonly host: HostName;
  readonly name: string;
  readonly missing: string | null;
}

/** Both hosts; those that are here can be opened from now on. */
export function hostsHere(root: string): HostHere[] {
  const chromium = findChromium();
  const electron = findElectron(root);
  if (chromium !== null) process.env['CHROMIUM_PATH'] = chromium;
  if (electron !== null) process.env['VOXTALLY_TEST_ELECTRON'] = electron;
  const noElectron =
    electron === null ? 'no Electron runtime is here' : hasDisplay() ? null : 'there is no display and no xvfb-run';
  return [
    { host: 'chromium', name: 'Chromium', missing: chromium === null ? 'no Chrome, Chromium or Edge is here' : null },
    { host: 'electron', name: 'Electron', missing: noElectron },
  ];
}
