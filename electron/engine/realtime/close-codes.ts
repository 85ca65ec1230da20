import { lookup } from '../../../shared/kit/lookup.ts';

/** Why a WebSocket ended, by close code: one entry a code. */
const explanations = lookup<string>({
  1000: 'The session was closed normally.',
  1001: 'The service is going away: it restarted, or moved the session off its host.',
  1002: 'One side broke the WebSocket protocol; a proxy in between is the usual reason.',
  1003: 'The service does not accept this kind of data.',
  1005: 'The connection was closed without a reason.',
  1006: 'The connection was cut without a goodbye: the network dropped it, or the service crashed.',
  1007: 'A message held text that is not valid UTF-8.',
  1008: 'The service closed the session because a rule of its own was broken.',
  1009: 'A message was larger than the other side accepts.',
  1010: 'The service lacks a WebSocket extension that was asked for.',
  1011: 'The service met an error of its own.',
  1012: 'The service is restarting.',
  1013: 'The service is overloaded and asks to try again later.',
  1014: 'A gateway in front of the service got no valid answer from it.',
  1015: 'The encrypted connection could not be set up.',
  3000: 'The service did not accept the key.',
  3003: 'The key may not use this model.',
  4000: 'The service refused how the session was asked for.',
  4004: 'The service knows no model or deployment of that name.',
  4008: 'The session reached the longest time the service allows.',
});

/** What the reasons that services send mean. Looked up by substring, since some carry an error type before the code. */
const reasonExplanations: readonly (readonly [string, string])[] = [
  ['beta_api_shape_disabled', 'The service no longer speaks the beta form of the protocol that this address asks for.'],
  ['invalid_api_key', 'The service did not accept the key.'],
  ['model_not_found', 'The service knows no model or deployment of that name.'],
  ['session_expired', 'The session reached the longest time the service allows, 60 minutes.'],
  ['insufficient_quota', 'The account has no credit left.'],
  ['rate_limit', 'The service limits how much this account may use, and the limit was reached.'],
];

const ranges = (code: number): string => {
  if (code >= 4000 && code < 5000) return `The service closed the session with a code of its own, ${code}.`;
  if (code >= 3000 && code < 4000) return `The service closed the session with the registered code ${code}.`;
  return `The connection was closed with code ${code}, which the WebSocket protocol gives no meaning.`;
};

/** A close code and the reason that came with it, as whole sentences. */
export function explainClose(code: number, reason: string): string {
  const known = reasonExplanations.find(([part]) => reason.includes(part))?.[1];
  const sentence = known ?? explanations(code) ?? ranges(code);
  return reason === '' || known !== undefined ? sentence : `${sentence} It said: ${reason}`;
}
