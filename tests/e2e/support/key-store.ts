import { spawn } from 'node:child_process';

export interface TestKeyStore {
  /** What an application needs in its environment to find the store. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** A Secret Service of its own: gnome-keyring on a bus that only this test knows, unlocked, over an empty home. */
export async function startKeyStore(home: string): Promise<TestKeyStore> {
  const unlock = 'printf "test\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1';
  const script = `${unlock}; echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat >/dev/null`;
  const env = { ...process.env, HOME: home, XDG_RUNTIME_DIR: home, XDG_DATA_HOME: `${home}/data` };
  const child = spawn('dbus-run-session', ['--', 'sh', '-c', script], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    let told = '';
    child.stdout.on('data', (text: Buffer) => {
      told += text.toString();
      if (told.includes('\n')) resolve(told.trim());
    });
    child.once('exit', () => reject(new Error('The key store of the test ended at once.')));
  });
  return {
    // By the desktop's name Electron chooses which kind of store to speak to.
    env: { DBUS_SESSION_BUS_ADDRESS: address, XDG_CURRENT_DESKTOP: 'GNOME' },
    close: () => {
      child.stdin.end();
      return ended;
    },
  };
}
