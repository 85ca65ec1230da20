import { benchError, type BenchError } from '../../../kit/errors.ts';
import { repeated } from '../../../kit/untrusted/quoting.ts';
import { percentDecoded } from '../../../kit/untrusted/secrets-in-addresses.ts';
import { vendorOf } from '../../authentication.ts';

/** A service that is reached by addresses of its own and speaks no dialect of the bench. */
interface OtherService {
  /** What its documented address ends in: a gateway may put anything in front. Left out: no path tells it anywhere. */
  readonly path?: RegExp;
  /** Where on a vendor's own host all of it lies, and what is below. */
  readonly root?: RegExp;
  /** Its host, without a port. */
  readonly host?: RegExp;
  /** What it is, for the sentence "This is …". */
  readonly what: string;
  /** Why it cannot be spoken to, as a whole sentence. */
  readonly why: string;
  readonly nextStep: string;
}

const realtimeInstead =
  'Give the address of a Realtime deployment, for example wss://contoso-voice.openai.azure.com/openai/v1/realtime?model=voice-mini.';
const deploymentOfAgent =
  'To test the model alone, give the resource and the deployment that the agent uses; its own instructions and tools then do not come along.';

/** Services that are not spoken, the more particular first. One entry a service. */
const otherServices: readonly OtherService[] = [
  {
    path: /\/voice-live\/realtime(?:\/calls)?$/i,
    root: /\/voice-(?:live|agent)(?:\/|$)/i,
    what: 'an address of Azure Voice Live',
    why: 'Its sessions have options, events and meters of their own, which Voxtally does not know.',
    nextStep: realtimeInstead,
  },
  {
    root: /\/api\/projects\/[^/]+\/(?:agents|applications)(?:\/|$)/i,
    what: 'an address of a Foundry agent',
    why: 'Voxtally speaks to deployments of models and to no agents.',
    nextStep: deploymentOfAgent,
  },
  {
    path: /\/v1\/live\/sessions(?:\/[^/]+\/(?:attach|fork|content))?$/i,
    root: /\/v1\/live(?:\/|$)/i,
    what: 'an address of GPT-Live',
    why: 'GPT-Live is another protocol than Realtime: it has no turns and no responses, and is charged by the second.',
    nextStep: realtimeInstead,
  },
  {
    path: /\/v1\/realtime\/translations$/i,
    root: /\/realtime\/translations(?:\/|$)/i,
    what: 'an address of live translation',
    why: 'Translation is another protocol than Realtime, and reports no usage.',
    nextStep: realtimeInstead,
  },
  {
    path: /\/(?:v1\/realtime|realtimeapi)\/(?:client_secrets|sessions|transcription_sessions)$/i,
    root: /\/realtime(?:api)?\/(?:client_secrets|sessions|transcription_sessions)(?:\/|$)/i,
    what: 'the address at which short-lived keys are made',
    why: 'It answers HTTP requests and opens no session.',
    nextStep: 'Give the address that ends in /realtime; a short-lived key made here goes into the key field.',
  },
  {
    path: /\/v1\/realtime\/calls$/i,
    root: /\/realtime\/calls(?:\/|$)/i,
    what: 'the address of calls by WebRTC or SIP',
    why: 'Voxtally speaks over WebSockets only.',
    nextStep: 'Give the address that ends in /realtime, without calls.',
  },
  {
    path: /\/v1\/realtimertc$/i,
    root: /\/realtimertc(?:\/|$)/i,
    what: 'an address for WebRTC',
    why: 'Voxtally speaks over WebSockets only.',
    nextStep: realtimeInstead,
  },
  {
    host: /\.realtimeapi-preview\.ai\.azure\.com$/i,
    what: 'a host for WebRTC',
    why: 'Voxtally speaks over WebSockets only.',
    nextStep: realtimeInstead,
  },
];

/** Parameters that name an agent. */
const agentParameters = ['agent-name', 'agent_name', 'agent-id', 'agent_id'];

/** The agent that an address names, in its path or its query; null: none. */
function agentIn(url: URL): string | null {
  const inPath = /\/(?:agents|applications)\/([^/]+)/i.exec(url.pathname)?.[1];
  if (inPath !== undefined) return percentDecoded(inPath);
  const parameter = [...url.searchParams].find(([name]) => agentParameters.includes(name.toLowerCase()));
  return parameter?.[1] ?? null;
}

function addressIn(text: string): URL | null {
  const trimmed = text.trim();
  const whole = /^[a-z]+:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  return URL.canParse(whole) ? new URL(whole) : null;
}

function isServed({ path, root, host }: OtherService, url: URL): boolean {
  const at = percentDecoded(url.pathname).replace(/\/+$/, '');
  const isVendors = vendorOf(url.host) !== null;
  return host?.test(url.hostname) === true || path?.test(at) === true || (isVendors && root?.test(at) === true);
}

/**
 * Why an address is no Realtime address but that of another service, which would take what the bench sends for something else
 * or not at all. Null: it is none that is known.
 * @param text as it was typed or pasted, with or without a scheme
 */
export function otherServiceAt(text: string): BenchError | null {
  const url = addressIn(text);
  if (url === null) return null;
  const service = otherServices.find((one) => isServed(one, url));
  const agent = agentIn(url);
  if (service === undefined) {
    // Elsewhere such a parameter may be a gateway's, and is asked about like any other.
    if (agent === null || vendorOf(url.host)?.id !== 'azure') return null;
    return benchError('unsupported', `The address names the agent ${repeated(agent)}. Voxtally speaks to no agents.`, {
      nextStep: deploymentOfAgent,
    });
  }
  const named = agent === null ? '' : ` and names the agent ${repeated(agent)}`;
  return benchError('unsupported', `This is ${service.what}${named}. ${service.why}`, {
    nextStep: agent === null ? service.nextStep : deploymentOfAgent,
  });
}
