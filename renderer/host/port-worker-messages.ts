import type { FromBrowserHost } from '../../shared/browser-host.ts';
import type { PortKind } from '../../shared/ports.ts';

/** Page to worker, over the line that came with the worker's first message. A port to be bridged comes beside it. */
export interface ToPortWorker {
  readonly kind: 'open';
  readonly number: number;
  readonly portKind: PortKind;
}

/** Worker to page. */
export type FromPortWorker =
  | { readonly kind: 'opened'; readonly number: number }
  | { readonly kind: 'not-opened'; readonly number: number; readonly message: string }
  | FromBrowserHost;
