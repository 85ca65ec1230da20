import type { PortKind } from '../../shared/contract/ports.ts';
import type { EngineServices } from '../engine/context/services.ts';

/** What the engine asks of the process that started it, each time it needs it. A key is held no longer than one answer. */
export type HostServices = Required<Pick<EngineServices, 'secret' | 'secretStatus' | 'simulatorUrl' | 'systemProxy'>>;
type HostService = keyof HostServices;

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
type HostQuestion = {
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

/** What comes beside a message: a MessagePort under Electron, a TCP socket under Node. */
export type ParentHandle = unknown;

/** The way from an engine process to whoever started it. */
export interface ParentLink {
  post(message: FromEngineProcess): void;
  onMessage(listener: (message: ToEngineProcess, handle: ParentHandle) => void): void;
  /** The parent is gone and nobody will ask this process to stop. */
  onGone(listener: () => void): void;
}

interface ElectronParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown; ports: readonly unknown[] }) => void): unknown;
}

/** The link of this process: Electron's parent port in a utility process, Node's channel in a forked one. Null when it has no parent. */
export function parentLink(): ParentLink | null {
  const { parentPort } = process as NodeJS.Process & { readonly parentPort?: ElectronParentPort | null };
  if (parentPort !== undefined && parentPort !== null) {
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a parent port has no origin
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) =>
        void parentPort.on('message', ({ data, ports }) => listener(data as ToEngineProcess, ports[0])),
      // A utility process ends with its main process; there is nothing to hear.
      onGone: () => undefined,
    };
  }
  if (process.send === undefined) return null;
  return {
    post: (message) => {
      if (process.connected) process.send?.(message);
    },
    onMessage: (listener) =>
      void process.on('message', (message, handle) => listener(message as ToEngineProcess, handle)),
    onGone: (listener) => void process.on('disconnect', listener),
  };
}

/** The host's services as functions of the engine: each call is a question to the parent process and waits for its answer. */
export function askHost(post: (message: FromEngineProcess) => void): {
  services: HostServices;
  answered(id: number, answer: unknown): void;
} {
  const open = new Map<number, (answer: unknown) => void>();
  let lastId = 0;
  const ask =
    <N extends HostService>(service: N) =>
    (argument: Parameters<HostServices[N]>[0]): ReturnType<HostServices[N]> => {
      lastId += 1;
      const id = lastId;
      const answer = new Promise((resolve) => open.set(id, resolve));
      // Service and argument are of one kind, which the compiler cannot follow through the table.
      post({ kind: 'ask', id, service, argument } as HostQuestion);
      return answer as ReturnType<HostServices[N]>;
    };
  return {
    services: {
      secret: ask('secret'),
      secretStatus: ask('secretStatus'),
      simulatorUrl: ask('simulatorUrl'),
      systemProxy: ask('systemProxy'),
    },
    answered(id, answer) {
      open.get(id)?.(answer);
      open.delete(id);
    },
  };
}

/** Answers a question of the engine by the service it names. */
export function answerQuestion(services: HostServices, question: HostQuestion): Promise<unknown> {
  switch (question.service) {
    case 'secret':
      return services.secret(question.argument);
    case 'secretStatus':
      return services.secretStatus(question.argument);
    case 'simulatorUrl':
      return services.simulatorUrl(question.argument);
    case 'systemProxy':
      return services.systemProxy(question.argument);
  }
}
