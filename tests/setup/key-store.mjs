// @ts-check
import { spawnSync } from 'node:child_process';
import { install } from './apt.mjs';

const here = (/** @type {string} */ command) => spawnSync('which', [command]).status === 0;
const isHere = () => here('gnome-keyring-daemon') && here('dbus-run-session');

/** Whether a key store of the system can be had for the tests on Linux: one that is here, or Debian's, installed as root. */
export const needKeyStore = async () =>
  process.platform === 'linux' && (isHere() || ((await install(['gnome-keyring', 'dbus'])) && isHere()));
