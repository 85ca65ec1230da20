import { isJsonObject, type Json, type JsonObject } from '../../../shared/kit/json.ts';
import type { PriceBook } from '../../../shared/pricing/price-book.ts';
import type { Budget } from '../../../shared/session/costs/budget.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';
import type { ToolAnswers } from '../../../shared/session/tool-answers.ts';
import type { AudioPayload } from '../record/audio-files.ts';
import { InputEncoder, VoiceDecoder } from './audio-codecs.ts';
import { BudgetGuard } from './budget-guard.ts';
import { DialectWatch } from './dialect-watch.ts';
import { EchoWatch } from './echo-watch.ts';
import { LifeWatch } from './life-watch.ts';
import { OptionControl } from './option-control.ts';
import { answerCalls, type ReactionParts, reactionTo } from './reactions.ts';
import { SpeechEndWatch } from './speech-end-watch.ts';
import type { TokenCounter } from './token-counter.ts';
import { TokenCounting } from './token-counting.ts';

/** A frame of the service that stands in the record. */
export interface ReceivedFrame {
  readonly entry: LogEntry;
  /** What it says, in the GA dialect. */
  readonly event: Json;
  readonly audio: AudioPayload | null;
}

/** One thing that is done about frames beyond recording and showing them. Each call of one is guarded by itself. */
export interface Watcher {
  /** An event of the bench went out. */
  readonly sent?: (entry: LogEntry, event: JsonObject) => void;
  readonly received?: (frame: ReceivedFrame) => void | Promise<void>;
  /** From when on frames are passed over: a session that is being closed begins nothing new, and one without a connection sends nothing. */
  readonly until?: 'closing' | 'disconnected';
}

/** What watching takes of a session. */
export interface WatchedSession extends Omit<ReactionParts, 'send'> {
  /** Sends an event and returns its id; empty where there is no connection. */
  readonly send: (event: JsonObject) => string;
  /** Sends audio in base64; false: there is no room for it. */
  readonly sendAudio: (base64: string) => boolean;
  /** Session time now. */
  readonly nowMs: () => number;
  readonly probe: () => void;
  /** Closes the session safely, for its budget is used up. */
  readonly stopForBudget: () => void;
  /** How calls of functions are answered, as set at the moment. */
  readonly toolAnswers: () => ToolAnswers;
  readonly counter: TokenCounter;
  readonly budget: { readonly now: () => Budget; readonly book: PriceBook };
  /** One line for the host's log. */
  readonly log: (line: string) => void;
}

/** Whoever watches a session: the list that is gone through frame by frame, and those of it that are asked for more. */
export interface Watchers {
  readonly list: readonly Watcher[];
  readonly tokens: TokenCounting;
  readonly budget: BudgetGuard;
  readonly optionControl: OptionControl;
  readonly dialect: DialectWatch;
  readonly inputEncoder: InputEncoder;
  readonly life: LifeWatch;
}

/** For frames that hold an event. */
const onEvent =
  (work: (event: JsonObject, audio: AudioPayload | null) => void | Promise<void>) =>
  ({ event, audio }: ReceivedFrame): void | Promise<void> =>
    isJsonObject(event) ? work(event, audio) : undefined;

export function watchersOf(session: WatchedSession): Watchers {
  const { view, bench, log, send, nowMs } = session;
  const reactionParts: ReactionParts = { audioOut: session.audioOut, view, send: (event) => void send(event), bench };
  const tokens = new TokenCounting({ counter: session.counter, view, bench, log });
  const speechEnds = new SpeechEndWatch({ view, bench });
  const echo = new EchoWatch({ view, bench, audioOut: session.audioOut });
  const voice = new VoiceDecoder();
  const budget = new BudgetGuard({
    view,
    budget: session.budget.now,
    book: session.budget.book,
    nowMs,
    bench,
    stop: session.stopForBudget,
  });
  const optionControl = new OptionControl({ view, send, bench });
  const dialect = new DialectWatch({ view, bench, askAgain: () => optionControl.again() });
  const inputEncoder = new InputEncoder({
    view,
    send: session.sendAudio,
    sent: (pcm24k) => {
      speechEnds.heard(pcm24k);
      echo.heard(pcm24k);
    },
  });
  return {
    tokens,
    budget,
    optionControl,
    dialect,
    inputEncoder,
    life: new LifeWatch({ view, bench, probe: session.probe }),
    // In the order in which a frame is worked off.
    list: [
      { until: 'closing', received: ({ entry }) => dialect.received(entry.event) },
      { sent: (entry) => tokens.saw(entry), received: ({ entry }) => tokens.saw(entry) },
      { sent: (_, event) => speechEnds.sent(event), received: onEvent((event) => speechEnds.received(event)) },
      { received: onEvent((event) => echo.received(event)) },
      { received: onEvent((event, audio) => reactionTo(event)?.(reactionParts, event, voice.take(event, audio))) },
      {
        until: 'closing',
        received: onEvent((event) => {
          if (event['type'] === 'response.done') answerCalls(reactionParts, event, session.toolAnswers());
        }),
      },
      { until: 'closing', received: onEvent((event) => budget.saw(event['type'])) },
      { until: 'disconnected', received: () => optionControl.release() },
      { until: 'disconnected', received: () => inputEncoder.decided() },
    ],
  };
}
