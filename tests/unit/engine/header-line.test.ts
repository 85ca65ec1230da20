import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headerLine, parseHeader, whyNoHeader } from '../../../electron/engine/record/log-lines.ts';
import type { SessionHeader } from '../../../shared/session/entry.ts';

const header: SessionHeader = {
  voxtally: 1,
  app: '0.1.0',
  sessionId: '2026-11-23T14-05-33Z-voice-mini-3f9a1c',
  startedAt: '2026-11-23T14:05:33.120Z',
  endpoint: {
    kind: 'azure',
    label: 'contoso-voice, Azure GA',
    url: 'wss://contoso-voice.openai.azure.com/openai/v1/realtime?model=voice-mini',
    deployment: 'voice-mini',
    auth: 'api-key',
  },
  requested: { 'vad.silence': 700 },
  priceBookId: 'list-2026-10-09',
  input: { kind: 'wav', name: 'question.wav' },
};
const line = (change: object): string => JSON.stringify({ ...header, ...change });

describe('the header of a record', () => {
  it('is read as it was written, members of later versions included', () => {
    expect(parseHeader(headerLine(header))).toEqual(header);
    expect(parseHeader(line({ weather: 'fair' }))).toEqual({ ...header, weather: 'fair' });
  });

  it('with an empty endpoint is read, and says in words what it does not hold', () => {
    expect(parseHeader(line({ endpoint: {} }))?.endpoint).toEqual({
      kind: 'unknown',
      label: 'not named in its record',
      url: '',
      deployment: '',
      auth: 'unknown',
    });
    const { url } = header.endpoint;
    expect(parseHeader(line({ endpoint: { url, label: ' ' } }))?.endpoint.label).toBe('contoso-voice.openai.azure.com');
  });

  it('has every member, whatever of it is missing or of another type', () => {
    const part = fc.constantFrom('app', 'requested', 'priceBookId', 'input', 'endpoint');
    fc.assert(
      fc.property(fc.uniqueArray(part), fc.constantFrom(null, 7, [], {}), (parts, nonsense) => {
        const damage = Object.fromEntries(parts.map((name) => [name, name === 'endpoint' ? {} : nonsense]));
        const read = parseHeader(line(damage));
        expect(Object.keys(read ?? {}).toSorted()).toEqual(Object.keys(header).toSorted());
        expect(read?.input.name).not.toBe('');
        expect(read?.endpoint.label).not.toBe('');
      }),
    );
  });

  it('keeps of what it uses only what is of the right kind', () => {
    const odd = { profile: 7, pricing: { model: {}, scope: 'galaxy' }, continues: ['x'] };
    expect(parseHeader(line(odd))).toEqual(header);
    const pricing = { model: 'gpt-realtime-mini 1215', scope: 'regional' };
    expect(parseHeader(line({ profile: 'mine', pricing, continues: 'before' }))).toEqual({
      ...header,
      profile: 'mine',
      pricing,
      continues: 'before',
    });
    const endpoint = { ...header.endpoint, dialect: 'constructor', intent: '__proto__' };
    expect(parseHeader(line({ endpoint }))).toEqual(header);
    const preview = { ...header.endpoint, dialect: 'preview', intent: 'transcription' };
    expect(parseHeader(line({ endpoint: preview }))?.endpoint).toEqual(preview);
  });

  it.each([
    ['no JSON', 'hello', 'does not begin with the header of a session'],
    ['an entry', '{"seq":1,"at":"","t":0,"from":"bench","event":{}}', 'does not begin with the header of a session'],
    ['no endpoint at all', line({ endpoint: 'x' }), 'does not begin with the header of a session'],
    ['a start that is no time', line({ startedAt: 'noon' }), 'does not begin with the header of a session'],
    [
      'a later format',
      line({ voxtally: 2 }),
      'is of format 2, which a newer version of Voxtally wrote; open it with that one',
    ],
    ['no line at all', null, 'is empty or ends before its first line does'],
  ])('is refused, and why is said: %s', (_, text, why) => {
    if (text !== null) expect(parseHeader(text)).toBeNull();
    expect(whyNoHeader(text)).toBe(why);
  });
});
