import { assertNever, benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { hiddenSecret } from '../../../shared/kit/untrusted/secret-forms.ts';
import { entraScope } from '../../../shared/protocol/endpoints/address.ts';
import { azureCloudFacts } from '../../../shared/protocol/authentication.ts';
import type { AuthScheme, Endpoint, EntraSignIn, NetworkSettings } from '../../../shared/protocol/endpoints/schema.ts';
import { type RouteServices, routeTo } from '../net/route.ts';
import type { EntraTokenCache, EntraTokenRequest } from '../sign-in/token-cache.ts';

/**
 * A request for a token of a scope, with the way to the sign-in service.
 * @param signInUrl where Entra ID is asked, whose address decides which proxy leads there
 */
export async function signInRequest(
  services: RouteServices,
  signIn: EntraSignIn,
  scope: string,
  network: NetworkSettings,
  signInUrl: string = azureCloudFacts.public.signInUrl,
): Promise<Result<{ request: EntraTokenRequest }>> {
  const routed = await routeTo(signInUrl, network, services);
  return routed.ok ? ok({ request: { signIn, scope, route: routed.route, signInUrl } }) : routed;
}

/** The request for the token of an endpoint, or a refusal when it does not sign in. */
export async function tokenRequest(
  services: RouteServices,
  endpoint: Endpoint,
  network: NetworkSettings,
): Promise<Result<{ request: EntraTokenRequest }>> {
  if (!('auth' in endpoint) || endpoint.auth !== 'entra') {
    return refuse(benchError('invalid-argument', 'This endpoint is not reached by a sign-in with Entra ID.'));
  }
  return await signInRequest(services, endpoint.entra ?? { method: 'azure-cli' }, entraScope(endpoint), network);
}

export interface CredentialParts {
  /** The keys of the host, and how the sign-in service is reached. */
  readonly services: RouteServices;
  readonly entraTokens: EntraTokenCache;
}

/** What authenticates a connection: nothing, a key of the host, or a fresh token. A key may be missing; a sign-in that fails refuses. */
export async function credentialFor(
  { services, entraTokens }: CredentialParts,
  endpoint: Endpoint,
  auth: AuthScheme,
  network: NetworkSettings,
): Promise<Result<{ secret: string | null }>> {
  if (auth === 'none') return ok({ secret: null });
  if (auth !== 'entra') return ok({ secret: await services.secret(endpoint) });
  const wanted = await tokenRequest(services, endpoint, network);
  if (!wanted.ok) return wanted;
  const token = await entraTokens.token(wanted.request);
  return token.ok ? ok({ secret: token.token }) : token;
}

/** Visible ASCII only: anything else is a stray line break or quote from pasting, and Node refuses it in a header. */
const sendable = /^[\x21-\x7e]+$/;

/**
 * The headers that carry the key, the only place it ever stands. None for an endpoint without authentication.
 * Refuses a missing key, and one that cannot stand in a header, without repeating it.
 */
export function authHeaders(auth: AuthScheme, key: string | null): Result<{ headers: Record<string, string> }> {
  if (auth === 'none') return ok({ headers: {} });
  const trimmed = key?.trim() ?? '';
  if (trimmed === '') {
    return refuse(
      benchError('not-authorised', 'There is no key for this endpoint, so it was not contacted.', {
        nextStep:
          'Enter the key beside the endpoint, or set VOXTALLY_API_KEY before the start of the command line tool.',
      }),
    );
  }
  if (!sendable.test(trimmed)) {
    return refuse(
      benchError(
        'not-authorised',
        'The key for this endpoint holds a space, a line break or another character no key has.',
        { nextStep: 'Copy the key again, without anything around it.' },
      ),
    );
  }
  switch (auth) {
    case 'api-key':
      return ok({ headers: { 'api-key': trimmed } });
    case 'bearer':
    case 'entra':
      return ok({ headers: { authorization: `Bearer ${trimmed}` } });
    default:
      return assertNever(auth, 'Authentication scheme');
  }
}

/** The same headers as a person may see them: names true, key hidden. */
export function describedHeaders(auth: AuthScheme): Record<string, string> {
  const headers = authHeaders(auth, 'k');
  if (!headers.ok) return {};
  return Object.fromEntries(
    Object.keys(headers.headers).map((name) => [name, auth === 'api-key' ? hiddenSecret : `Bearer ${hiddenSecret}`]),
  );
}
