import type { Result } from '../../../../shared/errors.ts';
import { defaultNetwork } from '../../../../shared/network/default-network.ts';
import type { EntraSignIn } from '../../../../shared/protocol/endpoint/endpoint.ts';
import type { EngineContext } from '../../context.ts';
import { signInRequest } from '../../credentials/credential.ts';
import type { TokenRequest } from '../../credentials/token-source.ts';

/** Tokens for the management address: asked for as a person said to sign in, and forgotten when the service takes them no more. */
export interface CostTokens {
  get(signIn: EntraSignIn, scope: string, signal: AbortSignal): Promise<Result<{ token: string }>>;
  forget(signIn: EntraSignIn, scope: string): Promise<void>;
}

/** Tokens of the same desk that connections use: one sign-in serves both where account and scope are equal. */
export function costTokens(context: EngineContext): CostTokens {
  const requestOf = (signIn: EntraSignIn, scope: string): Promise<Result<{ request: TokenRequest }>> =>
    signInRequest(context, signIn, scope, context.preferences.current.network ?? defaultNetwork);
  return {
    async get(signIn, scope, signal) {
      const wanted = await requestOf(signIn, scope);
      if (!wanted.ok) return wanted;
      const giveUp = (): void => context.tokens.cancel();
      signal.addEventListener('abort', giveUp, { once: true });
      const token = await context.tokens.token(wanted.request);
      signal.removeEventListener('abort', giveUp);
      return token;
    },
    async forget(signIn, scope) {
      const wanted = await requestOf(signIn, scope);
      if (wanted.ok) context.tokens.signOut(wanted.request);
    },
  };
}
