import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '../../../electron/simulator/server.ts';
import { ok } from '../../../shared/kit/errors.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import type { Endpoint } from '../../../shared/protocol/endpoints/schema.ts';
import { last, toArray } from '../../../shared/kit/chunk-list.ts';
import { assetsFolder, startBench, type TestBench } from '../support/bench.ts';
import { until } from '../support/until.ts';

let simulator: Simulator;
let bench: TestBench;
beforeEach(async () => {
  simulator = await startSimulator({ assetsFolder, seed: 1 });
  bench = await startBench({ simulatorUrl: () => Promise.resolve(ok({ url: simulator.url })) });
});
afterEach(async () => {
  await bench.engine.shutdown(0);
  await simulator.close();
});

const plain: Endpoint = { kind: 'simulator', mode: 'voice', model: 'gpt-realtime-mini' };
const ways: [string, Endpoint, JsonObject][] = [
  ['the type among its options', plain, { type: 'transcription' }],
  ['the intent of its address', { ...plain, intent: 'transcription' }, {}],
];

describe('a transcription session', () => {
  it.each(ways)('asked for by %s writes down what it hears and answers nothing', async (_way, endpoint, options) => {
    const { client } = bench;
    const answer = await client.api.call('session.start', {
      endpoint,
      options: { ...options, 'transcription.model': 'gpt-4o-transcribe', voice: 'marin' },
      input: { kind: 'wav', path: join(assetsFolder, 'speech/questions/thank-you.wav'), trailingSilenceMs: 1500 },
    });
    expect(answer.ok).toBe(true);
    await until(() => toArray(client.view.items)[0]?.transcription?.status === 'completed', 'the transcript');
    const changed = await client.api.call('session.options', { options: { 'noise.type': 'near_field' } });
    expect(changed.ok).toBe(true);
    await until(
      () => client.view.options.updates.length === 2 && last(client.view.options.updates)?.state !== 'pending',
      'an answer',
    );
    expect(toArray(client.view.options.updates).map(({ state }) => state)).toEqual(['accepted', 'accepted']);
    await client.api.call('session.stop', { graceMs: 0 });
    await until(() => client.view.phase === 'closed', 'the end');
    expect(client.view.effective).toMatchObject({ type: 'transcription' });
    expect(client.view.responses.length).toBe(0);
    expect(client.events('error')).toEqual([]);
  });
});
