import type { IncomingHttpHeaders } from 'node:http';
import { refusals, type Refusal } from './refusals.ts';
import { readSwitches, type Switches } from './switches.ts';
import { lookup } from '../../../shared/lookup.ts';

/** What a connection asked for. */
export interface SessionRequest {
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

const gaPaths = ['/v1/realtime', '/openai/v1/realtime'];
/** Takes the preview below an api-version, and the GA protocol without one. */
const datedPath = '/openai/realtime';
const refusedKey = 'refused';
/** Deployments that provoke an answer; every other name is a working deployment. */
const deployments = lookup<Refusal>({
  'missing-deployment': refusals.noDeployment,
  'busy-deployment': refusals.busy,
  'wrong-deployment': refusals.wrongModel('wrong-deployment'),
});

export const isRealtimePath = (pathname: string): boolean =>
  [...gaPaths, datedPath].includes(pathname.replace(/\/$/, ''));

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
  const preview = versioned && url.pathname.replace(/\/$/, '') === datedPath;
  if (versioned && !preview) return refuse(refusals.apiVersion);
  const model = url.searchParams.get(preview ? 'deployment' : 'model') ?? '';
  const transcribes = url.searchParams.get('intent') === 'transcription';
  if (transcribes && model !== '') return refuse(refusals.wrongModel(model));
  if (model === '' && !transcribes) return refuse(refusals.noModel);
  const refusal = deployments(model);
  if (refusal !== undefined) return refuse(refusal);
  const read = readSwitches(url.searchParams);
  if (!read.ok) return refuse(refusals.badSwitch(read.message));
  const beta = String(headers['openai-beta'] ?? '').includes('realtime=v1');
  return { ok: true, request: { model, switches: read.switches, beta, preview, transcribes } };
}
