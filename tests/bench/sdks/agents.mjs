// @ts-check
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { base, failed, finish, mode, sound, tally, typed } from './tally.mjs';

/*
 * A turn by `@openai/agents-realtime`, which reads every event by a schema of its own. What is used of it is described here, since it
 * is no dependency of the project.
 */

/**
 * @typedef {{ type: string, delta?: string, response?: { status?: string, status_details?: unknown } }} ServerEvent
 * @typedef {{ on(name: 'transport_event', listener: (event: ServerEvent) => void): void, on(name: 'error', listener: (error: { error: unknown }) => void): void, connect(options: { apiKey: string, url: string }): Promise<void>, sendMessage(text: string): void, sendAudio(audio: ArrayBuffer): void }} Session
 * @typedef {{ RealtimeAgent: new (options: { name: string, instructions: string }) => object, RealtimeSession: new (agent: object, options: object) => Session }} Kit
 * @typedef {{ safeParse(event: unknown): { success: boolean }, options: readonly { shape: { type: { value: string } } }[] }} Schema
 */

const name = '@openai/agents-realtime';
const { RealtimeAgent, RealtimeSession } = /** @type {Kit} */ (await import(name));
// Its schemas are no part of what it exports.
const inside = join(process.cwd(), 'node_modules', name, 'dist', 'openaiRealtimeEvents.js');
const { realtimeServerEventSchema: schema } = /** @type {{ realtimeServerEventSchema: Schema }} */ (
  createRequire(import.meta.url)(inside)
);
const known = new Set(schema.options.map(({ shape }) => shape.type.value));

const session = new RealtimeSession(new RealtimeAgent({ name: 'Bench', instructions: 'Be brief.' }), {
  transport: 'websocket',
  model: 'gpt-realtime-mini',
  tracingDisabled: true,
  config: { outputModalities: [mode] },
});

let answered = 0;
tally.refused = 0;
session.on('error', ({ error }) => failed(error));
session.on('transport_event', (event) => {
  tally.events += 1;
  if (known.has(event.type) && !schema.safeParse(event).success) {
    tally.refused = (tally.refused ?? 0) + 1;
    failed(`its schema refuses ${event.type}`);
  }
  if (/^response\.output_(?:text|audio)\.delta$/.test(event.type)) answered += event.delta?.length ?? 0;
  if (event.type !== 'response.done') return;
  if (event.response?.status === 'completed' && answered > 0) tally.turns += 1;
  else failed(event.response?.status_details);
  setTimeout(finish, 200);
});
await session.connect({ apiKey: 'simulated', url: `${base}/v1/realtime?model=gpt-realtime-mini` });
if (mode === 'text') session.sendMessage(typed);
else session.sendAudio(sound().buffer);
