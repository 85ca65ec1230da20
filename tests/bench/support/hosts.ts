import { execFileSync } from 'node:child_process';
import type { HostName } from '../../e2e/support/bench.ts';
import { hasDisplay } from '../../setup/display.mjs';
import { findChromium } from '../../setup/find-chromium.mjs';
import { findElectron } from '../../setup/find-electron.mjs';

/** A window to measure in, or why there is none on this machine. */
export interface HostHere {
  readonly host: HostName;
  readonly name: string;
  readonly missing: string | null;
  /** As the program itself says it; empty where it does not. */
  readonly version: string;
}

function versionOf(program: string | null): string {
  if (program === null) return '';
  try {
    // As root, neither says anything with its sandbox on.
    const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--version'];
    const said = execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return /\d+(\.\d+)+/.exec(said)?.[0] ?? '';
  } catch {
    return '';
  }
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
    {
      host: 'chromium',
      name: 'Chromium',
      missing: chromium === null ? 'no Chrome, Chromium or Edge is here' : null,
      version: versionOf(chromium),
    },
    { host: 'electron', name: 'Electron', missing: noElectron, version: versionOf(electron) },
  ];
}
