import type { Json } from '../../../shared/kit/json.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import type { LogEntry, Origin, SessionHeader } from '../../../shared/session/entry.ts';

export const header: SessionHeader = {
  voxtally: 1,
  app: '0.0.0',
  sessionId: 'test',
  startedAt: '2026-11-23T14:02:00.000Z',
  endpoint: {
    kind: 'simulator',
    label: 'simulator',
    url: 'ws://127.0.0.1/v1/realtime',
    deployment: 'gpt-realtime-mini',
    auth: 'none',
  },
  requested: {},
  priceBookId: 'list-2026-10-09',
  input: { kind: 'wav', name: 'question.wav' },
};

/**
 * Writes a log by hand: each call appends one entry and moves the clock on by `stepMs`; one that does not speak by `betweenMs`,
 * where that is given.
 */
export class LogWriter {
  readonly entries: LogEntry[] = [];
  #t = 0;
  readonly stepMs: number;
  readonly #betweenMs: number;

  constructor(stepMs = 20, betweenMs = stepMs) {
    this.stepMs = stepMs;
    this.#betweenMs = betweenMs;
  }

  add(from: Origin, event: Json, stepMs = this.#betweenMs): this {
    this.#t += stepMs;
    const at = new Date(Date.parse(header.startedAt) + this.#t).toISOString();
    this.entries.push({ seq: this.entries.length + 1, at, t: this.#t, from, event });
    return this;
  }

  server(type: string, rest: { [key: string]: Json } = {}): this {
    return this.add('server', { type, ...rest });
  }

  client(type: string, rest: { [key: string]: Json } = {}): this {
    return this.add('client', { type, ...rest });
  }

  bench(event: BenchEvent): this {
    return this.add('bench', event as unknown as Json);
  }

  /** `ms` of input audio in frames of 20 ms. */
  speak(ms: number): this {
    for (let sent = 0; sent < ms; sent += 20) {
      const audio = { $audio: { file: 'input.wav', offset: 44, length: 960 } };
      this.add('client', { type: 'input_audio_buffer.append', audio }, this.stepMs);
    }
    return this;
  }
}
