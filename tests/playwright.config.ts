import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The specs of `page/` need no more of Electron than that it shows the page, so that Chromium does for them; this asks for both. */
const everyHost = process.env['VOXTALLY_TEST_EVERY_HOST'] === '1';

/** Specs right here are tried in both hosts, those of `page/` as said above; `electron/` holds what only the desktop shell has, `browser/` what only a browser has, and `npm run dev`, `packaged/` what only an installed application does, `developer/` the gallery. Two workers, one a core: a test has a microphone and a loudspeaker to itself, though not the machine. What has one worker at most, since it shares a display, begins first, so that the many files of Chromium fill both to the end. No retries: flaky is failing. The limits only stop a test that hangs. */
export default defineConfig({
  testDir: at('e2e'),
  outputDir: at('../test-results'),
  workers: 2,
  retries: 0,
  timeout: 400_000,
  expect: { timeout: 45_000 },
  reporter: [['list'], ['json']],
  projects: [
    {
      name: 'electron',
      workers: 1,
      testIgnore: [
        '**/e2e/packaged/**',
        '**/e2e/developer/**',
        '**/e2e/browser/**',
        ...(everyHost ? [] : ['**/e2e/page/**']),
      ],
    },
    { name: 'developer', testMatch: '**/e2e/developer/**' },
    { name: 'packaged', workers: 1, testMatch: '**/e2e/packaged/**' },
    { name: 'chromium', testIgnore: ['**/e2e/electron/**', '**/e2e/packaged/**', '**/e2e/developer/**'] },
  ],
});
