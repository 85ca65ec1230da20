import type { Result } from '../../../../shared/errors.ts';
import type { AzureCloudFacts } from '../../../../shared/protocol/azure-clouds.ts';
import type { EntraSignIn } from '../../../../shared/protocol/endpoint/endpoint.ts';
import type { EngineContext } from '../../context.ts';
import { signInRequest } from '../../credentials/credential.ts';
import type { TokenRequest } from '../../credentials/token-source.ts';

/** Tokens for the management address of a cloud: asked for as a person said to sign in, and forgotten when the service takes them no more. */
export interface CostTokens {
  /** @param signal gives up this wait alone: a sign-in that others wait for goes on */
  get(signIn: EntraSignIn, cloud: AzureCloudFacts, signal: AbortSignal): Promise<Result<{ token: string }>>;
  forget(signIn: EntraSignIn, cloud: AzureCloudFacts): Promise<void>;
}

/** Tokens of the same desk that connections use: one sign-in serves both where account and scope are equal. */
export function costTokens(context: EngineContext): CostTokens {
  const requestOf = (
    signIn: EntraSignIn,
    { managementUrl, signInUrl }: AzureCloudFacts,
  ): Promise<Result<{ request: TokenRequest }>> => {
    return signInRequest(context, signIn, `${managementUrl}/.default`, context.network(), signInUrl);
  };
  return {
    async get(signIn, cloud, signal) {
      const wanted = await requestOf(signIn, cloud);
      return wanted.ok ? await context.tokens.token(wanted.request, signal) : wanted;
    },
    async forget(signIn, cloud) {
      const wanted = await requestOf(signIn, cloud);
      if (wanted.ok) context.tokens.signOut(wanted.request);
    },
  };
}
