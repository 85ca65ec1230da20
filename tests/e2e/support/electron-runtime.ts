import { dirname } from 'node:path';

const bundle = 'Electron.app';

/**
 * Makes Playwright start the runtime that VOXTALLY_TEST_ELECTRON names, by way of the electron package: only then does it hold the
 * application back until it listens. Given the executable itself it sometimes waits forever for a window that was there before.
 */
export function useRuntime(): void {
  const executable = process.env['VOXTALLY_TEST_ELECTRON'];
  if (executable === undefined) throw new Error('VOXTALLY_TEST_ELECTRON names no runtime; npm test sets it.');
  const inBundle = executable.lastIndexOf(bundle);
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = inBundle < 0 ? dirname(executable) : executable.slice(0, inBundle);
}
