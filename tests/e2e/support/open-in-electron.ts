import { _electron as launcher } from '@playwright/test';
import { listenForProblems, type BenchWish, type Opened } from './bench.ts';
import { fakeMicrophone } from './microphone.ts';
import { root } from './places.ts';
import { useRuntime } from './electron-runtime.ts';

/** Starts the desktop application from the checkout, as `npm start` does. */
export async function openInElectron(wish: BenchWish & { home: string }, problems: string[]): Promise<Opened> {
  useRuntime();
  const size = wish.size ?? { width: 1440, height: 900 };
  const app = await launcher.launch({
    args: [
      ...(wish.electronArguments ?? []),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      ...fakeMicrophone(wish.microphone ?? null),
      root,
    ],
    env: { ...(process.env as Record<string, string>), VOXTALLY_HOME: wish.home, ...wish.env },
  });
  const child = app.process();
  let running = true;
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      running = false;
      resolve(code);
    });
  });
  let printed = '';
  child.stdout?.on('data', (text: Buffer) => (printed += text.toString()));
  child.stderr?.on('data', (text: Buffer) => (printed += text.toString()));
  const page = await app.firstWindow();
  listenForProblems(page, problems);
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
  return {
    page,
    pid: child.pid ?? 0,
    printed: () => printed,
    ended,
    electron: app,
    async anotherWindow() {
      const [other] = await Promise.all([
        app.waitForEvent('window'),
        app.evaluate(({ Menu }) => {
          const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []) ?? [];
          items.find((item) => item.label.replace('&', '') === 'New Window')?.click();
        }),
      ]);
      listenForProblems(other, problems);
      return other;
    },
    async close() {
      if (running) await app.close();
      await ended;
    },
  };
}
