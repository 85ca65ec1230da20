import { createState, type State } from './state.ts';

/** A try to go on with a session whose connection was lost. */
export interface Reconnecting {
  readonly sessionId: string;
  readonly attempt: number;
  /** When the next try begins, on the page's clock in milliseconds; null: one is under way. */
  readonly nextAtMs: number | null;
}

/** A session this window ran and that ended unasked, and when on the page's clock in milliseconds. */
export interface LostSession {
  readonly sessionId: string;
  readonly atMs: number;
}

export interface RunState {
  /** Milliseconds on the page's clock at which a safe stop was asked for; null: none is under way. */
  readonly stoppingSinceMs: number | null;
  /** The microphone is open for as long as a key or a button is held. */
  readonly held: boolean;
  /** Null: none, or put aside. */
  readonly lost: LostSession | null;
  readonly reconnecting: Reconnecting | null;
}

/** How the session that this window runs is held, stopped, lost and taken up again. */
export interface Run extends State<RunState> {
  stopping(sinceMs: number): void;
  notStopping(): void;
  hold(): void;
  release(): void;
  /** The session is over; `lost` where nobody asked for that. */
  ended(lost: LostSession | null): void;
  reconnect(reconnecting: Reconnecting | null): void;
  /** The lost session is taken up again, or put aside. */
  settleLost(): void;
}

export const createRun = (): Run =>
  createState<RunState, Omit<Run, keyof State<RunState>>>(
    { stoppingSinceMs: null, held: false, lost: null, reconnecting: null },
    ({ setState }) => ({
      stopping: (stoppingSinceMs) => setState({ stoppingSinceMs }),
      notStopping: () => setState({ stoppingSinceMs: null }),
      hold: () => setState({ held: true }),
      release: () => setState({ held: false }),
      ended: (lost) => setState({ stoppingSinceMs: null, held: false, lost }),
      reconnect: (reconnecting) => setState({ reconnecting }),
      settleLost: () => setState({ lost: null, reconnecting: null }),
    }),
  );
