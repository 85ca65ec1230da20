import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import type { NetworkSettings } from '../../../shared/network/settings.ts';
import { azureCloudFacts } from '../../../shared/protocol/azure-clouds.ts';
import { entraScope } from '../../../shared/protocol/endpoint/entra-scope.ts';
import type { AuthScheme, Endpoint, EntraSignIn } from '../../../shared/protocol/endpoint/endpoint.ts';
import type { EngineContext } from '../context.ts';
import { routeTo } from '../network/route.ts';
import type { TokenRequest } from './token-source.ts';

/**
 * A request for a token of a scope, with the way to the sign-in service.
 * @param signInUrl where Entra ID is asked, whose address decides which proxy leads there
 */
export async function signInRequest(
  { services }: Pick<EngineContext, 'services'>,
  signIn: EntraSignIn,
  scope: string,
  network: NetworkSettings,
  signInUrl: string = azureCloudFacts.public.signInUrl,
): Promise<Result<{ request: TokenRequest }>> {
  const routed = await routeTo(signInUrl, network, services);
  return routed.ok ? ok({ request: { signIn, scope, route: routed.route, signInUrl } }) : routed;
}

/** The request for the token of an endpoint, or a refusal when it does not sign in. */
export async function tokenRequest(
  context: Pick<EngineContext, 'services'>,
  endpoint: Endpoint,
  network: NetworkSettings,
): Promise<Result<{ request: TokenRequest }>> {
  if (!('auth' in endpoint) || endpoint.auth !== 'entra') {
    return refuse(benchError('invalid-argument', 'This endpoint is not reached by a sign-in with Entra ID.'));
  }
  return await signInRequest(context, endpoint.entra ?? { method: 'azure-cli' }, entraScope(endpoint), network);
}

/** What authenticates a connection: nothing, a key of the host, or a fresh token. A key may be missing; a sign-in that fails refuses. */
export async function credentialFor(
  context: EngineContext,
  endpoint: Endpoint,
  auth: AuthScheme,
  network: NetworkSettings,
): Promise<Result<{ secret: string | null }>> {
  if (auth === 'none') return ok({ secret: null });
  if (auth !== 'entra') return ok({ secret: await context.services.secret(endpoint) });
  const wanted = await tokenRequest(context, endpoint, network);
  if (!wanted.ok) return wanted;
  const token = await context.tokens.token(wanted.request);
  return token.ok ? ok({ secret: token.token }) : token;
}
