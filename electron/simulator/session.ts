import { asObject, type JsonObject } from '../../shared/json.ts';
import { familyOf, rulesFor, type RuleSet } from '../../shared/usage/rules/rules.ts';
import type { Family } from '../../shared/usage/rules/schema.ts';
import { createDecoder, type AudioDecoder } from './audio/format.ts';
import { defaultConfig } from './config/defaults.ts';
import type { SessionConfig } from './config/session-config.ts';
import { Conversation } from './conversation/conversation.ts';
import type { Ids } from './ids.ts';
import { InputBuffer } from './input/input-buffer.ts';
import type { RunningResponse } from './responses/running.ts';
import type { Script } from './responses/script.ts';
import type { SpeechLibrary } from './speech/library.ts';
import { Timers } from './timers.ts';
import type { SessionRequest } from './upgrade/admission.ts';
import type { Switches } from './upgrade/switches.ts';
import type { Bill } from './usage/bill.ts';
import type { PrefixCache } from './usage/prefix-cache.ts';
import type { CountTokens } from './usage/tokens.ts';
import { TurnDetector } from './vad/turn-detector.ts';
import type { Connection } from './wire/connection.ts';
import type { ProtocolError } from './wire/errors.ts';

/** What all sessions of a simulator share. */
export interface Deployment {
  readonly library: SpeechLibrary;
  readonly cache: PrefixCache;
  readonly bill: Bill;
  readonly count: CountTokens;
  /** Answers that were written beforehand. */
  readonly script: Script;
}

/** The speed at which the simulator's own waits have their natural length. */
const naturalSpeed = 4;

/** The state of one session. What happens to it is in the folders beside this file, an idea each. */
export class Session {
  readonly id: string;
  readonly model: string;
  /** Models that count alike; one of an unknown name counts as those without a number do. */
  readonly family: Family;
  readonly rules: RuleSet;
  readonly switches: Switches;
  readonly expiresAtSeconds: number;
  /** It writes down what it hears and never answers. */
  readonly transcribes: boolean;
  readonly timers = new Timers();
  readonly conversation: Conversation;
  readonly buffer = new InputBuffer();
  detector = new TurnDetector(0);
  readonly responses = new Map<string, RunningResponse>();

  config: SessionConfig = defaultConfig;
  decoder: AudioDecoder = createDecoder(defaultConfig.audio.input.format);
  /** The turn being spoken: the id its item will have, and where in the buffer it begins. */
  turn: { readonly itemId: string; readonly from: number } | null = null;
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
    this.model = request.model;
    this.family = familyOf(request.model) ?? 'ga';
    this.rules = rulesFor({ family: this.family, service: 'openai' });
    this.switches = request.switches;
    this.transcribes = request.transcribes;
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
