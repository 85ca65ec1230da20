import { lookup } from '../lookup.ts';
import { visibleLine } from './safe-text.ts';
import { hiddenSecret, hideTypedSecrets, isSecretParameter, looksLikeSecret } from './secret-forms.ts';

/**
 * The parameters an address may keep, each with why its value is no secret. Addresses are written to records, reports and
 * profiles, so whatever is not named here is left out, whoever wrote the address. One entry a parameter.
 */
const harmlessReasons = {
  model: 'name of a model or deployment',
  deployment: 'name of a deployment',
  'api-version': 'version of the interface',
  intent: 'conversation or transcription',
  call_id: 'number of a call that is being answered',
  // Voice Live and its agents.
  profile: 'how a deployment of one’s own is spoken to',
  'agent-name': 'name of an agent',
  'agent-version': 'version of an agent',
  'agent-project-name': 'name of the project of an agent',
  agent_id: 'id of an agent, of use with a key only',
  'agent-id': 'id of an agent, of use with a key only',
  project_id: 'name of a project',
  'project-id': 'name of a project',
  'conversation-id': 'id of a conversation, of use with a key only',
  agent_session_id: 'id of a session, of use with a key only',
  'agent-authentication-identity-client-id': 'public id of an identity',
  'foundry-resource-override': 'name of a resource',
  'x-agent-version-override': 'version of an agent',
  store: 'whether the service keeps the conversation',
  transport: 'how sound travels',
  graceful_close: 'how the line ends',
  // Switches of the simulator.
  mode: 'voice or echo',
  speed: 'a number',
  drop_after_ms: 'a number',
  drop_mid_reply: 'yes or no',
  hidden_response: 'yes or no',
  zero_usage_on_cancel: 'yes or no',
  null_usage: 'yes or no',
  extra_usage_field: 'yes or no',
  malformed_frame: 'yes or no',
  stall_ms: 'a number',
  fail_response: 'an error’s code',
  fail_transcription: 'an error’s code',
  conversation_created: 'yes or no',
  zero_seconds: 'yes or no',
  lose_transcription: 'yes or no',
  ignore_option: 'paths of options',
  alter_option: 'paths of options with the values they get',
  cache: 'yes or no',
  expires_after_ms: 'a number',
} as const satisfies Readonly<Record<string, string>>;

const harmlessReason = lookup<string>(harmlessReasons);

/** Whether the value of a parameter of this name may stay in an address; upper and lower case are one. */
export const isHarmless = (name: string, allowed: readonly string[] = []): boolean => {
  const lower = name.toLowerCase();
  return harmlessReason(lower) !== undefined || allowed.some((one) => one.toLowerCase() === lower);
};

/** What a parameter's name looks like that may be repeated, and allowed. */
export const parameterName = /^[A-Za-z$][A-Za-z0-9_.$-]{0,39}$/;

/** The text that a percent-encoded one stands for; a text that was never encoded stays as it is. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const decodedPart = (text: string): string => percentDecoded(text.replaceAll('+', ' '));

/** A parameter of a query, of a path's segment (`;name=value`) or of what follows `#`, and what is to become of it. */
interface Parameter {
  /** As it stands in the address. */
  readonly raw: string;
  /** Null when it has none that may be repeated: a word alone may be the secret itself. */
  readonly name: string | null;
  readonly value: string;
  readonly is: 'harmless' | 'secret' | 'unknown';
}

interface Segment {
  readonly raw: string;
  readonly secret: boolean;
  readonly parameters: readonly Parameter[];
}

/** An address in its parts, letter by letter; a text that is none has them too. */
export interface AddressParts {
  /** `wss://`, or nothing. */
  readonly scheme: string;
  readonly login: string | null;
  readonly host: string;
  readonly hostIsSecret: boolean;
  readonly path: readonly Segment[];
  readonly query: readonly Parameter[];
  readonly fragment: readonly Parameter[];
}

/** A value that is an address of its own or has parameters in it, as one that was encoded twice: what they are nobody can say. */
const nested = /:\/\/|[?&;#][^?&;#=]*=/;

/** `password=…` where a word alone belongs: in a segment of the path, or as the value of a harmless parameter. */
function isNamedSecret(text: string): boolean {
  const name = /^([^=]{1,60})=./.exec(text)?.[1];
  return name !== undefined && isSecretParameter(name);
}

const isSecretText = (text: string): boolean =>
  looksLikeSecret(text) || looksLikeSecret(percentDecoded(text)) || isNamedSecret(decodedPart(text));

function parameter(raw: string, allowed: readonly string[]): Parameter {
  const equals = raw.indexOf('=');
  const given = decodedPart(equals < 0 ? raw : raw.slice(0, equals));
  const value = equals < 0 ? '' : decodedPart(raw.slice(equals + 1));
  const secretName = isSecretParameter(given);
  const known = !secretName && isHarmless(given, allowed);
  const secret = secretName || isSecretText(given) || isSecretText(value);
  const several = nested.test(value) || nested.test(decodedPart(value));
  // Without a value, or with nothing but the end of a base64 text, what stands there may be no name.
  const isName = parameterName.test(given) && !isSecretText(given) && (known || secretName || !/^=*$/.test(value));
  return {
    raw,
    name: isName && (!several || secretName) ? given : null,
    value: value === '' && isSecretText(given) ? given : value,
    is: secret ? 'secret' : known && !several ? 'harmless' : 'unknown',
  };
}

/** Split at `&`, and at a `;` that begins another parameter. */
const parameters = (text: string, allowed: readonly string[]): readonly Parameter[] =>
  text
    .split(/&|;(?=[^;&=]*=)/)
    .filter((raw) => raw !== '')
    .map((raw) => parameter(raw, allowed));

function segment(text: string, allowed: readonly string[]): Segment {
  const [raw = '', ...more] = text.split(';');
  return {
    raw,
    secret: isSecretText(raw),
    parameters: more.filter((one) => one !== '').map((one) => parameter(one, allowed)),
  };
}

/**
 * Takes an address apart. Never throws.
 * @param allowed further names of parameters that hold no secret; one that secrets go by is none of them
 */
export function addressParts(address: string, allowed: readonly string[] = []): AddressParts {
  const [, scheme = '', rest = ''] = /^((?:[a-z][a-z0-9+.-]*:)?[/\\]{2,})?([\s\S]*)$/i.exec(address) ?? [];
  const [, authority = '', path = '', query = '', fragment = ''] =
    /^([^/\\?#]*)([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/.exec(rest) ?? [];
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  return {
    scheme,
    login: at < 0 ? null : authority.slice(0, at),
    host,
    hostIsSecret: isSecretText(host) || host.split('.').some(isSecretText),
    path: path === '' ? [] : path.split(/[/\\]/).map((text) => segment(text, allowed)),
    query: parameters(query, allowed),
    fragment: parameters(fragment, allowed),
  };
}

/** An address as whoever connects reads it: letters that a parser drops would hide a name from this reader. */
const normal = (text: string): string => {
  const plain = text.trim().replaceAll(/[\t\n\r]/g, '');
  return URL.canParse(plain) ? new URL(plain).href : plain;
};

const longestShown = 500;
const shownParameter = ({ raw, name, is }: Parameter): string =>
  is === 'harmless' ? raw : name === null ? hiddenSecret : `${name}=${hiddenSecret}`;

/**
 * An address as a record, a report or a message may show it, whoever wrote it: no login, no fragment, of the parameters only
 * harmless ones with their values, and nothing that has the form of a secret. One line of at most 500 characters. Relative
 * addresses and texts that are no address pass through it too. Never throws.
 */
export function shownAddress(address: string, allowed: readonly string[] = []): string {
  const { scheme, host, hostIsSecret, path, query } = addressParts(normal(address.slice(0, 8000)), allowed);
  const segments = path.map(({ raw, secret, parameters: more }) =>
    [secret ? hiddenSecret : raw, ...more.map(shownParameter)].join(';'),
  );
  const whole = `${scheme}${hostIsSecret ? hiddenSecret : host}${segments.join('/')}`;
  // No parser takes it: a login may stand anywhere before an @.
  const certain = scheme === '' || URL.canParse(address.trim()) ? whole : whole.slice(whole.lastIndexOf('@') + 1);
  const text = visibleLine(
    `${hideTypedSecrets(certain)}${query.length === 0 ? '' : `?${query.map(shownParameter).join('&')}`}`,
  );
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

/** What an address becomes when only what is known to be harmless stays. */
export interface CleanAddress {
  /** Every letter that stays is untouched. */
  readonly address: string;
  /** The first secret by name or form. */
  readonly secret: string | null;
  /** Names of parameters that were left out and are no secret by name or form; each once. */
  readonly left: readonly string[];
  /** Something was left out that has no name to call it by. */
  readonly unnamed: boolean;
  /** A part of the path or the host has the form of a secret; it stands there still. */
  readonly secretInPath: boolean;
}

const harmlessOf = (some: readonly Parameter[]): string[] =>
  some.filter(({ is }) => is === 'harmless').map(({ raw }) => raw);

/** An address without login, fragment and parameters that are not known to be harmless. */
export function cleanAddress(address: string, allowed: readonly string[] = []): CleanAddress {
  const parts = addressParts(address, allowed);
  const all = [...parts.path.flatMap(({ parameters: more }) => more), ...parts.query, ...parts.fragment];
  const password = parts.login === null ? '' : decodedPart(parts.login.slice(parts.login.indexOf(':') + 1));
  const secrets = [password, ...all.filter(({ is }) => is === 'secret').map(({ value }) => value)]
    .map((value) => value.replace(/^Bearer\s+/i, '').trim())
    .filter((value) => value !== '');
  const unknown = all.filter(({ is }) => is === 'unknown');
  const path = parts.path.map(({ raw, parameters: more }) => [raw, ...harmlessOf(more)].join(';')).join('/');
  const query = harmlessOf(parts.query).join('&');
  return {
    address: `${parts.scheme}${parts.host}${path}${query === '' ? '' : `?${query}`}`,
    secret: secrets[0] ?? null,
    left: [...new Set(unknown.flatMap(({ name }) => name ?? []))],
    unnamed: unknown.some(({ name }) => name === null),
    secretInPath: parts.hostIsSecret || parts.path.some(({ secret }) => secret),
  };
}

/** What of an address may not stand in a record, as the first fault found; null when it may be kept as it is. */
export type AddressFault =
  | { readonly kind: 'login' | 'fragment' | 'secret in path' | 'unnamed' }
  | { readonly kind: 'secret' | 'unknown'; readonly name: string };

export function addressFault(address: string, allowed: readonly string[] = []): AddressFault | null {
  // As whoever connects reads it, and as it stands: host names lose their capital letters.
  for (const text of [normal(address), address]) {
    const parts = addressParts(text, allowed);
    if (parts.login !== null) return { kind: 'login' };
    if (parts.hostIsSecret || parts.path.some(({ secret }) => secret)) return { kind: 'secret in path' };
    const all = [...parts.path.flatMap(({ parameters: more }) => more), ...parts.query];
    const found = all.find(({ is }) => is === 'secret') ?? all.find(({ is }) => is === 'unknown');
    if (found !== undefined && found.name === null) return { kind: 'unnamed' };
    if (found !== undefined && found.name !== null) {
      return { kind: found.is === 'secret' ? 'secret' : 'unknown', name: found.name };
    }
    if (parts.fragment.length > 0) return { kind: 'fragment' };
  }
  return null;
}
