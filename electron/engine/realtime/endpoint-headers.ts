import { assertNever } from '../../../shared/assert-never.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import { hiddenKey } from '../../../shared/foreign/hiding/hidden-key.ts';
import type { AuthScheme } from '../../../shared/protocol/endpoint/endpoint.ts';

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
    Object.keys(headers.headers).map((name) => [name, auth === 'api-key' ? hiddenKey : `Bearer ${hiddenKey}`]),
  );
}
