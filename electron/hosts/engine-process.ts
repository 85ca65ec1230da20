import type { FromEngineProcess, ToEngineProcess } from './engine-messages.ts';

/** An engine's process as its host sees it. `Handle` is what travels beside a message: a MessagePort or a socket. */
export interface EngineProcess<Handle> {
  send(message: ToEngineProcess, handle?: Handle): void;
  onMessage(listener: (message: FromEngineProcess) => void): void;
  /** Called once; `how` finishes the sentence "The engine stopped (…)". */
  onExit(listener: (how: string) => void): void;
  kill(): void;
}
