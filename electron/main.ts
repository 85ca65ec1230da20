import { app, type MessagePortMain } from 'electron';
import { join } from 'node:path';
import { desktopChannels } from '../shared/contract/desktop.ts';
import { messageOf } from '../shared/kit/errors.ts';
import { engineSpec, EngineSupervisor } from './hosts/engine-supervisor.ts';
import { changingPage, onEngineBuilt } from './hosts/development.ts';
import { findInstallation } from './hosts/installation.ts';
import { keyRing } from './hosts/keys.ts';
import { builtPage } from './hosts/page-files.ts';
import { launchSimulator, simulatorOnDemand } from './hosts/simulator-process.ts';
import { allowLostReader, logLine as log } from './hosts/terminal.ts';
import { sealedKeys } from './desktop/sealed-keys.ts';
import { onWake, systemCipher, systemProxy } from './desktop/system-services.ts';
import { registerAppScheme, serveAppScheme, servePageCalls, tellWindows } from './desktop/page-server.ts';
import { closeEngineBeforeQuit, isFirstInstance, reloadCrashedPages, useDataFolder } from './desktop/lifecycle.ts';
import { runInsteadOfWindow } from './desktop/command-mode.ts';
import { commandWords, debuggingRefused } from './desktop/policy-rules.ts';
import { utilityChild } from './desktop/utility-process.ts';
import { showMenuBar } from './desktop/menu-bar.ts';
import { openWindow } from './desktop/window.ts';
import { blockNavigation, blockRequests, guardPermissions, sandboxPages, switchSpellingOff } from './desktop/policy.ts';

function start(dataFolder: string): void {
  const installation = findInstallation();
  const { version, assetsFolder, engineScript, pageFolder, development } = installation;
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
  blockRequests(development === null ? null : new URL(development.pageServer.replace(/^http/, 'ws')).origin);
  switchSpellingOff();
  serveAppScheme(development === null ? builtPage(pageFolder, 'none') : changingPage(development, 'none'));
  if (development !== null) onEngineBuilt(development, () => void engine.restart());
  servePageCalls(engine, keys);
  reloadCrashedPages(log);
  onWake(() => void engine.send({ kind: 'woke' }));
  showMenuBar({ version, newWindow: () => openWindow(installation), log });
  openWindow(installation).once('show', () => process.send?.({ kind: 'window-open' }));
}

function startWindow(): void {
  allowLostReader();
  const dataFolder = useDataFolder();
  registerAppScheme();
  sandboxPages();
  blockNavigation();
  // Never awaited here: an ES module that waits for 'ready' at its top level keeps 'ready' from coming.
  if (isFirstInstance()) {
    void app.whenReady().then(() => start(dataFolder));
  } else {
    log('Voxtally runs already over this data folder; its window was brought to the front.');
    app.quit();
  }
}

const { argv, env, platform } = process;
const refusal = debuggingRefused({ argv, env, platform, isPackaged: app.isPackaged });
if (refusal !== null) {
  log(refusal);
  // Here, before anything else: Chromium opens its port once this file has run.
  process.exit(2);
}
const command = commandWords(argv);
if (command === null) startWindow();
else {
  runInsteadOfWindow(async (launch) => {
    // Read when it is wanted: a window has no use for it.
    const { runCommandLine } = await import('./cli/command-line.ts');
    return await runCommandLine(command, launch);
  }).catch((error: unknown) => {
    log(`The command could not be run: ${messageOf(error)}`);
    app.exit(1);
  });
}
