/** Which session this window's microphone belongs to: it outlives a reload, and no second window takes it up. */
export interface CaptureMemory {
  readonly sessionId: string | null;
  keep(sessionId: string | null): void;
}

const key = 'voxtally.capturing';

/** Kept in the window's session storage, which a reload keeps and another window does not share. */
export const windowMemory = (storage: Storage): CaptureMemory => ({
  get sessionId() {
    return storage.getItem(key);
  },
  keep(sessionId) {
    if (sessionId === null) storage.removeItem(key);
    else storage.setItem(key, sessionId);
  },
});
