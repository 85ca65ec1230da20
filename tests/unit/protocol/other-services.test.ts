import { describe, expect, it } from 'vitest';
import { endpointFromFlags } from '../../../electron/cli/input/endpoint-flags.ts';
import { endpointUrl } from '../../../shared/protocol/endpoints/address.ts';
import { importProfiles } from '../../../shared/protocol/endpoints/profiles.ts';
import { recogniseEndpoint } from '../../../shared/protocol/endpoints/recognise.ts';

const project = 'contoso.services.ai.azure.com';
const azure = 'contoso.openai.azure.com';

/** Addresses as those services document them, and the word by which the refusal names the service. */
const elsewhere: readonly (readonly [address: string, named: string])[] = [
  [`wss://${project}/voice-live/realtime?api-version=2026-07-15&model=gpt-realtime`, 'Voice Live'],
  ['wss://contoso.cognitiveservices.azure.com/voice-live/realtime?api-version=2025-10-01&model=gpt-4o', 'Voice Live'],
  [
    `wss://${project}/voice-live/realtime?api-version=2026-07-15&profile=byom-azure-openai-realtime&model=voice-mini`,
    'Voice Live',
  ],
  [
    `wss://${project}/voice-live/realtime?api-version=2026-07-15&agent-name=Order%20desk&agent-project-name=shop`,
    'Voice Live and names the agent "Order desk"',
  ],
  [
    `wss://${project}/voice-live/realtime?api-version=2025-10-01&agent_id=asst_7&project_id=p`,
    'Voice Live and names the agent "asst_7"',
  ],
  [`wss://${project}/voice-live/realtime/calls?api-version=2026-01-01-preview&model=m`, 'Voice Live'],
  [`https://${project}/voice-live`, 'Voice Live'],
  [`https://${project}/api/projects/p/agents/order-desk`, 'Foundry agent and names the agent "order-desk"'],
  [
    `wss://${project}/api/projects/p/agents/order-desk/endpoint/protocols/voice?api-version=v1`,
    'Foundry agent and names the agent "order-desk"',
  ],
  ['wss://api.openai.com/v1/live/sessions', 'GPT-Live'],
  ['wss://api.openai.com/v1/live/sessions/sess_1/attach?graceful_close=true', 'GPT-Live'],
  [`wss://${azure}/openai/v1/live`, 'GPT-Live'],
  [`wss://${azure}/openai/v1/live/sessions`, 'GPT-Live'],
  ['wss://api.openai.com/v1/realtime/translations?model=gpt-realtime-translate', 'translation'],
  [`wss://${azure}/openai/v1/realtime/translations?model=t`, 'translation'],
  ['https://api.openai.com/v1/realtime/calls', 'WebRTC or SIP'],
  [`https://${azure}/openai/v1/realtime/calls?webrtcfilter=on`, 'WebRTC or SIP'],
  ['https://api.openai.com/v1/realtime/client_secrets', 'short-lived keys'],
  [`https://${azure}/openai/v1/realtime/client_secrets`, 'short-lived keys'],
  [`https://${azure}/openai/realtimeapi/sessions?api-version=2025-04-01-preview`, 'short-lived keys'],
  ['https://api.openai.com/v1/realtime/transcription_sessions', 'short-lived keys'],
  ['https://eastus2.realtimeapi-preview.ai.azure.com/v1/realtimertc?model=m', 'WebRTC'],
  ['https://gateway.example.com/azure/voice-live/realtime?model=m', 'Voice Live'],
  ['wss://gateway.example.com/v1%2Flive/sessions', 'GPT-Live'],
];

const spoken = [
  `wss://${azure}/openai/v1/realtime?model=live`,
  `wss://${azure}/openai/v1/realtime?model=voice-live`,
  `https://${project}/api/projects/agents`,
  'wss://api.openai.com/v1/realtime?call_id=rtc_1',
  'wss://gateway.example.com/v1/lively/realtime?model=m',
  'wss://gateway.example.com/realtime?model=translations',
  'wss://gateway.example.com/voice-agent/v1/realtime?model=m',
  'wss://gateway.example.com/voice-live/v1/realtime?model=m',
  'wss://gateway.example.com/v1/realtime/sessions/abc',
  'wss://gateway.example.com/realtime/calls/7?model=m',
  'wss://gateway.example.com/api/projects/p/agents/desk/realtime',
  'wss://gateway.example.com/v1/live/7/realtime?model=m',
];

describe('an address of a service that is not spoken', () => {
  it.each(elsewhere)('%s is refused when it is pasted, with what it is', (address, named) => {
    for (const pasted of [address, address.replace(/^\w+:\/\//, ''), `  ${address.replace(/^wss:/, 'https:')} `]) {
      const read = recogniseEndpoint(pasted);
      expect(read.kind === 'refused' && read.error).toMatchObject({
        reason: 'unsupported',
        message: expect.stringContaining(named) as string,
      });
      expect(read.kind === 'refused' && read.error.nextStep).toMatch(/\.$/);
    }
  });

  it.each(elsewhere)('%s is refused as --url and in every field that holds a host', (address, named) => {
    const flags = endpointFromFlags({ url: address });
    if (!flags.ok) throw new Error(flags.error.message);
    const key = { auth: 'api-key' } as const;
    for (const endpoint of [
      flags.endpoint,
      { kind: 'azure', host: address, deployment: 'v', ...key },
      { kind: 'azure-preview', host: address, deployment: 'v', apiVersion: 'x', ...key },
      { kind: 'azure-unversioned', host: address, deployment: 'v', ...key },
      { kind: 'openai', host: address, model: 'm' },
    ] as const) {
      const answer = endpointUrl(endpoint);
      expect(answer).toMatchObject({ ok: false, error: { reason: 'unsupported' } });
      expect(!answer.ok && answer.error.message).toContain(named);
    }
  });

  it('is refused in a file of profiles, with the name of the profile', () => {
    const endpoint = { kind: 'custom', url: elsewhere[0]?.[0], auth: 'api-key' };
    const text = JSON.stringify({ voxtally: 1, kind: 'profiles', profiles: [{ name: 'desk', endpoint }] });
    const read = importProfiles(text);
    expect(!read.ok && read.error.message).toContain('"desk"): This is an address of Azure Voice Live');
  });

  it('shows nothing of a key that stands where an agent is named', () => {
    const key = `sk-${'a1B2'.repeat(10)}`;
    const read = recogniseEndpoint(`wss://${project}/voice-live/realtime?agent-name=${key}`);
    expect(read.kind).toBe('refused');
    expect(JSON.stringify(read)).not.toContain(key);
  });

  it('is none of these', () => {
    for (const address of spoken) expect([address, recogniseEndpoint(address).kind]).toEqual([address, 'endpoint']);
  });

  it('an agent named on a host of Azure is refused, and elsewhere is a parameter of a gateway', () => {
    const named = endpointUrl({ kind: 'azure', host: `${project}/?agent-name=desk`, deployment: 'v', auth: 'api-key' });
    expect(!named.ok && named.error.message).toContain('"desk"');
    const gateway = recogniseEndpoint('wss://gateway.example.com/realtime?agent_id=7');
    expect(gateway).toMatchObject({
      endpoint: { kind: 'custom', url: 'wss://gateway.example.com/realtime?agent_id=7' },
    });
  });
});
