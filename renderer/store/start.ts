import type { WavInfo } from '../../shared/contract/bench-api.ts';
import type { BenchError } from '../../shared/kit/errors.ts';
import { createState, type State } from './state.ts';

/** What the start page is opened for: a new deployment, or the part of the form that an error points at. */
export type StartIntent = 'new' | 'key' | 'address' | 'entra' | 'network';

export interface StartState {
  /** True: the start page shows although a session that ended is still attached. */
  readonly atStart: boolean;
  /** What the start page has yet to bring its form to; null: nothing. */
  readonly intent: StartIntent | null;
  /** Where a start stands: the microphone being asked for, the deployment being called; null: none is under way. */
  readonly starting: 'microphone' | 'deployment' | null;
  /** Why the last start failed; cleared by the next. */
  readonly error: BenchError | null;
  /** The WAV file that stands in for the microphone; null: the microphone speaks. */
  readonly wav: WavInfo | null;
}

/** What is about to be started, and how that goes. */
export interface Start extends State<StartState> {
  /** Shows the start page; an intent brings its form there. */
  open(intent: StartIntent | null): void;
  /** Shows the session in place of the start page. */
  leave(): void;
  /** Asks the start page that shows for something, without opening it. */
  ask(intent: StartIntent): void;
  /** The start page has brought its form to what was asked. */
  followed(): void;
  /** A start begins: by the microphone, where no file stands in for it. */
  begin(): void;
  /** The input is open; the deployment is being called. */
  calling(): void;
  /** The start ended before anything was sent. */
  calledOff(): void;
  failed(error: BenchError): void;
  started(): void;
  /** Something else that was asked of the engine failed. */
  refused(error: BenchError): void;
  chooseWav(wav: WavInfo | null): void;
}

export const createStart = (): Start =>
  createState<StartState, Omit<Start, keyof State<StartState>>>(
    { atStart: false, intent: null, starting: null, error: null, wav: null },
    ({ setState }) => ({
      open: (intent) => setState({ atStart: true, error: null, intent }),
      leave: () => setState({ atStart: false, error: null }),
      ask: (intent) => setState({ intent }),
      followed: () => setState({ intent: null }),
      begin: () => setState(({ wav }) => ({ starting: wav === null ? 'microphone' : 'deployment', error: null })),
      calling: () => setState({ starting: 'deployment' }),
      calledOff: () => setState({ starting: null }),
      failed: (error) => setState({ starting: null, error, atStart: false }),
      started: () => setState({ starting: null, atStart: false }),
      refused: (error) => setState({ error }),
      chooseWav: (wav) => setState({ wav }),
    }),
  );
