// @ts-check
import { spawnSync } from 'node:child_process';
import { install } from './apt.mjs';

const here = (/** @type {string} */ command) => spawnSync('which', [command]).status === 0;

/** Whether a window can be opened as things are. */
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);

/** Whether a window can be opened, if need be on a display without a screen, which is installed as root on Debian. @returns {Promise<boolean>} */
export const needDisplay = async () =>
  hasDisplay() || (here('xvfb-run') && here('xauth')) || (await install(['xvfb', 'xauth']));

/**
 * What to put before a command that opens a window; nothing where there is a display.
 * @param {string} [screen] how large that of a display without one is to be, as `2900x900x24`
 * @returns {readonly string[]}
 */
export const displayPrefix = (screen) =>
  hasDisplay() ? [] : ['xvfb-run', '-a', ...(screen === undefined ? [] : ['-s', `-screen 0 ${screen}`])];
