import { session, systemPreferences } from 'electron';
import { allowsCheck, allowsRequest } from './permission-rules.ts';

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
