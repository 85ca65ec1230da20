// @ts-check
import { spawnSync } from 'node:child_process';
import { install } from './apt.mjs';

const here = (/** @type {string} */ command) => spawnSync('which', [command]).status === 0;

/** Whether a window can be opened as things are. */
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);

/**
 * What to put before a command that opens a window: nothing with a display, xvfb-run without one (installed as root on
 * Debian), null when there is no way. @returns {Promise<readonly string[] | null>}
 */
export async function displayPrefix() {
  if (hasDisplay()) return [];
  const ready = (here('xvfb-run') && here('xauth')) || (await install(['xvfb', 'xauth']));
  return ready ? ['xvfb-run', '-a'] : null;
}
