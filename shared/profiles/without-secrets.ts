import { isJsonObject, type Json } from '../json.ts';
import { cleanAddress } from '../foreign/address.ts';
import { isSecretName, secretIn } from '../foreign/secret-forms.ts';

interface Taken {
  readonly value: Json;
  /** Where something was taken out, as dotted paths. */
  readonly places: readonly string[];
}

function text(value: string, name: string, path: string, allowed: readonly string[]): Taken {
  const gone: Taken = { value: '', places: [path] };
  if (value !== '' && isSecretName(name)) return gone;
  if (name === 'url' || (/^[a-z][a-z0-9+.-]*:[/\\]{2}/i.test(value) && !/\s/.test(value))) {
    const { address, secret, left, unnamed, secretInPath } = cleanAddress(value, allowed);
    if (secretInPath) return gone;
    if (address !== value) {
      const places = [
        ...(secret === null ? [] : [path]),
        ...left.map((parameter) => `${path}, parameter ${parameter}`),
        ...(unnamed ? [`${path}, a parameter without a name`] : []),
      ];
      return { value: address, places: places.length === 0 ? [path] : places };
    }
  }
  return secretIn(value) === null ? { value, places: [] } : gone;
}

/**
 * A value without anything that looks like a secret: fields of such a name, keys and tokens of a well-known form, logins and keys
 * in addresses, and parameters of addresses that are not known to be harmless. Names the places, and never what stood there.
 * @param allowed names of parameters that the person says are no secret
 */
export function withoutSecrets(value: Json, allowed: readonly string[] = [], path = '', name = ''): Taken {
  if (typeof value === 'string') return text(value, name, path, allowed);
  if (Array.isArray(value)) {
    const parts = (value as readonly Json[]).map((entry, index) =>
      withoutSecrets(entry, allowed, `${path}[${index}]`, name),
    );
    return { value: parts.map((part) => part.value), places: parts.flatMap(({ places }) => places) };
  }
  if (!isJsonObject(value)) return { value, places: [] };
  const parts = Object.entries(value).map(([key, entry]) => {
    const part = withoutSecrets(entry, allowed, path === '' ? key : `${path}.${key}`, key);
    return { key, part, gone: part.value === '' && part.places.length > 0 };
  });
  return {
    value: Object.fromEntries(parts.filter(({ gone }) => !gone).map(({ key, part }) => [key, part.value])),
    places: parts.flatMap(({ part }) => part.places),
  };
}
