import { describe, expect, it } from 'vitest';
import { isTyped, settleWay } from '../../../renderer/pages/start/settle-way.ts';
import { emptyForm, type NetworkDraft } from '../../../renderer/pages/start/start-form.ts';
import type { BenchApi } from '../../../shared/contract/bench-api.ts';
import { benchError, ok, refuse } from '../../../shared/kit/errors.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';

const plain = emptyForm.network;
const proxied: NetworkDraft = { ...plain, proxy: 'explicit', url: 'http://proxy.example:8080', user: 'me' };
const trusting: NetworkDraft = { ...plain, extraCa: { name: 'a.pem', pem: 'A' } };

describe('a network in the form', () => {
  it.each([
    ['none', plain, plain, true],
    ['a proxy that was typed', proxied, plain, true],
    ['a proxy that came', proxied, proxied, false],
    ['a proxy that came and was changed', { ...proxied, user: 'you' }, proxied, true],
    ['an authority that came', trusting, trusting, false],
    ['an authority that was opened', trusting, plain, true],
    [
      'an authority that came beside a proxy that was typed',
      { ...trusting, ...proxied, extraCa: trusting.extraCa },
      trusting,
      false,
    ],
    ['a proxy that came and was taken out', plain, proxied, true],
  ])('is typed by the person or not: %s', (_, now, came, typed) => {
    expect(isTyped(now, came)).toBe(typed);
  });
});

const facts = {
  host: 'gw.example',
  path: null,
  proxy: 'http://proxy.example:8080',
  authority: null,
  headers: [],
  credential: 'key',
  signIn: null,
  keyVariable: null,
} as const;
const failed = refuse(benchError('disk', 'The disk is full.'));

/** An engine that answers, and what it was asked. */
function engine(answers: { ask: object; accept?: object }): { bench: Pick<BenchApi, 'call'>; calls: string[] } {
  const calls: string[] = [];
  const call = (name: string): Promise<unknown> => {
    calls.push(name);
    return Promise.resolve(name === 'connection.ask' ? answers.ask : (answers.accept ?? ok({})));
  };
  return { bench: { call: call as BenchApi['call'] }, calls };
}

describe('a way in the form', () => {
  const way = {
    endpoint: { kind: 'custom', url: 'wss://gw.example/realtime', auth: 'bearer' },
    network: defaultNetwork,
    withKey: true,
    typedNetwork: true,
  } as const;
  it.each([
    ['nothing is asked', {}, ok({ ask: null }), ok({ ask: null }), ['connection.ask']],
    [
      'a typed key beside a typed network is seen',
      {},
      ok({ ask: facts }),
      ok({ ask: null }),
      ['connection.ask', 'connection.accept'],
    ],
    [
      'a network that came is shown',
      { typedNetwork: false },
      ok({ ask: facts }),
      ok({ ask: facts }),
      ['connection.ask'],
    ],
    ['without a typed key it is shown', { withKey: false }, ok({ ask: facts }), ok({ ask: facts }), ['connection.ask']],
    ['an answer that fails is none', {}, failed, failed, ['connection.ask']],
  ])('%s', async (_, part, ask, settled, calls) => {
    const asked = engine({ ask });
    expect(await settleWay(asked.bench, { ...way, ...part })).toEqual(settled);
    expect(asked.calls).toEqual(calls);
  });

  it('is not used where accepting it failed', async () => {
    const { bench } = engine({ ask: ok({ ask: facts }), accept: failed });
    expect(await settleWay(bench, way)).toEqual(failed);
  });
});
