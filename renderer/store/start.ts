import type { WavInfo } from '../../shared/contract/bench-api.ts';
import type { ChannelChoice } from '../../shared/audio/channels.ts';
import { benchError, type BenchError, ok, refuse, type Result } from '../../shared/kit/errors.ts';
import { createState, type State } from './state.ts';

/** What the start page is opened for: a new deployment, or the part of the form that an error points at. */
export type StartIntent = 'new' | 'key' | 'address' | 'entra' | 'network';

/** What a start waits for: a chosen file being read, the microphone being asked for, the deployment being called. */
export type Starting = 'file' | 'microphone' | 'deployment';

export interface StartState {
  /** True: the start page shows although a session that ended is still attached. */
  readonly atStart: boolean;
  /** What the start page has yet to bring its form to; null: nothing. */
  readonly intent: StartIntent | null;
  /** Where a start stands; null: none is under way. */
  readonly starting: Starting | null;
  /** Why the last start failed; cleared by the next. */
  readonly error: BenchError | null;
  /** The file that stands in for the microphone; null: the microphone speaks. */
  readonly wav: WavInfo | null;
  /** Those that speak after it, each a turn. */
  readonly more: readonly WavInfo[];
  /** What is heard of files with several channels. */
  readonly channel: ChannelChoice;
  /** Why the file that was chosen last is none; gone with the next choice. */
  readonly fileError: BenchError | null;
}

/** Whether the start page shows: a person asked for it, or there is neither a session nor a start that failed. */
export const showsStart = ({ atStart, error }: Pick<StartState, 'atStart' | 'error'>, phase: string | null): boolean =>
  atStart || (phase === null && error === null);

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
  /** A file was chosen, or several, and is being read. A start waits for the last one. */
  reads(read: Promise<Result<{ wav: WavInfo; more?: readonly WavInfo[] }>>): void;
  /** A start begins: with the file that is being read, else by the microphone where no file stands in for it. */
  begin(): Promise<Result>;
  /** The input is open; the deployment is being called. */
  calling(): void;
  /** The start ended before anything was sent. */
  calledOff(): void;
  failed(error: BenchError): void;
  started(): void;
  /** Something else that was asked of the engine failed. */
  refused(error: BenchError): void;
  chooseWav(wav: WavInfo | null): void;
  chooseChannel(channel: ChannelChoice): void;
}

/** Where the engine went while a start was under way. */
export const calledOff = benchError('engine', 'The start was called off: the engine stopped while it was under way.', {
  nextStep: 'Start again.',
});

export function createStart(): Start {
  /** Whether the file that was chosen last can speak. */
  let chosen: Promise<Result> = Promise.resolve(ok({}));
  let reading = false;
  return createState<StartState, Omit<Start, keyof State<StartState>>>(
    { atStart: false, intent: null, starting: null, error: null, wav: null, more: [], channel: 'mix', fileError: null },
    ({ setState, getState }) => ({
      open: (intent) => setState({ atStart: true, error: null, intent }),
      leave: () => setState({ atStart: false, error: null }),
      ask: (intent) => setState({ intent }),
      followed: () => setState({ intent: null }),
      reads(read) {
        const mine: Promise<Result> = read.then((answer) => {
          if (chosen !== mine) return chosen;
          reading = false;
          setState(
            answer.ok ? { wav: answer.wav, more: answer.more ?? [], channel: 'mix' } : { fileError: answer.error },
          );
          return answer;
        });
        chosen = mine;
        reading = true;
        setState({ fileError: null });
      },
      async begin() {
        if (reading) {
          setState({ starting: 'file', error: null });
          const file = await chosen;
          if (getState().starting === null) return refuse(calledOff);
          if (!file.ok) {
            setState({ starting: null });
            return file;
          }
        }
        setState(({ wav }) => ({ starting: wav === null ? 'microphone' : 'deployment', error: null }));
        return ok({});
      },
      calling: () => setState({ starting: 'deployment' }),
      calledOff: () => setState({ starting: null }),
      failed: (error) => setState({ starting: null, error, atStart: false }),
      started: () => setState({ starting: null, atStart: false }),
      refused: (error) => setState({ error }),
      chooseWav(wav) {
        // One that is still being read is not wanted any more.
        chosen = Promise.resolve(ok({}));
        reading = false;
        setState({ wav, more: [], channel: 'mix', fileError: null });
      },
      chooseChannel: (channel) => setState({ channel }),
    }),
  );
}
