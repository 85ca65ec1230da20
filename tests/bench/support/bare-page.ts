import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

/** The application with a bare page in place of its own: the same programs, the same server, the same headers. */
export interface BareApplication {
  /** Where it lies, as the application itself lies at the root of a checkout. */
  readonly root: string;
  remove(): Promise<void>;
}

/** Makes one of the built application. What it is started with finds everything from where it lies, so its programs are copied. */
export async function bareApplication(root: string): Promise<BareApplication> {
  const bare = await mkdtemp(join(tmpdir(), 'voxtally-bare-'));
  for (const part of ['package.json', 'out/node', 'out/preload']) {
    await cp(join(root, part), join(bare, part), { recursive: true, filter: (path) => !path.endsWith('.map') });
  }
  for (const part of ['assets', 'node_modules']) await symlink(join(root, part), join(bare, part));
  await build({
    configFile: false,
    root: join(root, 'tests/bench/support/bare-page'),
    base: './',
    logLevel: 'warn',
    worker: { format: 'es' },
    build: {
      target: 'chrome130',
      outDir: join(bare, 'out/renderer'),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  });
  return { root: bare, remove: () => rm(bare, { recursive: true, force: true, maxRetries: 5 }) };
}
