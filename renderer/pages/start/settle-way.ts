import type { BenchApi } from '../../../shared/contract/bench-api.ts';
import { ok, type Result } from '../../../shared/kit/errors.ts';
import type { ConnectionFacts } from '../../../shared/protocol/endpoints/connection-facts.ts';
import type { Endpoint, NetworkSettings } from '../../../shared/protocol/endpoints/schema.ts';
import type { NetworkDraft } from './start-form.ts';

/** A way as it stands in the form. */
export interface FormWay {
  readonly endpoint: Endpoint;
  readonly network: NetworkSettings;
  /** A key was typed for it and is about to be stored. */
  readonly withKey: boolean;
  /** Whatever of its network another could read by was typed here, by whoever types the key. */
  readonly typedNetwork: boolean;
}

/** Whether proxy and authority of a form are none, or others than those that came into it with a profile or from the last start. */
export function isTyped(now: NetworkDraft, came: NetworkDraft): boolean {
  const sameProxy = came.proxy === 'explicit' && came.url === now.url && came.user === now.user;
  const sameAuthority = came.extraCa?.pem === now.extraCa?.pem;
  return (now.proxy !== 'explicit' || !sameProxy) && (now.extraCa === null || !sameAuthority);
}

/**
 * What a person has to see before a way is used; null: it may be. Whoever types a key beside a network that he typed as well has
 * seen it. An answer that fails is none: nothing is used on it.
 */
export async function settleWay(
  bench: Pick<BenchApi, 'call'>,
  { endpoint, network, withKey, typedNetwork }: FormWay,
): Promise<Result<{ ask: ConnectionFacts | null }>> {
  const answer = await bench.call('connection.ask', { endpoint, network, withKey });
  if (!answer.ok || answer.ask === null || !withKey || !typedNetwork) return answer;
  const accepted = await bench.call('connection.accept', { endpoint, network });
  return accepted.ok ? ok({ ask: null }) : accepted;
}
