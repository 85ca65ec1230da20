import type { Result } from '../kit/errors.ts';
import type { LinkId } from '../kit/links.ts';
import type { SecretOwner } from '../protocol/endpoints/credential-id.ts';
import type { MenuNews } from './desktop-menu.ts';
import type { PortKind } from './ports.ts';

/** What became of a key: kept by the operating system's key store, held for this run only, or forgotten. */
export interface SecretOutcome {
  readonly kept: 'store' | 'memory' | 'forgotten';
  /** A whole sentence for the person when the key is not kept beyond this run; null otherwise. */
  readonly note: string | null;
}

/**
 * What the desktop's preload puts on the page as `window.voxtallyDesktop`, and all of it. A key goes in and never comes out.
 */
export interface DesktopBridge {
  /**
   * Asks for a port. It arrives as a window message `{ voxtallyPort: number }` (`DesktopPortMessage`) with the port beside it,
   * before or after the answer.
   */
  openPort(kind: PortKind, number: number): Promise<Result>;
  /** Hands a key over to be kept; an empty one forgets what was kept for this owner. */
  storeSecret(owner: SecretOwner, secret: string): Promise<Result<SecretOutcome>>;
  openLink(id: LinkId): Promise<Result>;
  /** Where a chosen file lies on this computer; empty for one that was never on its disk. */
  pathOf(file: object): string;
  /** The page has drawn what a person can use: from now on its window is worth showing. */
  drawn(): void;
  /** What the menu bar shows while this window has the focus. */
  tellMenu(this: void, news: MenuNews): void;
  /** The id of an action that the menu bar asks for. Returns the way to stop listening. */
  onMenuAction(this: void, listener: (id: string) => void): () => void;
  /** The engine stopped; every port is dead. The message is a whole sentence. Returns the way to stop listening. */
  onEngineGone(listener: (message: string) => void): () => void;
  onEngineBack(listener: (message: string) => void): () => void;
}

export interface DesktopPortMessage {
  readonly voxtallyPort: number;
}

/** The channels between preload and main process, each named once. */
export const desktopChannels = {
  openPort: 'voxtally:open-port',
  storeSecret: 'voxtally:store-secret',
  openLink: 'voxtally:open-link',
  port: 'voxtally:port',
  drawn: 'voxtally:drawn',
  menuNews: 'voxtally:menu-news',
  menuAction: 'voxtally:menu-action',
  engineGone: 'voxtally:engine-gone',
  engineBack: 'voxtally:engine-back',
} as const;

/** Painted before the page is: the ground of either theme, as the page's style has it (`--bg-0`). */
export const windowGround = { dark: '#0d0f12', light: '#eef0f3' } as const;
