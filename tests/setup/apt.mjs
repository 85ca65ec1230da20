// @ts-check
import { existsSync } from 'node:fs';
import { run } from './run.mjs';

let updated = false;

/** Whether packages can be installed here without asking anyone: root on a Debian or Ubuntu. */
export const canInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/**
 * Installs Debian packages, quietly; what apt said is shown when it fails.
 * @param {readonly string[]} packages
 * @returns {Promise<boolean>} whether they are there now
 */
export async function install(packages) {
  if (!canInstall()) return false;
  console.log(`Installing ${packages.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  if (!updated) {
    updated = true;
    await run('apt-get', ['update'], { env, quiet: true });
  }
  const { code, output } = await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], {
    env,
    quiet: true,
  });
  if (code !== 0) console.error(output);
  return code === 0;
}
