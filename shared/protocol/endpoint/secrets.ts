import { percentDecoded } from '../../percent.ts';
/** Names a secret goes by in the query of an address, in lower case. */
const secretParameters: readonly string[] = [
  'api-key',
  'apikey',
  'api_key',
  'key',
  'token',
  'access_token',
  'authorization',
  'subscription-key',
  'ocp-apim-subscription-key',
  'code',
  'sig',
];

export const isSecretParameter = (name: string): boolean => secretParameters.includes(name.toLowerCase());

const decoded = (text: string): string => percentDecoded(text.replaceAll('+', ' '));

/** An address without the secrets in its query and without a user name and password, every other letter untouched; and the first secret. */
export function takeSecretOut(address: string): { readonly address: string; readonly secret: string | null } {
  let secret: string | null = null;
  const take = (value: string): void => {
    if (secret === null && value !== '') secret = value;
  };
  const hash = address.indexOf('#');
  const whole = hash < 0 ? address : address.slice(0, hash);
  const question = whole.indexOf('?');
  const path = question < 0 ? whole : whole.slice(0, question);
  const query = question < 0 ? [] : whole.slice(question + 1).split('&');
  const kept = query.filter((part) => {
    const equals = part.indexOf('=');
    const name = decoded(equals < 0 ? part : part.slice(0, equals));
    if (!isSecretParameter(name)) return true;
    take(decoded(equals < 0 ? '' : part.slice(equals + 1)).replace(/^Bearer\s+/i, ''));
    return false;
  });
  const open = path.replace(/^([a-z]+:\/\/)([^/@]*)@/i, (_, scheme: string, login: string) => {
    take(decoded(login.slice(login.indexOf(':') + 1)));
    return scheme;
  });
  const tail = hash < 0 ? '' : address.slice(hash);
  return { address: `${open}${kept.length === 0 ? '' : `?${kept.join('&')}`}${tail}`, secret };
}
