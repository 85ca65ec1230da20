import type { PortKind } from '../../shared/ports.ts';
import type { EngineServices } from '../engine/services.ts';

/** What the engine asks of the process that started it, each time it needs it. A key is held no longer than one answer. */
export type HostServices = Required<Pick<EngineServices, 'secret' | 'secretStatus' | 'simulatorUrl' | 'systemProxy'>>;
export type HostService = keyof HostServices;

/** The plain facts an engine process is started with. */
export type EngineSettings = Pick<EngineServices, 'dataFolder' | 'assetsFolder' | 'version' | 'host'> & {
  readonly engineStarts: number;
};

/** The opening request of a WebSocket, whose socket comes with the message. Holds neither cookie nor page's key. */
export interface UpgradeRequest {
  readonly url: string;
  readonly headers: Record<string, string | string[] | undefined>;
  /** Bytes that came behind the request, base64. */
  readonly head: string;
}

/** Host to engine process. */
export type ToEngineProcess =
  | { readonly kind: 'start'; readonly settings: EngineSettings }
  /** With a MessagePort (Electron). */
  | { readonly kind: 'port'; readonly portKind: PortKind; readonly clientId: number }
  /** With a TCP socket (browser host). It is the engine's from `socket-yours` on. */
  | {
      readonly kind: 'socket';
      readonly number: number;
      readonly portKind: PortKind;
      readonly clientId: number;
      readonly upgrade: UpgradeRequest;
    }
  /** The host has let go of the socket: until then both processes read from it, and what the host reads is lost. */
  | { readonly kind: 'socket-yours'; readonly number: number }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  /** The computer woke from sleep. */
  | { readonly kind: 'woke' }
  | { readonly kind: 'stop'; readonly graceMs: number };

/** One call of a host's service; the argument is that service's own. */
export type HostQuestion = {
  readonly [N in HostService]: {
    readonly kind: 'ask';
    readonly id: number;
    readonly service: N;
    readonly argument: Parameters<HostServices[N]>[0];
  };
}[HostService];

/** Engine process to host. */
export type FromEngineProcess =
  | { readonly kind: 'ready' }
  | HostQuestion
  | { readonly kind: 'socket-here'; readonly number: number }
  | { readonly kind: 'log'; readonly line: string }
  /** The engine cannot start; the process ends. The message is a whole sentence. */
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'stopped' };
