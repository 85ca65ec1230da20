import { describe, expect, it } from 'vitest';
import { endpointUrl } from '../../../shared/protocol/endpoint-url.ts';

describe('the address of a deployment', () => {
  it('is the GA form for Azure, from a bare resource name, a host or a pasted URL', () => {
    for (const host of [
      'contoso-voice',
      'contoso-voice.openai.azure.com',
      'https://contoso-voice.openai.azure.com/openai/v1',
    ]) {
      expect(endpointUrl({ kind: 'azure', host, deployment: 'voice mini', auth: 'api-key' })).toEqual({
        ok: true,
        url: 'wss://contoso-voice.openai.azure.com/openai/v1/realtime?model=voice%20mini',
        label: 'contoso-voice, Azure GA',
        deployment: 'voice mini',
        auth: 'api-key',
      });
    }
  });

  it('is the model form for OpenAI and its regions', () => {
    expect(endpointUrl({ kind: 'openai', host: 'eu.api.openai.com', model: 'gpt-realtime-2.1' })).toMatchObject({
      url: 'wss://eu.api.openai.com/v1/realtime?model=gpt-realtime-2.1',
      auth: 'bearer',
    });
  });

  it('is a custom URL untouched', () => {
    const url = 'wss://gateway.example.com/a/realtime?model=m&x=1';
    expect(endpointUrl({ kind: 'custom', url, auth: 'bearer' })).toMatchObject({ url, deployment: 'm' });
  });

  it.each([
    ['not an address', 'is not an address'],
    ['https://example.com/realtime', 'begins with https:'],
    ['ws://example.com/realtime', 'unencrypted'],
    ['wss://user:pass@example.com/realtime', 'user name or password'],
    ['wss://example.com/realtime?api-key=abc', 'holds a secret in "api-key"'],
  ])('refuses %s and says why', (url, words) => {
    const answer = endpointUrl({ kind: 'custom', url, auth: 'bearer' });
    expect(answer.ok).toBe(false);
    if (answer.ok) return;
    expect(answer.error.message).toContain(words);
    expect(answer.error.nextStep).toBeTruthy();
  });

  it('lets an unencrypted socket go to this machine only', () => {
    expect(endpointUrl({ kind: 'custom', url: 'ws://127.0.0.1:9/v1/realtime', auth: 'none' }).ok).toBe(true);
    expect(endpointUrl({ kind: 'custom', url: 'ws://127.0.0.1.example.com/v1', auth: 'none' }).ok).toBe(false);
  });
});
