import { app, session, systemPreferences } from 'electron';
import { allowsCheck, allowsRequest } from './policy-rules.ts';

/** Every page in the sandbox. With --no-sandbox, which root needs, the call would end the process. */
export function sandboxPages(): void {
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
}

/** A page goes nowhere: only a reload of the same address passes. No further windows, no webviews. For every page there will be. */
export function blockNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (event.url !== contents.getURL()) event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

const own = new Set(['app:', 'devtools:', 'data:', 'blob:']);

/**
 * The page loads nothing from disk or network; the policy header says so, and this holds when a header is missing.
 * @param development where a page under development hears of changes: an origin of WebSockets
 */
export function blockRequests(development: string | null): void {
  session.defaultSession.webRequest.onBeforeRequest(({ url }, answer) => {
    const { protocol, origin } = new URL(url);
    answer({ cancel: !own.has(protocol) && origin !== development });
  });
}

/** macOS has a permission of its own, which it asks the person for once. */
const systemAllows = (): Promise<boolean> =>
  process.platform === 'darwin' ? systemPreferences.askForMediaAccess('microphone') : Promise.resolve(true);

/** Without both handlers Electron approves everything. */
export function guardPermissions(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const mediaTypes = 'mediaTypes' in details ? details.mediaTypes : undefined;
    const { requestingUrl, isMainFrame } = details;
    if (!allowsRequest(permission, { requestingUrl, isMainFrame, mediaTypes })) return answer(false);
    void systemAllows().then(answer, () => answer(false));
  });
  defaultSession.setPermissionCheckHandler((_contents, permission, origin, details) =>
    allowsCheck(permission, origin, details),
  );
  defaultSession.setDevicePermissionHandler(() => false);
}

/**
 * Nothing is checked for its spelling: names, addresses and instructions are no prose, and Chromium would fetch a dictionary from
 * its maker for it. Has to run before the first window opens.
 */
export function switchSpellingOff(): void {
  const { defaultSession } = session;
  defaultSession.setSpellCheckerEnabled(false);
  // macOS checks with its own dictionaries and has no list to empty.
  if (process.platform !== 'darwin') defaultSession.setSpellCheckerLanguages([]);
}
