import type { Result } from '../../shared/kit/errors.ts';
import type { SecretOutcome } from '../../shared/contract/desktop.ts';
import type { LinkId } from '../../shared/kit/links.ts';
import type { DesktopMenu } from '../../shared/contract/desktop-menu.ts';
import type { PortKind } from '../../shared/contract/ports.ts';
import type { SecretOwner } from '../../shared/protocol/endpoints/credential-id.ts';

/** What carries the page: Electron's window or a browser on loopback. The page knows no more of either than this. */
export interface Host {
  readonly kind: 'electron' | 'browser';
  /**
   * A new port straight to the engine. Rejects with an `Error` whose message is a whole sentence. When the engine restarts, ports
   * opened before are dead (their `close` event fires).
   */
  openPort(kind: PortKind): Promise<MessagePort>;
  /** Hands a key over, write-only; an empty one forgets what is kept for this owner. */
  storeSecret(owner: SecretOwner, secret: string): Promise<Result<SecretOutcome>>;
  /** Where a chosen file lies on this computer, for the engine to read it there; null: the page has its bytes alone. */
  pathOf(file: File): string | null;
  /** Opens one of the bench's own links outside the window. */
  openLink(id: LinkId): void;
  /** Tells what carries the page that there is something to see. */
  drawn(): void;
  /** The menu bar of the desktop; absent: there is none. */
  readonly menu?: DesktopMenu;
  /** The engine stopped or cannot be reached. The message is a whole sentence; returns the way to stop listening. */
  onEngineGone(listener: (message: string) => void): () => void;
  onEngineBack(listener: (message: string) => void): () => void;
}
