import { refuse, type Result } from '../../kit/errors.ts';
import type { JsonObject } from '../../kit/json.ts';
import { partsOfHost, refuseMisplacedKey } from '../../kit/untrusted/quoting.ts';
import { entraScopes } from '../authentication.ts';
import type { EndpointAddress, FieldSpec } from './form-parts/endpoint-form.ts';
import { type Endpoint, endpointFrom, fieldsOf, formOf, memberOf } from './all-forms.ts';
import { otherServiceAt } from './form-parts/other-services.ts';
import { simulatedModel } from './forms/simulator.ts';

export { hostOf, isLoopback } from './form-parts/address-checks.ts';
export type { EndpointAddress } from './form-parts/endpoint-form.ts';

type Named = readonly (readonly [text: string | undefined, what: string])[];

/** The texts of a field in which no key may stand, each with what it is called. */
function textsOf(field: FieldSpec, member: string, endpoint: Endpoint): Named {
  const value = memberOf(endpoint, member);
  switch (field.type) {
    case 'text':
      if (field.noun === undefined || typeof value !== 'string') return [];
      return field.host === true ? partsOfHost(value, field.noun) : [[value, field.noun]];
    case 'parameters':
      return 'allowParameters' in endpoint
        ? (endpoint.allowParameters ?? []).map((name) => [name, field.noun] as const)
        : [];
    case 'entra':
      if (!('entra' in endpoint)) return [];
      return [
        [endpoint.entra?.tenantId, 'the tenant'],
        [endpoint.entra?.clientId, 'the application'],
      ];
    case 'choice':
      return [];
  }
}

/** The address of an endpoint, or a sentence on why there is none. Never holds or repeats a key. Pure; connects to nothing. */
export function endpointUrl(endpoint: Endpoint): Result<EndpointAddress> {
  const form = formOf(endpoint);
  const texts = fieldsOf(form).flatMap(([member, field]) => textsOf(field, member, endpoint));
  const misplaced = refuseMisplacedKey(texts);
  if (misplaced !== null) return misplaced;
  // What is typed as the address may hold more than the form makes of it, and none of it is dropped in silence.
  const typed = memberOf(endpoint, fieldsOf(form)[0]?.[0] ?? '');
  const other = typeof typed === 'string' ? otherServiceAt(typed) : null;
  return other === null ? form.address(endpoint) : refuse(other);
}

/** For whom a token of Entra ID is asked. */
export const entraScope = (endpoint: Endpoint): string => formOf(endpoint).entraScope?.(endpoint) ?? entraScopes.ga;

/** Where a fresh bench connects: no key, no network. Apart from the schema, which the page does without. */
export const defaultEndpoint: Endpoint = { kind: 'simulator', mode: 'voice', model: simulatedModel };

/** A name that the address of a transcription has no room for is that of its transcription model. */
function withTranscriber(endpoint: Endpoint, options: JsonObject): JsonObject {
  const { names, vendor } = formOf(endpoint);
  const name = names === null || vendor === null ? undefined : memberOf(endpoint, names);
  const lacks = typeof name === 'string' && name.trim() !== '' && !Object.hasOwn(options, 'transcription.model');
  return lacks ? { ...options, 'transcription.model': name.trim() } : options;
}

/**
 * An endpoint and options that mean the same kind of session. A session is made a transcriber by its address and by its
 * type alike, so asking for it by either is enough.
 */
export function sameType(
  endpoint: Endpoint,
  options: JsonObject,
): { readonly endpoint: Endpoint; readonly options: JsonObject } {
  if (!('intent' in formOf(endpoint).fields)) return { endpoint, options };
  const address = endpointUrl(endpoint);
  if (address.ok && address.intent === 'transcription') {
    return { endpoint, options: withTranscriber(endpoint, { ...options, type: 'transcription' }) };
  }
  if (options['type'] !== 'transcription') return { endpoint, options };
  const transcriber = endpointFrom(endpoint.kind, (name) =>
    name === 'intent' ? 'transcription' : memberOf(endpoint, name),
  );
  return { endpoint: transcriber, options: withTranscriber(transcriber, options) };
}
