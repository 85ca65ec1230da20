import type { LevelReading } from '../../../shared/audio/level-meter.ts';
import type { OptionValues } from '../../../shared/contract/bench-api.ts';
import { benchError, type BenchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { asString, isJsonObject, type Json, type JsonObject } from '../../../shared/kit/json.ts';
import type { PriceBook } from '../../../shared/pricing/price-book.ts';
import { createItem } from '../../../shared/protocol/client-events.ts';
import { outgoing, serverEventInGa, type Wire } from '../../../shared/protocol/dialects.ts';
import type { BenchEvent, BenchEventOf } from '../../../shared/session/bench-events.ts';
import type { Budget } from '../../../shared/session/costs/budget.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';
import { openWork, unfinished } from '../../../shared/session/open-work.ts';
import { replayedId, type ReplayPlan } from '../../../shared/session/reconnect.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import type { ToolAnswers } from '../../../shared/session/tool-answers.ts';
import type { Gate } from '../net/gate.ts';
import type { Route } from '../net/route.ts';
import type { MakePlayer } from '../ports/media.ts';
import { dial, type RealtimeClient, type RealtimeClose } from '../realtime/client.ts';
import { explainClose } from '../realtime/close-codes.ts';
import type { HandshakeTarget } from '../realtime/handshake-error.ts';
import { SendQueue } from '../realtime/send-queue.ts';
import type { AudioPayload } from '../record/audio-files.ts';
import type { SessionRecord } from '../record/session-record.ts';
import { type LiveInput, makeInput, type RunningInput } from './audio-in.ts';
import { AudioOut } from './audio-out.ts';
import { FaultWatch } from './fault-watch.ts';
import { conversationOf } from './conversation.ts';
import { changePlayer, cutVoice, type ReactionParts } from './reactions.ts';
import { SafeClose } from './safe-close.ts';
import type { SoundToPlay } from './sound-frames.ts';
import type { TokenCounter } from './token-counter.ts';
import { type Watcher, type Watchers, watchersOf } from './watchers.ts';

/** An earlier session that this one goes on with, and what of its conversation is put back. */
export interface Continuation {
  readonly sessionId: string;
  /** Null: a fresh conversation. */
  readonly plan: ReplayPlan | null;
}

/** Puts the conversation of an earlier session into this one, item by item, before anything is said. */
function replayConversation(
  { sessionId, plan }: Continuation,
  send: (event: JsonObject) => void,
  bench: (event: BenchEvent) => void,
): void {
  const items = plan?.items ?? [];
  bench({ type: 'bench.continued', sessionId, items: items.length, losses: [...(plan?.losses ?? [])] });
  for (const [index, item] of items.entries()) {
    const event = createItem(item);
    send({ ...event, item: { id: replayedId(index), ...event.item } });
  }
}

export interface LiveTiming {
  readonly handshakeTimeoutMs: number;
  readonly pingEveryMs: number;
  /** How long the other side may take to answer after sleep or a change of network. */
  readonly probeMs: number;
  /** How long the other side may take to say goodbye. */
  readonly closeWaitMs: number;
}

export const defaultTiming: LiveTiming = {
  handshakeTimeoutMs: 15_000,
  pingEveryMs: 10_000,
  probeMs: 5000,
  closeWaitMs: 2000,
};

export interface LiveSessionOptions {
  readonly record: SessionRecord;
  readonly target: HandshakeTarget;
  readonly route: Route;
  readonly headers: Readonly<Record<string, string>>;
  readonly gate: Gate;
  readonly options: OptionValues;
  readonly input: LiveInput;
  readonly timing: LiveTiming;
  /** How long the next file waits for an answer to begin; undefined: the usual time. */
  readonly answerMs?: number | undefined;
  /** The session this one goes on with; null: none. */
  readonly continues: Continuation | null;
  /** How calls of functions are answered, as set at the moment. */
  readonly toolAnswers: () => ToolAnswers;
  readonly counter: TokenCounter;
  readonly budget: { readonly now: () => Budget; readonly book: PriceBook };
  readonly hooks: {
    readonly level: (level: LevelReading) => void;
    /** One line for the host's log. */
    readonly log: (line: string) => void;
  };
}

/** What an event is called, for a sentence about it. */
const typeOf = (event: Json): string =>
  (isJsonObject(event) ? asString(event['type']) : undefined) ?? 'a frame of the service';

/** A session that has used up its budget waits this long for what is still running to report. */
const budgetGraceMs = 10_000;

type ClosedBy = Extract<BenchEvent, { type: 'bench.closing' }>['by'];

/** One session from its first connection attempt to its last written entry. */
export class LiveSession {
  readonly record: SessionRecord;
  readonly audioOut: AudioOut;
  readonly input: RunningInput;
  /** Resolves when the record is closed. */
  readonly ended: Promise<void>;
  readonly #options: LiveSessionOptions;
  readonly #bench: (event: BenchEvent) => void;
  readonly #abort = new AbortController();
  readonly #watchers: Watchers;
  #client: RealtimeClient | null = null;
  #queue: SendQueue | null = null;
  #stopping: Promise<string[]> | null = null;
  readonly #closing: SafeClose;
  readonly #faults: FaultWatch;
  #markEnded: () => void = () => undefined;
  /** Nothing where there is no connection. */
  readonly #sendEvent = (event: JsonObject): void => void this.#queue?.send(event);

  get #reactionParts(): ReactionParts {
    return { audioOut: this.audioOut, view: () => this.record.view, send: this.#sendEvent, bench: this.#bench };
  }

  /** What this connection speaks; everything but its two ends is in the GA dialect. */
  get #wire(): Wire {
    return { ...this.record.header.endpoint, dialect: this.record.view.dialect.sends };
  }

  constructor(options: LiveSessionOptions) {
    this.#options = options;
    this.record = options.record;
    this.ended = new Promise((resolve) => {
      this.#markEnded = resolve;
    });
    const bench = (event: BenchEvent): void => {
      if (!this.record.closed) this.record.bench(event);
    };
    this.#bench = bench;
    this.audioOut = new AudioOut(bench, options.input.kind === 'microphone');
    const view = (): SessionView => this.record.view;
    const nowMs = (): number => this.record.nowMs;
    const { counter, budget, toolAnswers, hooks } = options;
    this.#closing = new SafeClose({ view, nowMs, connected: () => this.#client !== null });
    this.#faults = new FaultWatch({ bench, log: hooks.log });
    this.#watchers = watchersOf({
      audioOut: this.audioOut,
      view,
      nowMs,
      bench,
      send: (event) => this.#queue?.send(event) ?? '',
      sendAudio: (base64) => this.#queue?.sendAudio(base64) ?? false,
      probe: () => this.probe(),
      stopForBudget: () => void this.stop('budget', budgetGraceMs),
      toolAnswers,
      counter,
      budget,
      log: hooks.log,
    });
    this.input = makeInput(options.input, {
      send: (pcm24k) => this.#queue !== null && this.#watchers.inputEncoder.push(pcm24k),
      ready: () => this.#queue?.hasRoom() ?? false,
      bench,
      level: options.hooks.level,
      conversation: conversationOf({ view, nowMs, send: this.#sendEvent, answerMs: options.answerMs }),
    });
  }

  /** Connects, and begins: options first, then audio. A refusal is recorded and the record closed. */
  async connect(): Promise<Result> {
    const { target, route, headers, gate, timing } = this.#options;
    this.record.bench({
      type: 'bench.connect',
      url: target.url,
      auth: target.auth,
      ...(route.proxy === null ? {} : { proxy: route.proxy.host }),
    });
    const dialled = await dial(
      { target, route, headers, gate, signal: this.#abort.signal, ...timing },
      {
        onOpen: (client) => this.#opened(client),
        onFrame: (frame) => this.#received(frame),
        onClosed: (close) => void this.#closed(close),
      },
    );
    if (dialled.ok) return ok({});
    this.record.bench({ type: 'bench.refused', ...dialled.refusal });
    await this.#end();
    return refuse(dialled.refusal.error);
  }

  /** Records what the page knows of the microphone, and other facts about the bench. Nothing once the record is closed. */
  note(event: BenchEvent): void {
    this.#bench(event);
  }

  /** A frame of a capture port; passed over before the session is open and when a file speaks. */
  microphoneFrame(bytes: Uint8Array): void {
    if (this.#queue !== null && this.#options.input.kind === 'microphone') this.input.audioIn.frame(bytes);
  }

  /** The page opened a microphone, or another one, or with other settings. */
  microphoneOpened(): void {
    if (this.#queue !== null && this.#options.input.kind === 'microphone') this.input.tellMicrophone();
  }

  /** What is wrong with it. Said before the session is open, it is recorded with the microphone, when that is. */
  microphoneAils(event: BenchEventOf<'bench.input.zeros' | 'bench.input.cancelling'>): void {
    if (this.#queue !== null && this.#options.input.kind === 'microphone') this.note(event);
  }

  /** Has files speak, in turn with the microphone. Refuses when there is no open connection. */
  play(files: readonly SoundToPlay[]): Result<{ queued: string[] }> {
    if (this.#queue === null || this.#stopping !== null) return refuse(this.#notOpen());
    this.input.files.add(files);
    return ok({ queued: files.map(({ info }) => info.name) });
  }

  /** Answers are played by this from now on, null: by nobody, in real time. What is playing is cut where it was heard. */
  playThrough(player: MakePlayer | null): void {
    this.#faults.guard('a change of the output', () => changePlayer(this.#reactionParts, player));
  }

  /** Sends one event for a person; refuses when there is no open connection. */
  send(event: JsonObject): Result<{ eventId: string }> {
    if (this.#queue === null || this.#stopping !== null) return refuse(this.#notOpen());
    const eventId = this.#queue.send(event);
    if (event['type'] === 'response.cancel') {
      this.#faults.guard('response.cancel', () => cutVoice(this.#reactionParts));
    }
    return ok({ eventId });
  }

  /** Changes options of the running session. A null id: they wait for the running response to end. */
  change(changed: OptionValues): Result<{ eventId: string | null }> {
    if (this.#queue === null || this.#stopping !== null) return refuse(this.#notOpen());
    return ok({ eventId: this.#watchers.optionControl.change(changed) });
  }

  /** Finds out whether the connection outlived sleep or a change of network; one that did not is closed. */
  probe(): void {
    this.#client?.probe(this.#options.timing.probeMs);
  }

  /**
   * Ends the session: audio at once, the socket when open responses and transcriptions have reported or `graceMs` is
   * over. Asked again with no grace while it waits, it closes at once.
   */
  stop(by: ClosedBy, graceMs: number): Promise<string[]> {
    if (this.#closing.waiting && graceMs === 0) {
      this.record.bench({ type: 'bench.hurried' });
      this.#closing.hurry();
    }
    const { phase } = this.record.view;
    // The end stands in the record already, and nothing may follow it.
    if (this.#stopping === null && (phase === 'closed' || phase === 'refused')) return this.ended.then(() => []);
    this.#stopping ??= this.#stop(by, graceMs);
    return this.#stopping;
  }

  async #stop(by: ClosedBy, graceMs: number): Promise<string[]> {
    this.record.bench({ type: 'bench.closing', by, graceMs });
    this.input.stop();
    this.#queue?.settle();
    if (this.#client === null) {
      this.#abort.abort();
      await this.ended;
      return [];
    }
    await this.audioOut.close();
    await this.#closing.settled(graceMs);
    const left = unfinished(openWork(this.record.view, this.record.nowMs));
    this.#client?.close(1000, this.#options.timing.closeWaitMs);
    await this.ended;
    return left;
  }

  #opened(client: RealtimeClient): void {
    this.#client = client;
    const { handshakeMs, requestId, region } = client;
    this.record.bench({
      type: 'bench.connected',
      handshakeMs,
      ...(requestId === undefined ? {} : { requestId }),
      ...(region === undefined ? {} : { region }),
    });
    this.#queue = new SendQueue(client, {
      shape: (event) => outgoing(this.#wire, event),
      onSent: (text, event) => {
        const { entry } = this.record.frame('client', text, event);
        const about = typeOf(event);
        for (const { sent } of this.#watchers.list) {
          if (sent !== undefined) this.#faults.guard(about, () => sent(entry, event));
        }
      },
      onPaused: (paused) => void this.record.bench({ type: 'bench.send.paused', ...paused }),
    });
    this.#faults.guard('the beginning of the session', () => this.#begin());
  }

  #begin(): void {
    const { optionControl, dialect, life, budget } = this.#watchers;
    dialect.begin();
    // Events are worked off in order, so the options are in force for the first frame of audio.
    optionControl.begin(this.#options.options);
    const { continues } = this.#options;
    if (continues !== null) replayConversation(continues, this.#sendEvent, this.#bench);
    this.input.start();
    life.start();
    budget.look();
  }

  /** What came is recorded first. Whatever is made of it then, and whether or not that fails, the next frame finds the session going on. */
  #received(frame: string | Uint8Array): void {
    const { entry, audio } =
      typeof frame === 'string' ? this.record.frame('server', frame) : this.record.binaryFrame('server', frame);
    if (typeof frame === 'string' || isJsonObject(entry.event)) this.#interpret(entry, audio);
    this.#closing.changed();
  }

  /** Each use of an event is guarded by itself: one that fails takes none of the others with it. */
  #interpret(entry: LogEntry, audio: AudioPayload | null): void {
    const event = serverEventInGa(this.record.view.dialect.reads, entry.event);
    const about = typeOf(event);
    for (const { received, until } of this.#watchers.list) {
      if (received === undefined || this.#isPast(until)) continue;
      this.#faults.guard(about, () => received({ entry, event, audio }));
    }
  }

  #isPast(until: Watcher['until']): boolean {
    switch (until) {
      case undefined:
        return false;
      case 'closing':
        return this.#stopping !== null;
      case 'disconnected':
        return this.#queue === null;
    }
  }

  async #closed(close: RealtimeClose): Promise<void> {
    const end = 'the end of the connection';
    await this.#faults.settled(end, () => {
      this.#watchers.life.stop();
      this.input.stop();
      this.#queue?.settle();
    });
    this.#queue = null;
    this.#client = null;
    await this.#faults.settled(end, () => this.audioOut.close());
    await this.#faults.settled(end, () => this.#watchers.tokens.settle());
    await this.#faults.settled(end, () => this.#recordEnd(close));
    this.#closing.changed();
    await this.#end();
  }

  #recordEnd({ code, reason, stalledMs }: RealtimeClose): void {
    if (stalledMs !== null) this.record.bench({ type: 'bench.error', error: this.#stalled(stalledMs) });
    if (this.#stopping === null) this.record.bench({ type: 'bench.closing', by: 'service' });
    const { responses, transcriptions } = openWork(this.record.view, this.record.nowMs);
    this.record.bench({
      type: 'bench.closed',
      code,
      reason,
      explanation: explainClose(code, reason),
      openResponses: [...responses],
      openTranscriptions: [...transcriptions],
    });
  }

  async #end(): Promise<void> {
    await this.record.close();
    this.#markEnded();
  }

  #stalled(silentMs: number): BenchError {
    const seconds = (silentMs / 1000).toFixed(0);
    return benchError('timeout', `Nothing came from ${this.#options.target.host} for ${seconds} s, not even a pong.`, {
      nextStep: 'The connection was cut. Check the network and connect again.',
    });
  }

  #notOpen(): BenchError {
    return benchError('no-session', 'The session is not open, so nothing was sent.', {
      nextStep: 'Connect first.',
    });
  }
}
