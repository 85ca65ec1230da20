import type { IncomingHttpHeaders } from 'node:http';
import { lookup } from '../../../shared/kit/lookup.ts';
import type { Service } from '../../../shared/usage/rules/schema.ts';
import { isTranscriber } from './models.ts';
import { readSwitches, type Switches } from './switches.ts';

/** A handshake that ends in an HTTP answer instead of a session. */
interface Refusal {
  readonly status: number;
  readonly statusText: string;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const badRequest = (code: string, message: string): Refusal => ({
  status: 400,
  statusText: 'Bad Request',
  code,
  message,
});

/** How Azure turns a handshake down: status, code and message of its JSON body. */
export const refusals = {
  wrongPath: { status: 404, statusText: 'Not Found', code: '404', message: 'Resource not found' },
  badKey: {
    status: 401,
    statusText: 'Unauthorized',
    code: '401',
    message:
      'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
  },
  apiVersion: {
    status: 401,
    statusText: 'Unauthorized',
    code: '401',
    message: 'The api-version query parameter is not allowed when using the /v1 path.',
  },
  noDeployment: {
    status: 404,
    statusText: 'Not Found',
    code: 'DeploymentNotFound',
    message:
      'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
  },
  busy: {
    status: 429,
    statusText: 'Too Many Requests',
    code: '429',
    message: 'Requests to this deployment have exceeded its rate limit. Please retry after 7 seconds.',
    headers: { 'retry-after': '7' },
  },
  origin: {
    status: 403,
    statusText: 'Forbidden',
    code: '403',
    message: 'The simulator takes no connections from web pages.',
  },
  notASocket: {
    status: 426,
    statusText: 'Upgrade Required',
    code: '426',
    message: 'This address takes WebSocket connections only.',
    headers: { upgrade: 'websocket' },
  },
  fault: {
    status: 500,
    statusText: 'Internal Server Error',
    code: 'InternalServerError',
    message: 'The simulator could not open the session.',
  },
  noModel: badRequest(
    'BadRequest',
    "The query parameter 'model' is required and names the deployment; a transcription session takes 'intent=transcription' in place of it.",
  ),
  // The service spells the code so.
  wrongModel: (model: string): Refusal =>
    badRequest(
      'OpperationNotSupported',
      `The realtime operation does not work with the specified model, ${model}. Please choose different model and try again.`,
    ),
  badSwitch: (message: string): Refusal => badRequest('BadRequest', message),
} as const satisfies Record<string, Refusal | ((text: string) => Refusal)>;

export const refusalBody = ({ code, message }: Refusal): string => JSON.stringify({ error: { code, message } });

/** The head and body of a refusal as bytes for a socket that has not become a WebSocket. */
export function refusalResponse(refusal: Refusal, headers: Readonly<Record<string, string>>): string {
  const body = refusalBody(refusal);
  const all = {
    ...headers,
    ...refusal.headers,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${refusal.status} ${refusal.statusText}\r\n${lines.join('')}\r\n${body}`;
}

/** What a connection asked for. */
export interface SessionRequest {
  /** Whose service is played: that of the path. */
  readonly vendor: Service;
  readonly model: string;
  readonly switches: Switches;
  /** The header of the retired beta shape came along: the service upgrades, says so and closes. */
  readonly beta: boolean;
  /** The address is that of the preview protocol, whose events are named and shaped otherwise. */
  readonly preview: boolean;
  /** A session that only writes down what it hears; its model is named in its transcription. */
  readonly transcribes: boolean;
}

export type Admission =
  { readonly ok: true; readonly request: SessionRequest } | { readonly ok: false; readonly refusal: Refusal };

const openaiPath = '/v1/realtime';
const azurePath = '/openai/v1/realtime';
/** Takes the preview below an api-version, and the GA protocol without one. */
const datedPath = '/openai/realtime';
const refusedKey = 'refused';
/** Deployments that provoke an answer; every other name is a working deployment. */
const deployments = lookup<Refusal>({
  'missing-deployment': refusals.noDeployment,
  'busy-deployment': refusals.busy,
  'wrong-deployment': refusals.wrongModel('wrong-deployment'),
});

const pathOf = (pathname: string): string => pathname.replace(/\/$/, '');

export const isRealtimePath = (pathname: string): boolean =>
  [openaiPath, azurePath, datedPath].includes(pathOf(pathname));

function keysOf(url: URL, headers: IncomingHttpHeaders): (string | null | undefined)[] {
  return [
    headers['api-key']?.toString(),
    headers.authorization?.replace(/^Bearer\s+/i, ''),
    url.searchParams.get('api-key'),
  ];
}

const refuse = (refusal: Refusal): Admission => ({ ok: false, refusal });

/** Decides on a handshake. Any key is good but `refused`, and none is needed. */
export function admit(url: URL, headers: IncomingHttpHeaders): Admission {
  if (headers.origin !== undefined) return refuse(refusals.origin);
  if (!isRealtimePath(url.pathname)) return refuse(refusals.wrongPath);
  if (keysOf(url, headers).includes(refusedKey)) return refuse(refusals.badKey);
  const versioned = url.searchParams.has('api-version');
  const path = pathOf(url.pathname);
  const vendor = path === openaiPath ? 'openai' : 'azure';
  const preview = versioned && path === datedPath;
  if (versioned && !preview) return refuse(refusals.apiVersion);
  const model = url.searchParams.get(preview ? 'deployment' : 'model') ?? '';
  const transcribes = url.searchParams.get('intent') === 'transcription';
  // The one or the other, and on Azure no model that only transcribes.
  if (model !== '' && (transcribes || (vendor === 'azure' && isTranscriber(model)))) {
    return refuse(refusals.wrongModel(model));
  }
  if (model === '' && !transcribes) return refuse(refusals.noModel);
  const refusal = deployments(model);
  if (refusal !== undefined) return refuse(refusal);
  const read = readSwitches(url.searchParams);
  if (!read.ok) return refuse(refusals.badSwitch(read.message));
  const beta = String(headers['openai-beta'] ?? '').includes('realtime=v1');
  return { ok: true, request: { vendor, model, switches: read.switches, beta, preview, transcribes } };
}
