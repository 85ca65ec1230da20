import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { WebSocket, type ClientOptions } from 'ws';
import { startSimulator, type Simulator } from '../../../electron/simulator/server.ts';
import { floatToPcm16 } from '../../../shared/audio/samples.ts';
import { Resampler } from '../../../shared/audio/resampler.ts';
import { parseWav } from '../../../shared/audio/files/wav-file.ts';
import { readMono } from '../../../shared/audio/sound-file.ts';
import type { Json, JsonObject } from '../../../shared/kit/json.ts';

export const assetsFolder = fileURLToPath(new URL('../../../assets', import.meta.url));

export const startForTests = (): Promise<Simulator> => startSimulator({ assetsFolder, seed: 1 });

/** The same simulator as the Azure it plays below `/openai`; on the dated path it speaks the preview where an api-version is asked for. */
export const atAzure = (simulator: Simulator, path = '/openai/v1/realtime'): Simulator => ({
  ...simulator,
  url: simulator.url.replace('/v1/realtime', path),
});

/** A reply streams 50 times faster than it plays, so that no test waits for speech. */
const testSpeed = 50;
const waitLimitMs = 30_000;

export type ServerEvent = JsonObject & { type: string };
type Passes = (event: ServerEvent) => boolean;

/** A client of the simulator that remembers every frame and waits for what has not come yet. */
export class Caller {
  readonly events: ServerEvent[] = [];
  /** Frames that are not JSON. */
  readonly oddFrames: string[] = [];
  readonly socket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
  #wake: () => void = () => undefined;
  #sent = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      try {
        this.events.push(JSON.parse(data.toString()) as ServerEvent);
      } catch {
        this.oddFrames.push(data.toString());
      }
      this.#wake();
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.#wake();
      });
    });
  }

  static async connect(
    simulator: Simulator,
    query: Record<string, string | number> = {},
    options: ClientOptions = {},
  ): Promise<Caller> {
    const parameters = new URLSearchParams({ model: 'gpt-realtime-mini', speed: String(testSpeed), cache: '0' });
    for (const [name, value] of Object.entries(query)) parameters.set(name, String(value));
    const socket = new WebSocket(`${simulator.url}?${parameters.toString()}`, options);
    const caller = new Caller(socket);
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return caller;
  }

  /** Sends a client event; returns the event_id it was given. */
  send(type: string, event: JsonObject = {}): string {
    this.#sent += 1;
    const eventId = `test_${this.#sent}`;
    this.socket.send(JSON.stringify({ type, event_id: eventId, ...event }));
    return eventId;
  }

  update(session: JsonObject): string {
    return this.send('session.update', { session: { type: 'realtime', ...session } });
  }

  /** Configures and waits until the change is in effect. */
  async configure(session: JsonObject): Promise<JsonObject> {
    const before = this.events.length;
    this.update(session);
    const updated = await this.next('session.updated', before);
    return updated['session'] as JsonObject;
  }

  /** Sends audio in pieces of `pieceMs`, as fast as the socket takes it. */
  speak(pcm24k: Int16Array, pieceMs = 100): void {
    const piece = pieceMs * 24;
    for (let at = 0; at < pcm24k.length; at += piece) this.append(pcm24k.subarray(at, at + piece));
  }

  append(pcm24k: Int16Array): void {
    this.send('input_audio_buffer.append', { audio: base64(pcm24k) });
  }

  all(type: string): ServerEvent[] {
    return this.events.filter((event) => event.type === type);
  }

  types(): string[] {
    return this.events.map((event) => event.type);
  }

  /** The first event that passes, from `from` on: one that has come, or one that comes yet. Rejects after a while or when the line closes. */
  async wait(passes: Passes, what: string, from = 0): Promise<ServerEvent> {
    const until = Date.now() + waitLimitMs;
    for (let index = from; ; index += 1) {
      while (index >= this.events.length) {
        const left = until - Date.now();
        if (left <= 0 || this.socket.readyState === WebSocket.CLOSED) {
          throw new Error(`${what} did not come. Came: ${this.types().join(', ')}`);
        }
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left);
          this.#wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      const event = this.events[index];
      if (event !== undefined && passes(event)) return event;
    }
  }

  next(type: string, from = 0): Promise<ServerEvent> {
    return this.wait((event) => event.type === type, type, from);
  }

  /** The error that answers a client event. */
  async refusal(eventId: string | null): Promise<JsonObject> {
    const event = await this.wait(
      ({ type, error }) => type === 'error' && (error as JsonObject)['event_id'] === eventId,
      `an error for ${eventId}`,
    );
    return event['error'] as JsonObject;
  }

  /** Waits for the n-th response.done, counted from 1, and returns its response. */
  async response(n = 1): Promise<JsonObject> {
    let left = n;
    const done = await this.wait(({ type }) => {
      if (type === 'response.done') left -= 1;
      return left === 0;
    }, `response.done number ${n}`);
    return done['response'] as JsonObject;
  }

  hangUp(): Promise<{ code: number; reason: string }> {
    this.socket.close();
    return this.closed;
  }
}

export const base64 = (pcm: Int16Array): string =>
  Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength).toString('base64');

/** One of the sample questions at 24 kHz. */
export function question(id: string): Int16Array {
  const path = `${assetsFolder}/speech/questions/${id}.wav`;
  const parsed = parseWav(readFileSync(path), path);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const { wav } = parsed;
  const resampler = new Resampler(wav.rateHz, 24_000);
  const out = new Float32Array(resampler.maxOutput(wav.samples));
  const pcm = new Int16Array(resampler.process(readMono(wav, 0, wav.samples), out));
  floatToPcm16(out, pcm, pcm.length);
  return pcm;
}

export const silence = (ms: number): Int16Array => new Int16Array(ms * 24);

export function joined(...parts: Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const louder = (pcm: Int16Array, db: number): Int16Array => pcm.map((sample) => sample * 10 ** (db / 20));

export const textMessage = (text: string): { [key: string]: Json } => ({
  item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
});
