import type { BilledSession } from '../../../electron/simulator/model/bill.ts';
import type { Simulator } from '../../../electron/simulator/server.ts';
import { values } from '../../../shared/kit/chunk-list.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { addReport, emptyLedger, type UsageLedger } from '../../../shared/usage/ledger.ts';
import { base64, textMessage } from '../simulator/harness.ts';
import { startBench, startSession, type TestBench } from './bench.ts';
import { until } from './until.ts';

/** Push to talk with transcription: every turn is committed and asked for by hand. */
const byHand = { 'vad.type': null, 'transcription.model': 'whisper-1' };

/** A conversation through the whole engine with a simulator that misbehaves as told. */
export class Talk {
  readonly bench: TestBench;
  readonly #simulator: Simulator;

  private constructor(bench: TestBench, simulator: Simulator) {
    this.bench = bench;
    this.#simulator = simulator;
  }

  static async begin(
    simulator: Simulator,
    switches: Readonly<Record<string, string>> = {},
    options: JsonObject = {},
    keep: 'all' | 'usage' = 'all',
  ): Promise<Talk> {
    const bench = await startBench();
    const query = new URLSearchParams({ model: 'gpt-realtime-mini', speed: '100', ...switches });
    await startSession(bench, `${simulator.url}?${query.toString()}`, { options: { ...byHand, ...options }, keep });
    await bench.client.event('session.updated');
    return new Talk(bench, simulator);
  }

  get view(): TestBench['client']['view'] {
    return this.bench.client.view;
  }

  async send(event: JsonObject): Promise<void> {
    const sent = await this.bench.client.api.call('session.send', { event });
    if (!sent.ok) throw new Error(sent.error.message);
  }

  /** Says something as fast as the socket takes it, and commits it. */
  async speak(pcm24k: Int16Array): Promise<void> {
    const before = this.bench.client.events('input_audio_buffer.committed').length;
    await this.send({ type: 'input_audio_buffer.append', audio: base64(pcm24k) });
    await this.send({ type: 'input_audio_buffer.commit' });
    await this.bench.client.event('input_audio_buffer.committed', before + 1);
  }

  type(text: string): Promise<void> {
    return this.send({ type: 'conversation.item.create', ...textMessage(text) });
  }

  /** Asks for a response and waits for its end. */
  async answer(response: JsonObject = {}): Promise<void> {
    const before = this.bench.client.events('response.done').length;
    await this.send({ type: 'response.create', response });
    await this.bench.client.event('response.done', before + 1);
  }

  /** Ends the session in good order, and waits for the record. */
  async end(graceMs = 3000): Promise<void> {
    await this.bench.client.api.call('session.stop', { graceMs });
    await this.ended();
  }

  async ended(): Promise<void> {
    await this.bench.client.event('bench.closed');
    await until(() => this.view.phase === 'closed', 'the session to be closed');
    await this.bench.engine.shutdown(0);
  }

  /** What the simulator really charged for the one session it has had. */
  async bill(): Promise<BilledSession> {
    const address = new URL('/simulator/bill', this.#simulator.url.replace('ws:', 'http:'));
    const { sessions } = (await (await fetch(address)).json()) as { sessions: BilledSession[] };
    const [session] = sessions;
    if (session === undefined || sessions.length !== 1) throw new Error(`${sessions.length} sessions on the bill`);
    return session;
  }

  /** Items by the order in which they joined. */
  get itemIds(): string[] {
    return [...values(this.view.items)].map(({ id }) => id);
  }
}

/** Everything on a bill as a ledger, so that it can be held against an expected one, field by field. */
export function chargedLedger({ inferences, transcriptions }: BilledSession): UsageLedger {
  let ledger = emptyLedger;
  for (const { responseId, charged } of inferences) {
    ledger = addReport(ledger, { source: 'response', id: responseId ?? '', usage: charged, model: null });
  }
  for (const { itemId, model, charged } of transcriptions) {
    ledger = addReport(ledger, { source: 'transcription', id: itemId, usage: charged, model });
  }
  return ledger;
}

/** The totals of a ledger by source and path, zeros left out. */
export const totals = (ledger: UsageLedger): Record<string, number> =>
  Object.fromEntries(
    ledger.fields
      .filter(({ total }) => total !== 0)
      .map(({ source, path, total }) => [`${source} ${path}`, total] as const)
      .sort(([one], [other]) => one.localeCompare(other)),
  );
