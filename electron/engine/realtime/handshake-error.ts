import { assertNever, benchError, type BenchError, type ErrorReason } from '../../../shared/kit/errors.ts';
import { asNumber, asObject, asString, isJsonObject, readJson } from '../../../shared/kit/json.ts';
import { lookup } from '../../../shared/kit/lookup.ts';
import { visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { shownAddress } from '../../../shared/kit/untrusted/secrets-in-addresses.ts';
import { type AuthScheme, vendorOf } from '../../../shared/protocol/authentication.ts';
import { connectionError, type ConnectionFailure } from '../net/connection-errors.ts';
import type { PlainHeaders } from '../net/route.ts';

/** What a refusal's body says, whichever of the usual shapes it has. */
interface RefusalBody {
  readonly code: string | null;
  readonly message: string | null;
}

const longestMessage = 400;
const longestCode = 100;

function shorten(text: string, longest: number = longestMessage): string {
  const line = visibleLine(text);
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** Reads `{error:{code,message}}`, `{code,message}`, `{statusCode,message}`, or plain text; HTML pages say nothing useful. One line each; never throws. */
export function readRefusalBody(body: string): RefusalBody {
  const text = body.trim();
  if (text === '') return { code: null, message: null };
  const read = readJson(text);
  if (!read.ok) return { code: null, message: text.startsWith('<') ? null : shorten(text) };
  const parsed = read.value;
  if (!isJsonObject(parsed)) return { code: null, message: shorten(text) };
  const inner = asObject(parsed['error']) ?? parsed;
  const message = asString(inner['message']) ?? asString(parsed['error']) ?? asString(parsed['detail']) ?? null;
  const code = asString(inner['code']) ?? asString(inner['type']) ?? asNumber(parsed['statusCode'])?.toString() ?? null;
  return {
    code: code === null ? null : shorten(code, longestCode),
    message: message === null ? null : shorten(message),
  };
}

/** How a connection failed to become a session. */
export type HandshakeFailure =
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly headers: PlainHeaders;
      readonly body: string;
    }
  | ConnectionFailure
  /** Nobody waits for it any more. */
  | { readonly kind: 'given up' };

/** What was being connected to, for the sentences. */
export interface HandshakeTarget {
  readonly host: string;
  readonly deployment: string;
  readonly auth: AuthScheme;
  readonly url: string;
  /** The proxy on the way; absent on the direct way. */
  readonly proxy?: { readonly host: string; readonly from: 'settings' | 'system'; readonly withLogin: boolean };
}

interface Rule {
  readonly reason: ErrorReason;
  message(target: HandshakeTarget, failure: { status: number }): string;
  nextStep(target: HandshakeTarget, failure: { retryAfter: string | undefined; url: string }): string;
}

const hasApiVersionOnGa = (url: string): boolean => url.includes('/openai/v1/') && url.includes('api-version=');

/** What an address asks for by its query: the service takes a name or an intent, never both and never neither. */
function askedIn(address: string): {
  readonly named: boolean;
  readonly transcribes: boolean;
  readonly versioned: boolean;
} {
  const query = URL.canParse(address) ? new URL(address).searchParams : new URLSearchParams();
  const has = (name: string): boolean => (query.get(name) ?? '') !== '';
  return {
    named: has('model') || has('deployment'),
    transcribes: query.get('intent') === 'transcription',
    versioned: has('api-version'),
  };
}

const nameTranscriber =
  'name the transcription model, on Azure its deployment, by the option transcription.model (Transcription in the window)';

/** What to do about an address that the service takes for no session. */
function askOtherwise({ url }: HandshakeTarget): string {
  const { named, transcribes } = askedIn(url);
  if (named && transcribes) {
    return `Take the name out of the address: one that asks for transcription names no deployment. Then ${nameTranscriber}.`;
  }
  if (transcribes) return 'Check that the resource offers transcription sessions at this address, in its region.';
  if (!named) {
    return 'Name the deployment in the address, model=NAME, or ask for a transcription session: --intent transcription on the command line, Transcription only in the window.';
  }
  return `Use a deployment of a Realtime model. If this one only transcribes, ask for a transcription session (--intent transcription on the command line, Transcription only in the window) and ${nameTranscriber}.`;
}

const serverFault: Rule = {
  reason: 'unreachable',
  message: (target, { status }) =>
    `${target.host} answered HTTP ${status}: the service has a fault of its own and opened no session.`,
  nextStep: () => 'Try again in a minute. If it stays, look at the status page of the service.',
};

const redirected: Rule = {
  reason: 'refused',
  message: (target, { status }) =>
    `${target.host} answered HTTP ${status} and points to another address, which was not followed because the key would travel with it.`,
  nextStep: () => 'Give the final address of the service.',
};

const notASocket: Rule = {
  reason: 'refused',
  message: (target, { status }) => `${target.host} answered HTTP ${status} and opened no WebSocket.`,
  nextStep: () => 'Check the path of the address; a Realtime address ends in /realtime.',
};

const rightName =
  'Use the name of the deployment, not of the model. A deployment made in the last five minutes may not be ready yet.';

const pathOf = (address: string): string => (URL.canParse(address) ? new URL(address).pathname : '/');

/** Which paths there are, for whom the one that was asked is wrong. */
function rightPath({ url, host }: HandshakeTarget): string {
  const paths =
    vendorOf(host)?.id === 'openai'
      ? '/v1/realtime?model=NAME'
      : '/openai/v1/realtime?model=DEPLOYMENT, or in the preview /openai/realtime?api-version=VERSION&deployment=DEPLOYMENT';
  const version = askedIn(url).versioned
    ? ' An api-version that is too old or spelt wrongly is answered like this, too.'
    : '';
  return `Check the path of the address: a deployment is at ${paths}.${version}`;
}

/** One entry a status: what it means here and what to do. */
const statusRules = lookup<Rule>({
  400: {
    reason: 'refused',
    message: (target) => `${target.host} refused the request for "${target.deployment}" (HTTP 400).`,
    nextStep: askOtherwise,
  },
  401: {
    reason: 'not-authorised',
    message: (target) =>
      target.auth === 'none'
        ? `${target.host} asks for a key, and none was sent (HTTP 401).`
        : `${target.host} did not accept the ${target.auth === 'entra' ? 'sign-in' : 'key'} (HTTP 401).`,
    nextStep: (target, { url }) => {
      if (hasApiVersionOnGa(url))
        return 'Take api-version out of the address: the GA form refuses it with this status.';
      if (target.auth === 'entra') {
        return 'Check that you are signed in to the tenant of the resource, and give the account the role Cognitive Services OpenAI User.';
      }
      return target.auth === 'none'
        ? 'Choose how the key is sent and enter it.'
        : `Check that the key belongs to this resource and is sent as ${target.auth === 'bearer' ? 'Authorization: Bearer' : 'api-key'}.`;
    },
  },
  403: {
    reason: 'not-authorised',
    message: (target) => `${target.host} knows the caller and forbids the session (HTTP 403).`,
    nextStep: () =>
      'Check the network rules of the resource and, when signing in with Entra ID, the role Cognitive Services OpenAI User.',
  },
  404: {
    reason: 'deployment-not-found',
    message: (target) => `${target.host} has nothing for "${target.deployment}" at this address (HTTP 404).`,
    nextStep: (target) => `${rightPath(target)} ${rightName}`,
  },
  426: notASocket,
  429: {
    reason: 'rate-limited',
    message: (target) => `${target.host} opens no more sessions for now: its limit is reached (HTTP 429).`,
    nextStep: (_, { retryAfter }) =>
      retryAfter === undefined
        ? 'Wait a minute, close sessions that are no longer used, or raise the quota of the deployment.'
        : `Wait ${retryAfter}, as the service asks, or raise the quota of the deployment.`,
  },
});

const noDeployment: Rule = {
  reason: 'deployment-not-found',
  message: (target, { status }) =>
    `${target.host} has no deployment "${target.deployment}" at this address (HTTP ${status}).`,
  nextStep: () => rightName,
};

const noDialogue: Rule = {
  reason: 'refused',
  message: (target, { status }) => `${target.host} refused the request for "${target.deployment}" (HTTP ${status}).`,
  nextStep: askOtherwise,
};

const wrongPath: Rule = {
  reason: 'invalid-address',
  message: (target, { status }) =>
    `${target.host} serves nothing at the path ${pathOf(target.url)} (HTTP ${status}); whether it has the deployment "${target.deployment}" is not said.`,
  nextStep: rightPath,
};

/** Codes in a refusal's body that say more than its status does. One entry a code. */
const codeRules = lookup<Rule>({
  // The service spells it so.
  OpperationNotSupported: noDialogue,
  OperationNotSupported: noDialogue,
  DeploymentNotFound: noDeployment,
});

/** How Azure answers a path at which it serves nothing, beside the status as a code. */
const nothingThere = /^resource not found\.?$/i;

function ruleFor(status: number, { code, message }: RefusalBody): Rule {
  const said = code === null ? undefined : codeRules(code);
  if (said !== undefined) return said;
  if (status === 404 && nothingThere.test(message ?? '')) return wrongPath;
  const exact = statusRules(status);
  if (exact !== undefined) return exact;
  if (status >= 500) return serverFault;
  if (status >= 300 && status < 400) return redirected;
  return notASocket;
}

/** `17 seconds` or `until …`; undefined for a wait that is neither a number nor a date of HTTP. */
function wantedWait(retryAfter: string | undefined): string | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,6}$/.test(retryAfter)) return `${retryAfter} seconds`;
  return /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(retryAfter)
    ? `until ${retryAfter}`
    : undefined;
}

/** Headers worth giving to the service's support. */
const factHeaders = ['apim-request-id', 'x-request-id', 'x-ms-region', 'retry-after', 'location'];

function httpFacts(failure: Extract<HandshakeFailure, { kind: 'http' }>, body: RefusalBody): Record<string, string> {
  return {
    'HTTP status': String(failure.status),
    ...Object.fromEntries(
      factHeaders.flatMap((name): [string, string][] => {
        const value = failure.headers[name];
        return value === undefined ? [] : [[name, name === 'location' ? shownAddress(value) : value]];
      }),
    ),
    ...(body.code === null ? {} : { 'error code': body.code }),
  };
}

/** A failed handshake as an error a person can act on. Pure; what the other side said has passed the gate. */
export function handshakeError(failure: HandshakeFailure, target: HandshakeTarget): BenchError {
  switch (failure.kind) {
    case 'http': {
      const body = readRefusalBody(failure.body);
      const rule = ruleFor(failure.status, body);
      const said = body.message === null ? '' : ` It said: ${body.message}`;
      return benchError(rule.reason, `${rule.message(target, failure)}${said}`, {
        nextStep: rule.nextStep(target, { retryAfter: wantedWait(failure.headers['retry-after']), url: target.url }),
        facts: httpFacts(failure, body),
      });
    }
    case 'network':
    case 'proxy':
    case 'timeout':
      return connectionError(failure, { host: target.host, proxy: target.proxy ?? null, over: 'WebSockets' });
    case 'given up':
      return benchError('refused', `The connection to ${target.host} was given up before it was open.`);
    default:
      return assertNever(failure, 'Handshake failure');
  }
}
