import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../electron/simulator/server.ts';
import { atPath, type Json, type JsonObject } from '../../../shared/kit/json.ts';
import {
  deepMerge,
  governorOf,
  optionsFromSession,
  optionSpecs,
  sameValue,
  sessionFromOptions,
} from '../../../shared/protocol/options/options.ts';
import { grants, inEffectOf } from '../../../shared/session/option-standing.ts';
import { Caller, startForTests } from './harness.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startForTests();
});
afterAll(() => simulator.close());

interface Sample {
  /** Another value than the service's default. */
  readonly ask: Json;
  /** What must stand beside it. */
  readonly beside?: JsonObject;
  readonly model?: string;
  /** What the service does not take there. Default: an object nobody knows. */
  readonly wrong?: Json;
}

const transcriber = (model: string): JsonObject => ({ 'transcription.model': model });
const thinks = 'gpt-realtime-2.1-mini';
const lookup = { type: 'function', name: 'lookup_order', parameters: { type: 'object', properties: {} } };
const byRatio = { truncation: 'retention_ratio' };
const template = { 'prompt.id': 'pmpt_1' };
const named = { tracing: 'named' };

/** One entry an option: a new option without one fails. */
const samples: Readonly<Record<string, Sample>> = {
  'vad.type': { ask: 'semantic_vad' },
  'vad.threshold': { ask: 0.7, wrong: 1.5 },
  'vad.prefix': { ask: 150, wrong: -1 },
  'vad.silence': { ask: 700, wrong: 0.5 },
  'vad.create': { ask: false, wrong: null },
  'vad.interrupt': { ask: false, wrong: 'no' },
  'vad.eagerness': { ask: 'low', beside: { 'vad.type': 'semantic_vad' }, wrong: 'keen' },
  'vad.idle': { ask: 6000, wrong: 100 },
  'input.format': { ask: 'audio/pcmu', wrong: 'audio/opus' },
  'noise.type': { ask: 'far_field', wrong: 'outer_space' },
  'noise.strength': { ask: 2, beside: { 'noise.type': 'near_field' }, wrong: -1 },
  'transcription.model': { ask: 'whisper-1' },
  'transcription.language': { ask: 'de', beside: transcriber('whisper-1') },
  'transcription.languages': { ask: ['de', 'en'], beside: transcriber('gpt-transcribe'), wrong: 'de' },
  'transcription.prompt': { ask: 'Order numbers.', beside: transcriber('whisper-1') },
  'transcription.keywords': { ask: ['Voxtally'], beside: transcriber('gpt-live-transcribe'), wrong: [1] },
  'transcription.delay': {
    ask: 'low',
    beside: { ...transcriber('gpt-realtime-whisper'), 'vad.type': null },
    wrong: 'eternal',
  },
  'transcription.logprobs': { ask: true, beside: transcriber('gpt-4o-transcribe'), wrong: ['item.everything'] },
  modality: { ask: 'text', wrong: ['text', 'audio'] },
  voice: { ask: 'marin', wrong: 'nobody' },
  speed: { ask: 1.2, wrong: 2 },
  'output.format': { ask: 'audio/pcma', wrong: 'audio/opus' },
  max_output_tokens: { ask: 200, wrong: 5000 },
  'reasoning.effort': { ask: 'high', model: thinks, wrong: 'heroic' },
  tools: { ask: [lookup], wrong: [{ type: 'function' }] },
  tool_choice: { ask: 'required', wrong: 5 },
  parallel_tool_calls: { ask: false, model: thinks, wrong: 'yes' },
  instructions: { ask: 'Be brief.' },
  truncation: { ask: 'disabled', wrong: 'sometimes' },
  'truncation.ratio': { ask: 0.6, beside: byRatio, wrong: 2 },
  'truncation.limit': { ask: 4000, beside: byRatio, wrong: -1 },
  'prompt.id': { ask: 'pmpt_1', wrong: 'missing-prompt' },
  'prompt.version': { ask: '3', beside: template, wrong: 3 },
  'prompt.variables': { ask: { customer: 'Kim' }, beside: template, wrong: 'Kim' },
  type: { ask: 'realtime', wrong: 'transcription' },
  tracing: { ask: 'auto' },
  'tracing.workflow': { ask: 'tests', beside: named },
  'tracing.group': { ask: 'g1', beside: named },
  'tracing.metadata': { ask: { run: '1' }, beside: named, wrong: 'run 1' },
  json: { ask: { audio: { output: { voice: 'cedar' } } }, wrong: { colour: 'blue' } },
};

const rows = optionSpecs.map((spec) => [spec.id, spec, samples[spec.id] as Sample] as const);
const nested = (path: string, value: Json): JsonObject =>
  (path === '' ? value : path.split('.').reduceRight<Json>((inner, key) => ({ [key]: inner }), value)) as JsonObject;

const connect = ({ model = 'gpt-realtime-mini' }: Sample, query: Record<string, string> = {}): Promise<Caller> =>
  Caller.connect(simulator, { model, ...query });

it('every option of the table is tried', () => {
  expect(Object.keys(samples).sort()).toEqual(optionSpecs.map((spec) => spec.id).sort());
});

describe('an option that the service takes', () => {
  it.each(rows)('%s is in effect as it was asked', async (id, spec, sample) => {
    const caller = await connect(sample);
    const session = await caller.configure(sessionFromOptions({ ...sample.beside, [id]: sample.ask }));
    const inEffect = inEffectOf(spec, session, optionsFromSession(session), sample.ask);
    expect(inEffect).toBeDefined();
    expect(grants(spec, sample.ask, inEffect)).toBe(true);
    await caller.hangUp();
  });
});

describe('an option that the service refuses', () => {
  it.each(rows)('%s is named by the error, and nothing has changed', async (id, spec, sample) => {
    const caller = await connect(sample);
    await caller.next('session.created');
    const good = sessionFromOptions({ ...sample.beside, [id]: sample.ask });
    const bad = deepMerge(good, nested(spec.path, sample.wrong ?? { nobody: 'knows this' }));
    const eventId = caller.send('session.update', { session: bad });
    const error = await caller.refusal(eventId);
    expect(error).toMatchObject({ type: 'invalid_request_error', event_id: eventId });
    expect(error['code']).toMatch(/^(invalid_|unknown_|missing_|integer_|decimal_)/);
    const whole = spec.switches ?? spec.path;
    expect(error['param']).toContain(spec.path === '' ? 'session.colour' : `session.${whole}`);
    const session = await caller.configure({});
    const created = (await caller.next('session.created'))['session'] as JsonObject;
    expect(session).toEqual(created);
    await caller.hangUp();
  });
});

describe('an option that the service ignores', () => {
  const ignorable = rows.filter(([id]) => id !== 'type' && id !== 'json');
  it.each(ignorable)('%s stays as it was though the update is answered', async (id, spec, sample) => {
    const path = governorOf(spec)?.switches ?? spec.path;
    const caller = await connect(sample, { ignore_option: path });
    const created = (await caller.next('session.created'))['session'] as JsonObject;
    const session = await caller.configure(sessionFromOptions({ ...sample.beside, [id]: sample.ask }));
    expect(atPath(session, path)).toEqual(atPath(created, path));
    const inEffect = inEffectOf(spec, session, optionsFromSession(session), sample.ask);
    expect(inEffect !== undefined && sameValue(inEffect, sample.ask)).toBe(false);
    await caller.hangUp();
  });

  it('or altered has the value that the service made of it', async () => {
    const caller = await Caller.connect(simulator, {
      alter_option: 'audio.input.turn_detection.silence_duration_ms:640;audio.output.voice:ash',
    });
    const session = await caller.configure(sessionFromOptions({ 'vad.silence': 700, voice: 'marin' }));
    expect(optionsFromSession(session)).toMatchObject({ 'vad.silence': 640, voice: 'ash' });
    await caller.hangUp();
  });
});
