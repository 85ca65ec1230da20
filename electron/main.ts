import { app, type MessagePortMain } from 'electron';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { desktopChannels } from '../shared/desktop.ts';
import { EngineSupervisor } from './hosts/engine-supervisor.ts';
import { versionIn } from './hosts/version-in.ts';
import { keyRing } from './hosts/keys/key-ring.ts';
import { simulatorOnDemand } from './hosts/simulator-on-demand.ts';
import { allowLostReader, logLine as log } from './terminal/terminal.ts';
import { sealedFile } from './secrets/sealed-file.ts';
import { systemCipher } from './secrets/system-cipher.ts';
import { registerAppScheme, serveAppScheme } from './windows/app-protocol.ts';
import { useDataFolder } from './windows/data-place.ts';
import { debuggingRefused } from './windows/debugging.ts';
import { engineUtilityProcess } from './windows/engine-process.ts';
import { tellWindows } from './windows/ipc.ts';
import { openWindow } from './windows/main-window.ts';
import { setMenu } from './windows/menu.ts';
import { blockNavigation } from './windows/navigation.ts';
import { servePageCalls } from './windows/page-calls.ts';
import { reloadCrashedPages } from './windows/page-crash.ts';
import { onWake } from './windows/power.ts';
import { guardPermissions } from './windows/permissions.ts';
import { closeEngineBeforeQuit } from './windows/quit.ts';
import { blockRequests } from './windows/requests.ts';
import { sandboxPages } from './windows/sandbox.ts';
import { switchSpellingOff } from './windows/spelling.ts';
import { systemProxy } from './windows/system-proxy.ts';
import { simulatorUtilityProcess } from './windows/simulator-process.ts';
import { isFirstInstance } from './windows/single-instance.ts';

const root = join(import.meta.dirname, '..', '..');
const window = { preload: join(root, 'out/preload/preload.cjs'), icon: join(root, 'assets/icon.png') };

function start(dataFolder: string): void {
  const version = versionIn(readFileSync(join(root, 'package.json'), 'utf8'));
  const assetsFolder = join(root, 'assets');
  const store = sealedFile(join(dataFolder, 'keys.json'), systemCipher, log);
  const keys = keyRing({ store, whyNot: '', env: process.env });
  const simulator = simulatorOnDemand(() => simulatorUtilityProcess(join(root, 'out/node/simulator.js'), assetsFolder));
  const engine = new EngineSupervisor<MessagePortMain>({
    launch: () => engineUtilityProcess(join(root, 'out/node/engine.js')),
    settings: { dataFolder, assetsFolder, version, host: 'electron' },
    services: {
      secret: keys.secret,
      secretStatus: keys.secretStatus,
      simulatorUrl: () => simulator.url(),
      systemProxy: (url) => systemProxy(url, process.env),
    },
    onGone: (message) => tellWindows(desktopChannels.engineGone, message),
    onBack: (message) => tellWindows(desktopChannels.engineBack, message),
    log,
  });
  closeEngineBeforeQuit((graceMs, mostMs) => engine.stop(graceMs, mostMs));
  engine.start();
  guardPermissions();
  blockRequests();
  switchSpellingOff();
  serveAppScheme(join(root, 'out/renderer'));
  servePageCalls(engine, keys);
  reloadCrashedPages(log);
  onWake(() => void engine.send({ kind: 'woke' }));
  setMenu({ newWindow: () => openWindow(window) });
  openWindow(window).once('show', () => process.send?.({ kind: 'window-open' }));
}

allowLostReader();
const { argv, env, platform } = process;
const refusal = debuggingRefused({ argv, env, platform, isPackaged: app.isPackaged });
if (refusal !== null) {
  log(refusal);
  // Here, before anything else: Chromium opens its port once this file has run.
  process.exit(2);
}
const dataFolder = useDataFolder();
registerAppScheme();
sandboxPages();
blockNavigation();
// Never awaited here: an ES module that waits for 'ready' at its top level keeps 'ready' from coming.
if (isFirstInstance()) void app.whenReady().then(() => start(dataFolder));
else {
  log('Voxtally runs already over this data folder; its window was brought to the front.');
  app.quit();
}
