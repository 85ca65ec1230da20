import { describe, expect, it } from 'vitest';
import { countingOf } from '../../../shared/session/expected/input-evidence.ts';
import { header } from './log.ts';

describe('the service that a session counts by', () => {
  const serviceOf = (kind: string, url: string) =>
    countingOf({ header: { ...header, endpoint: { ...header.endpoint, kind, url } }, effective: null }).service;

  it.each([
    ['azure', 'wss://gateway.example.com/v1', 'azure'],
    ['azure-next', 'wss://gateway.example.com/v1', 'azure'],
    ['custom', 'wss://contoso.openai.azure.com/v1', 'azure'],
    ['custom', 'wss://gateway.example.com/v1', 'openai'],
    ['next', 'wss://gateway.example.com/v1', 'openai'],
  ])('of an endpoint %s at %s is %s', (kind, url, service) => {
    expect(serviceOf(kind, url)).toBe(service);
  });
});
