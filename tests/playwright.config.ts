import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The same specs in both hosts; `electron/` holds what only the desktop shell has, `browser/` what only a browser has. One worker: a test has a microphone, a clock and a loudspeaker to itself. No retries: flaky is failing. The limits only stop a test that hangs. */
export default defineConfig({
  testDir: at('e2e'),
  outputDir: at('../test-results'),
  workers: 1,
  retries: 0,
  timeout: 400_000,
  expect: { timeout: 45_000 },
  reporter: [['list'], ['json']],
  projects: [
    { name: 'chromium', testIgnore: '**/e2e/electron/**' },
    { name: 'electron', testIgnore: '**/e2e/browser/**' },
  ],
});
