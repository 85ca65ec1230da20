import { app, type MessagePortMain } from 'electron';
import { join } from 'node:path';
import { desktopChannels } from '../shared/contract/desktop.ts';
import { engineSpec, EngineSupervisor } from './hosts/engine-supervisor.ts';
import { findInstallation } from './hosts/installation.ts';
import { keyRing } from './hosts/keys.ts';
import { launchSimulator, simulatorOnDemand } from './hosts/simulator-process.ts';
import { allowLostReader, logLine as log } from './hosts/terminal.ts';
import { sealedKeys } from './desktop/sealed-keys.ts';
import { onWake, systemCipher, systemProxy } from './desktop/system-services.ts';
import { registerAppScheme, serveAppScheme, servePageCalls, tellWindows } from './desktop/page-server.ts';
import { closeEngineBeforeQuit, isFirstInstance, reloadCrashedPages, useDataFolder } from './desktop/lifecycle.ts';
import { debuggingRefused } from './desktop/policy-rules.ts';
import { utilityChild } from './desktop/utility-process.ts';
import { openWindow, setMenu } from './desktop/window.ts';
import { blockNavigation, blockRequests, guardPermissions, sandboxPages, switchSpellingOff } from './desktop/policy.ts';

function start(dataFolder: string): void {
  const installation = findInstallation();
  const { version, assetsFolder, engineScript, pageFolder } = installation;
  const store = sealedKeys(join(dataFolder, 'keys.json'), systemCipher, log);
  const keys = keyRing({ store, whyNot: '', env: process.env });
  const simulator = simulatorOnDemand(() => launchSimulator(utilityChild, installation));
  const engine = new EngineSupervisor<MessagePortMain>({
    launch: () => utilityChild(engineSpec(engineScript)),
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
  serveAppScheme(pageFolder);
  servePageCalls(engine, keys);
  reloadCrashedPages(log);
  onWake(() => void engine.send({ kind: 'woke' }));
  setMenu({ newWindow: () => openWindow(installation) });
  openWindow(installation).once('show', () => process.send?.({ kind: 'window-open' }));
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
