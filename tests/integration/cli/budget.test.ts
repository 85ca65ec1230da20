import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../electron/simulator/server.ts';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import type { Budget } from '../../../shared/session/costs/budget.ts';
import { assetsFolder, question } from '../simulator/harness.ts';
import { Talk } from '../support/talk.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ assetsFolder });
});
afterEach(() => simulator.close());

const parcel = question('where-is-my-parcel');
const kinds = (talk: Talk): string[] => toArray(talk.view.alarms).map(({ kind }) => kind);

async function budgeted(budget: Budget, switches: Record<string, string> = {}): Promise<Talk> {
  const talk = await Talk.begin(simulator, switches);
  const written = await talk.bench.client.api.call('preferences.write', { budget });
  if (!written.ok) throw new Error(written.error.message);
  return talk;
}

describe('a budget', () => {
  it('in tokens warns at its share and closes the session in good order, with every report in', async () => {
    // The spoken turn is 766 tokens; the one after it reads 768 and says more.
    const talk = await budgeted({ limit: { unit: 'tokens', amount: '1200' }, warnAt: 0.5, stop: true });
    await talk.speak(parcel);
    await talk.answer();
    expect(talk.view.budget).toMatchObject({ unit: 'tokens', limit: '1200', state: 'warning' });
    await talk.send({ type: 'response.create' });
    await talk.ended();
    expect(talk.bench.client.events('bench.closing')).toMatchObject([{ by: 'budget' }]);
    expect(toArray(talk.view.responses).map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(talk.bench.client.events('bench.closed')).toMatchObject([{ code: 1000, openResponses: [] }]);
    expect(kinds(talk)).toEqual(expect.arrayContaining(['budget-warning', 'budget-reached']));
    expect(talk.view.budget?.state).toBe('reached');
  });

  it('in money counts what was never reported, by its estimate and the price book', async () => {
    // 119 text and 110 audio in, 117 text and 420 audio out at the list price of gpt-realtime-mini: 0.0098522.
    const talk = await budgeted(
      { limit: { unit: 'money', amount: '0.0098' }, warnAt: 0.9, stop: true },
      { null_usage: '1' },
    );
    await talk.speak(parcel);
    await talk.send({ type: 'response.create' });
    await talk.ended();
    const [reached] = talk.bench.client.events('bench.budget').filter(({ state }) => state === 'reached');
    expect(reached).toMatchObject({ unit: 'money', currency: 'USD', limit: '0.0098' });
    expect(talk.view.phase).toBe('closed');
  });

  it('that only warns lets the session go on, and follows a change while it runs', async () => {
    const talk = await budgeted({ limit: { unit: 'tokens', amount: '100' }, warnAt: 0.5, stop: false });
    await talk.speak(parcel);
    await talk.answer();
    expect(talk.view.budget?.state).toBe('reached');
    expect(talk.view.phase).toBe('open');
    await talk.bench.client.api.call('preferences.write', { budget: { limit: null, warnAt: 0.5, stop: true } });
    await talk.answer();
    expect(talk.view.budget).toBeNull();
    await talk.end();
    expect(talk.bench.client.events('bench.closing')).toMatchObject([{ by: 'person' }]);
  });

  it('in money says what it cannot see when the model behind the deployment is not known', async () => {
    const talk = await budgeted(
      { limit: { unit: 'money', amount: '1' }, warnAt: 0.8, stop: true },
      { model: 'house-brand' },
    );
    await talk.speak(parcel);
    await talk.answer();
    await talk.end();
    expect(talk.view.budget).toMatchObject({ state: 'within' });
    expect(talk.view.budget?.unpriced.join()).toContain('Audio in: 109 tokens');
    expect(kinds(talk)).toContain('budget-unpriced');
  });

  it('of nothing, below nothing or of half a token is refused in a sentence', async () => {
    const talk = await Talk.begin(simulator);
    for (const limit of [
      { unit: 'money', amount: '0' },
      { unit: 'money', amount: '-1' },
      { unit: 'tokens', amount: '1.5' },
      { unit: 'money', amount: 'a lot' },
    ] as const) {
      const answer = await talk.bench.client.api.call('preferences.write', {
        budget: { limit, warnAt: 0.8, stop: true },
      });
      expect(answer).toMatchObject({ ok: false, error: { reason: 'invalid-argument' } });
    }
    await talk.end();
  });
});
