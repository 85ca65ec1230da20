import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { assertNever } from '../../../shared/kit/errors.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import { findInstallation } from '../installation.ts';
import { allowLostReader, logLine, tellFaults, terminal, textLine } from '../terminal.ts';
import { runBrowserHost } from './browser-run.ts';
import { findBrowser, openBrowserWindow } from './browser.ts';
import { electronInstaller, fetchElectron, findElectron, runElectron } from './electron-runtime.ts';
import { nextStep, readFlags, type StartFacts, type StartFlags, usage } from './plan.ts';

/* `npm start`: the best window this machine has for the bench. */

const installation = findInstallation();
const { electronApp: app, electronFolder } = installation;
const { platform, env } = process;
const home = homedir();
const say = (line: string): void => terminal.out(textLine(line));

/** Chromium refuses to run its sandbox as root. */
const isRoot = platform === 'linux' && process.getuid?.() === 0;
const rootLine = 'You are root, for whom Chromium has no sandbox: the window is opened with --no-sandbox.';

const lookAround = (flags: StartFlags): StartFacts => ({
  flags,
  hasDisplay:
    platform === 'darwin' || platform === 'win32' || [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((name) => name),
  electron: findElectron({ electronFolder, platform, env, exists: existsSync }),
  browser: findBrowser({ platform, env, home, exists: existsSync }),
});

async function serve(flags: StartFlags, executable: string | null): Promise<void> {
  const folder = dataFolder();
  const facts = { dataFolder: folder, home, noSandbox: isRoot };
  const openBrowser =
    executable === null ? null : (address: string) => openBrowserWindow({ ...facts, executable }, address);
  await runBrowserHost({ installation, dataFolder: folder, port: flags.port, env, say, openBrowser });
}

/** Takes step after step until the bench has run. Returns the exit code. */
async function start(flags: StartFlags): Promise<number> {
  let facts = lookAround(flags);
  for (;;) {
    const next = nextStep(facts);
    next.says.forEach(say);
    switch (next.step) {
      case 'fetch-electron': {
        const fetched = await fetchElectron(electronInstaller(electronFolder));
        const found = lookAround(flags).electron;
        const why = fetched.ok ? 'Electron was fetched and is not where it should be.' : fetched.error.message;
        facts = { ...facts, electron: found.state === 'present' ? found : { state: 'unusable', why } };
        break;
      }
      case 'electron': {
        if (isRoot) say(rootLine);
        const run = await runElectron({ executable: next.executable, app, noSandbox: isRoot, env });
        if (run.ok) return run.code;
        facts = { ...facts, electron: { state: 'unusable', why: run.error.message } };
        break;
      }
      case 'browser':
        if (isRoot) say(rootLine);
        say(`Opening ${next.name} …`);
        await serve(flags, next.executable);
        return 0;
      case 'address':
        await serve(flags, null);
        return 0;
      case 'refuse':
        return 1;
      default:
        assertNever(next, 'Step of the start');
    }
  }
}

allowLostReader();
tellFaults(1);
const read = readFlags(process.argv.slice(2));
if (!read.ok) {
  terminal.err(`${textLine(read.error.message)}${usage}\n`);
  process.exitCode = 2;
} else if (read.flags.help) {
  terminal.out(`${usage}\n`);
} else {
  start(read.flags).then(
    (code) => process.exit(code),
    (error: unknown) => {
      logLine(error instanceof Error ? error.message : String(error));
      process.exit(1);
    },
  );
}
