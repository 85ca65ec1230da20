import { isJsonObject, type Json } from '../json.ts';
import { takeSecretOut } from '../protocol/endpoint/secrets.ts';

const secretName =
  /^(?:.*[-_])?(?:api-?key|apikey|key|password|passwd|pass|secret|token|authorization|bearer|credentials?|connection-?string)s?$/i;
const secretValue =
  /\b(?:sk-|ek_)[A-Za-z0-9_-]{20,}|\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

const spaced = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1_$2');

interface Taken {
  readonly value: Json;
  /** Where something was taken out, as dotted paths. */
  readonly places: readonly string[];
}

function text(value: string, name: string, path: string): Taken {
  if (value !== '' && secretName.test(spaced(name))) return { value: '', places: [path] };
  if (secretValue.test(value)) return { value: '', places: [path] };
  const { address, secret } = /^[a-z]+:\/\//i.test(value) ? takeSecretOut(value) : { address: value, secret: null };
  return secret === null ? { value, places: [] } : { value: address, places: [path] };
}

/**
 * A value without anything that looks like a secret: fields of such a name, keys and tokens of a well-known form, logins and keys
 * in addresses. Names the places, and never what stood there.
 */
export function withoutSecrets(value: Json, path = '', name = ''): Taken {
  if (typeof value === 'string') return text(value, name, path);
  if (Array.isArray(value)) {
    const parts = (value as readonly Json[]).map((entry, index) => withoutSecrets(entry, `${path}[${index}]`, name));
    return { value: parts.map((part) => part.value), places: parts.flatMap(({ places }) => places) };
  }
  if (!isJsonObject(value)) return { value, places: [] };
  const parts = Object.entries(value).map(([key, entry]) => {
    const part = withoutSecrets(entry, path === '' ? key : `${path}.${key}`, key);
    return { key, part, gone: part.value === '' && part.places.length > 0 };
  });
  return {
    value: Object.fromEntries(parts.filter(({ gone }) => !gone).map(({ key, part }) => [key, part.value])),
    places: parts.flatMap(({ part }) => part.places),
  };
}
