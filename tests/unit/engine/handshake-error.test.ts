import { describe, expect, it } from 'vitest';
import { explainClose } from '../../../electron/engine/realtime/close-codes.ts';
import {
  handshakeError,
  type HandshakeTarget,
  readRefusalBody,
} from '../../../electron/engine/realtime/handshake-error.ts';

const target: HandshakeTarget = {
  host: 'contoso-voice.openai.azure.com',
  deployment: 'voice-mini',
  auth: 'api-key',
  url: 'wss://contoso-voice.openai.azure.com/openai/v1/realtime?model=voice-mini',
};
const http = (status: number, body = '', headers: Record<string, string> = {}) =>
  handshakeError({ kind: 'http', status, body, headers }, target);

describe('a refused handshake', () => {
  it.each([
    [400, 'refused'],
    [401, 'not-authorised'],
    [403, 'not-authorised'],
    [404, 'deployment-not-found'],
    [429, 'rate-limited'],
    [500, 'unreachable'],
    [503, 'unreachable'],
    [302, 'refused'],
    [200, 'refused'],
    [418, 'refused'],
  ])('with HTTP %i is the reason "%s", in a whole sentence with a next step', (status, reason) => {
    const error = http(status);
    expect(error.reason).toBe(reason);
    expect(error.message).toContain(target.host);
    expect(error.message).toContain(String(status));
    expect(error.message).toMatch(/\.$/);
    expect(error.nextStep).toMatch(/\.$/);
  });

  it('repeats what the service said and the ids its support asks for', () => {
    const error = http(404, '{"error":{"code":"DeploymentNotFound","message":"The API deployment does not exist."}}', {
      'apim-request-id': 'abc-1',
      'x-ms-region': 'Sweden Central',
    });
    expect(error.message).toContain('The API deployment does not exist.');
    expect(error.facts).toMatchObject({
      'HTTP status': '404',
      'apim-request-id': 'abc-1',
      'x-ms-region': 'Sweden Central',
      'error code': 'DeploymentNotFound',
    });
  });

  it('with HTTP 404 tells a missing deployment from a path at which nothing is', () => {
    const body = (code: string, message: string): string => JSON.stringify({ error: { code, message } });
    const missing = http(404, body('DeploymentNotFound', 'The API deployment for this resource does not exist.'));
    expect(missing).toMatchObject({ reason: 'deployment-not-found' });
    expect(missing.message).toContain('no deployment "voice-mini"');
    expect(missing.nextStep).toContain('name of the deployment');
    expect(missing.nextStep).not.toContain('path');
    const nothing = http(404, body('404', 'Resource not found'));
    expect(nothing).toMatchObject({ reason: 'invalid-address' });
    expect(nothing.message).toContain('nothing at the path /openai/v1/realtime');
    expect(nothing.nextStep).toContain('/openai/v1/realtime?model=');
    expect(nothing.nextStep).not.toContain('five minutes');
    const silent = http(404);
    expect(silent.message).not.toContain('has no deployment');
    expect(silent.nextStep).toContain('/openai/v1/realtime?model=');
    expect(silent.nextStep).toContain('name of the deployment');
  });

  it('says of a path of the preview that the api-version may be wrong, and to OpenAI which path is right', () => {
    const body = '{"error":{"code":"404","message":"Resource not found"}}';
    const at = (more: Partial<HandshakeTarget>): string | undefined =>
      handshakeError({ kind: 'http', status: 404, body, headers: {} }, { ...target, ...more }).nextStep;
    const url = 'wss://contoso-voice.openai.azure.com/openai/realtime?api-version=2023-01-01&deployment=voice-mini';
    expect(at({ url })).toContain('api-version that is too old');
    expect(at({})).not.toContain('too old');
    expect(at({ host: 'api.openai.com', url: 'wss://api.openai.com/realtime?model=m' })).toContain(
      'at /v1/realtime?model=NAME.',
    );
  });

  const base = 'wss://contoso-voice.openai.azure.com/openai/v1/realtime';
  it.each([
    [`${base}?model=voice-mini&intent=transcription`, 'Take the name out of the address'],
    [`${base}?intent=transcription`, 'offers transcription sessions'],
    [base, 'Name the deployment in the address'],
    [`${base}?model=gpt-realtime-whisper`, 'ask for a transcription session (--intent transcription'],
  ])('of %s with HTTP 400 says which of model and intent is wrong', (url, part) => {
    for (const code of ['OpperationNotSupported', 'BadRequest']) {
      const body = JSON.stringify({ error: { code, message: 'no' } });
      const error = handshakeError({ kind: 'http', status: 400, body, headers: {} }, { ...target, url });
      expect(error.nextStep).toContain(part);
    }
  });

  it('says to take api-version off a GA address that was answered 401', () => {
    const url = `${target.url}&api-version=2025-04-01-preview`;
    const error = handshakeError({ kind: 'http', status: 401, body: '', headers: {} }, { ...target, url });
    expect(error.nextStep).toContain('api-version');
  });

  it('says how long to wait when the service does', () => {
    expect(http(429, '', { 'retry-after': '17' }).nextStep).toContain('17 seconds');
    const date = 'Wed, 21 Oct 2026 07:28:00 GMT';
    expect(http(429, '', { 'retry-after': date }).nextStep).toContain(`Wait until ${date}`);
  });

  it.each(['soon', '-1', '1e9', '17 seconds, says the key', '99999999', 'Wed, 21 Oct'])(
    'makes no sentence of a wait of %j',
    (wait) => {
      expect(http(429, '', { 'retry-after': wait }).nextStep).toBe(http(429).nextStep);
    },
  );

  it('shows where it points without what the query holds', () => {
    const { facts } = http(302, '', {
      location: 'https://ada:secret@other.example/v1/realtime?model=voice&api-key=abc123#part',
    });
    expect(facts?.['location']).toMatch(/^https:\/\/other\.example\/v1\/realtime\?model=voice&api-key=•+$/);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'with the error code %s is explained by its status',
    (code) => {
      expect(http(400, JSON.stringify({ error: { code, message: 'no' } })).nextStep).toBe(http(400).nextStep);
    },
  );

  it('that nobody waits for any more says so', () => {
    expect(handshakeError({ kind: 'given up' }, target).message).toContain('given up');
  });

  it('knows that a deployment of another kind takes no conversation', () => {
    expect(http(400, '{"error":{"code":"OpperationNotSupported","message":"no"}}').nextStep).toContain(
      'Realtime model',
    );
  });

  it.each([
    ['ENOTFOUND', 'no machine has that name'],
    ['ECONNREFUSED', 'refused the connection'],
    ['CERT_HAS_EXPIRED', 'expired'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'authority'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'TLS'],
    ['ESOMETHING', 'odd things'],
  ])('for the network error %s says what it means', (code, part) => {
    const error = handshakeError(
      { kind: 'network', code, message: 'odd things', hop: 'service', issuer: null },
      target,
    );
    expect(error.message).toContain(part);
    expect(error.message).toContain(target.host);
    expect(error.nextStep).toBeDefined();
  });

  it('that never answers says how long it was waited for', () => {
    expect(handshakeError({ kind: 'timeout', afterMs: 15_000, hop: 'service' }, target).message).toContain(
      '15 seconds',
    );
  });
});

describe('the body of a refusal', () => {
  it.each([
    ['{"error":{"code":"401","message":"Access denied"}}', '401', 'Access denied'],
    ['{"statusCode":404,"message":"Resource not found"}', '404', 'Resource not found'],
    ['{"error":"nope"}', null, 'nope'],
    ['plain words', null, 'plain words'],
    ['<html>gateway</html>', null, null],
    ['', null, null],
    ['[1]', null, '[1]'],
    ['{"error":{"code":"a\\u001b[2J\\nb","message":"two\\nlines \\u202e"}}', 'a[U+001B][2J b', 'two lines [U+202E]'],
    [`{"error":{"code":"${'c'.repeat(500)}"}}`, `${'c'.repeat(100)}…`, null],
    ['{"error":{"code":["x"],"message":{"a":1}}}', null, null],
  ])('%s is read', (body, code, message) => {
    expect(readRefusalBody(body)).toEqual({ code, message });
  });

  it('that is nested without end is read as a text', () => {
    const deep = `${'{"error":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    expect(readRefusalBody(deep).message?.length).toBeLessThan(500);
  });
});

describe('a close', () => {
  it.each([1000, 1001, 1005, 1006, 1008, 1009, 1011, 3000, 4000, 4004])('%i is explained by its code', (code) => {
    expect(explainClose(code, '')).toMatch(/^[A-Z].*\.$/);
    expect(explainClose(code, '')).not.toContain('no meaning');
  });

  it('is explained by its reason where that says more', () => {
    expect(explainClose(4000, 'invalid_request_error.beta_api_shape_disabled')).toContain('beta form');
    expect(explainClose(1011, 'keepalive ping timeout')).toContain('It said: keepalive ping timeout');
  });

  it('with a code nobody knows is still a sentence', () => {
    expect(explainClose(4711, '')).toContain('4711');
  });
});
