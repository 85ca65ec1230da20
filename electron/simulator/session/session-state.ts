import { asObject, type JsonObject } from '../../../shared/kit/json.ts';
import { familyOf, type RuleSet, rulesFor } from '../../../shared/usage/rules/rules.ts';
import type { Family, Service } from '../../../shared/usage/rules/schema.ts';
import { defaultConfig, type SessionConfig } from '../config/session-config.ts';
import type { Bill } from '../model/bill.ts';
import { Conversation } from '../model/conversation.ts';
import type { PromptCache } from '../model/prompt-cache.ts';
import type { Script } from '../model/reply-plan.ts';
import type { RunningResponse } from '../model/response.ts';
import type { SpeechLibrary } from '../model/speech.ts';
import type { CountTokens } from '../model/tokens.ts';
import { type AudioDecoder, createDecoder } from '../wire/audio.ts';
import type { Connection, Ids } from '../wire/connection.ts';
import type { ProtocolError } from '../wire/errors.ts';
import type { SessionRequest } from '../wire/handshake.ts';
import type { Switches } from '../wire/switches.ts';
import type { LiveTranscript } from '../model/live-transcript.ts';
import { InputBuffer, TurnDetector } from './input-audio.ts';

/** Timers that end together with the session they belong to. */
class Timers {
  readonly #running = new Set<NodeJS.Timeout>();
  #closed = false;

  /** Calls `action` after `delayMs`; never after `close`. Returns what takes it back. */
  after(delayMs: number, action: () => void): () => void {
    if (this.#closed) return () => undefined;
    const timer = setTimeout(() => {
      this.#running.delete(timer);
      action();
    }, delayMs);
    this.#running.add(timer);
    return () => {
      clearTimeout(timer);
      this.#running.delete(timer);
    };
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#running) clearTimeout(timer);
    this.#running.clear();
  }
}

/** What all sessions of a simulator share. */
export interface Deployment {
  readonly library: SpeechLibrary;
  readonly cache: PromptCache;
  readonly bill: Bill;
  readonly count: CountTokens;
  /** Answers that were written beforehand. */
  readonly script: Script;
}

/** The speed at which the simulator's own waits have their natural length. */
const naturalSpeed = 4;

/** The state of one session. What happens to it is in the modules beside this one, an idea each. */
export class Session {
  readonly id: string;
  /** Whose service is played. */
  readonly vendor: Service;
  readonly model: string;
  /** Models that count alike; one of an unknown name counts as those without a number do. */
  readonly family: Family;
  readonly rules: RuleSet;
  readonly switches: Switches;
  readonly expiresAtSeconds: number;
  /** It writes down what it hears and never answers. */
  readonly transcribes: boolean;
  /** It speaks the older protocol. */
  readonly preview: boolean;
  readonly timers = new Timers();
  readonly conversation: Conversation;
  readonly buffer = new InputBuffer();
  detector = new TurnDetector(0);
  readonly responses = new Map<string, RunningResponse>();

  config: SessionConfig;
  decoder: AudioDecoder;
  /** The turn being spoken: the id its item will have, and where in the buffer it begins. */
  turn: { readonly itemId: string; readonly from: number } | null = null;
  /** Words that went out of audio that is not committed. */
  live: LiveTranscript | null = null;
  /** Where in the buffer the silence began that the idle timeout may commit. */
  idleFrom: number | null = null;
  stopIdle: () => void = () => undefined;
  /** What happens when a response of the conversation has ended. */
  afterResponse: (ended: RunningResponse) => void = () => undefined;
  /** The conversation holds assistant audio: its voice is settled. */
  hasSpoken = false;
  /** Ids of items that truncation has dropped: no response reads them any more. */
  readonly dropped = new Set<string>();
  /** How many replies that answer no question in particular have been given. */
  smallTalk = 0;

  constructor(
    request: SessionRequest,
    readonly deployment: Deployment,
    readonly ids: Ids,
    readonly connection: Connection,
  ) {
    this.id = ids.named('sess');
    this.vendor = request.vendor;
    this.model = request.model;
    this.family = familyOf(request.model) ?? 'ga';
    this.rules = rulesFor({ family: this.family, service: this.vendor });
    this.switches = request.switches;
    this.transcribes = request.transcribes;
    this.preview = request.preview;
    this.config = defaultConfig(request.model, request.preview);
    this.decoder = createDecoder(this.config.audio.input.format);
    this.conversation = new Conversation(ids.named('conv'));
    this.expiresAtSeconds = Math.floor((Date.now() + request.switches.expires_after_ms) / 1000);
  }

  send(type: string, event: JsonObject = {}): void {
    this.connection.send(type, event);
  }

  /** Answers a client event with an error. The session goes on. */
  refuse(error: ProtocolError, eventId: string | null): void {
    this.send('error', { error: { ...error, event_id: eventId } });
  }

  /** A wait of the simulator's own, shortened or stretched by the `speed` switch. */
  scaled(ms: number): number {
    return (ms * naturalSpeed) / this.switches.speed;
  }

  /** As `scaled`, and then does it; never after the session has closed. */
  wait(ms: number, action: () => void): () => void {
    return this.timers.after(this.scaled(ms), action);
  }

  /** The response of the conversation that is running; out-of-band ones do not count. */
  get active(): RunningResponse | undefined {
    return [...this.responses.values()].find((running) => running.settings.inConversation);
  }

  /** Nobody is idle any more: the timeout stops, and the silence so far is forgotten. */
  endIdle(): void {
    this.stopIdle();
    this.stopIdle = () => undefined;
    this.idleFrom = null;
  }

  /** Listens anew from here on: turn detection was switched. */
  startListening(): void {
    this.detector = new TurnDetector(this.buffer.end);
    this.turn = null;
    this.live = null;
  }

  /** The full effective session, as session.created and session.updated carry it. */
  describe(): JsonObject {
    if (this.transcribes) return this.#describeTranscription();
    return {
      type: 'realtime',
      object: 'realtime.session',
      id: this.id,
      model: this.model,
      expires_at: this.expiresAtSeconds,
      ...(this.config as unknown as JsonObject),
    };
  }

  #describeTranscription(): JsonObject {
    const { audio, include } = this.config as unknown as JsonObject;
    return {
      type: 'transcription',
      object: 'realtime.transcription_session',
      id: this.id,
      expires_at: this.expiresAtSeconds,
      audio: { input: asObject(audio)?.['input'] ?? null },
      include: include ?? null,
    };
  }
}
