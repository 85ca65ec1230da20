import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { failureOf } from '../../../shared/session/failure.ts';
import { transcriptionFailure } from '../../../shared/session/transcription-failures.ts';
import { countingOf } from '../../../shared/session/expected/input-evidence.ts';
import { header } from './log.ts';

describe('the service that a session counts by', () => {
  const headerOf = (kind: string, url: string) => ({ ...header, endpoint: { ...header.endpoint, kind, url } });
  const serviceOf = (kind: string, url: string) => countingOf({ header: headerOf(kind, url), effective: null }).service;

  it.each([
    ['azure', 'wss://gateway.example.com/v1', 'azure'],
    ['azure-next', 'wss://gateway.example.com/v1', 'azure'],
    ['custom', 'wss://contoso.openai.azure.com/v1', 'azure'],
    ['custom', 'wss://contoso.openai.azure.us/openai/v1/realtime?model=v', 'azure'],
    ['custom', 'wss://contoso.openai.azure.com?model=v', 'azure'],
    ['custom', 'wss://Contoso.OpenAI.Azure.com:443/r', 'azure'],
    ['custom', 'wss://voice.azure-api.net/openai/realtime?deployment=v', 'azure'],
    ['custom', 'wss://gateway.example.com/v1', 'openai'],
    ['custom', 'wss://gateway.example.com/to.openai.azure.com/v1', 'openai'],
    ['custom', 'contoso.openai.azure.com', 'openai'],
    ['next', 'wss://gateway.example.com/v1', 'openai'],
    ['simulator', 'ws://127.0.0.1:8080/openai/realtime?api-version=2025-04-01-preview&deployment=m', 'azure'],
    ['simulator', 'ws://127.0.0.1:8080/v1/realtime?model=openai', 'openai'],
    ['custom', 'ws://127.0.0.1:8080/openai/v1/realtime', 'openai'],
  ])('of an endpoint %s at %s is %s', (kind, url, service) => {
    expect(serviceOf(kind, url)).toBe(service);
    const { advice } = transcriptionFailure(failureOf(undefined), 'hears', headerOf(kind, url));
    expect(advice?.includes('On Azure') ?? false).toBe(service === 'azure');
  });
});

describe('the family that a session counts by', () => {
  it('is certain by a name of its generation, and by none of a later one, whatever the session can do', () => {
    const reasoning = { effort: 'low' };
    const counted = (model: string, effective: JsonObject) => {
      const { family, certain } = countingOf({ header, effective: { model, ...effective } });
      return [family, certain];
    };
    expect(counted('gpt-realtime-2.1', {})).toEqual(['reasoning', true]);
    expect(counted('gpt-realtime-3', { reasoning })).toEqual(['ga', false]);
    const byDeployment = (deployment: string) => {
      const endpoint = { ...header.endpoint, deployment };
      return countingOf({ header: { ...header, endpoint }, effective: { reasoning } });
    };
    expect(byDeployment('voice')).toMatchObject({ family: 'reasoning', certain: true });
    expect(byDeployment('gpt-realtime-3')).toMatchObject({ family: 'reasoning', certain: false });
  });
});
