import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Unit and integration tests. They use real sockets, files and processes, so a test may take its time and workers are few: the limits only stop one that hangs. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['tests/unit/**/*.test.{ts,tsx}', 'tests/integration/**/*.test.ts'],
    // One more than the cores of a small machine: many tests wait for a process, a socket or a pause.
    maxWorkers: 3,
    // Files of one worker share their modules, which are pure: a graph of a thousand modules is read twice and not 225 times.
    isolate: false,
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
});
