import { describe, expect, it } from 'vitest';
import { endpointFlags, endpointFromFlags } from '../../../electron/cli/input/endpoint-flags.ts';
import {
  choosing,
  draftForms,
  draftOf,
  draftWith,
  emptyDraft,
  type EndpointDraft,
  nameOfDraft,
  readDraft,
} from '../../../shared/protocol/endpoints/draft.ts';
import { endpointForms, fieldsOf } from '../../../shared/protocol/endpoints/all-forms.ts';
import { type Endpoint, endpointSchema } from '../../../shared/protocol/endpoints/schema.ts';

const host = 'contoso-voice.openai.azure.com';
const browser = { auth: 'entra', entra: { method: 'browser', tenantId: 'contoso.example' } } as const;

/** Endpoints as profiles hold them, with every member that their form has. */
const saved: readonly Endpoint[] = [
  { kind: 'simulator', mode: 'echo', model: 'm', dialect: 'preview', intent: 'transcription' },
  { kind: 'azure', host, deployment: 'v', ...browser, intent: 'transcription' },
  { kind: 'azure', host, deployment: 'v', auth: 'api-key', keyVariable: 'AZURE_OPENAI_KEY_EU' },
  { kind: 'azure-preview', host, deployment: 'v', apiVersion: '2024-10-01-preview', ...browser },
  { kind: 'azure-unversioned', host, deployment: 'v', auth: 'bearer', dialect: 'preview', keyVariable: 'VOXTALLY_KEY' },
  {
    kind: 'openai',
    host: 'eu.api.openai.com',
    model: 'm',
    organization: 'org-1',
    project: 'p',
    keyVariable: 'OPENAI_KEY',
  },
  { kind: 'openai', host: 'api.openai.com', model: '', intent: 'transcription' },
  {
    kind: 'custom',
    url: 'wss://gw.example.com/r?tenant=x',
    allowParameters: ['tenant'],
    dialect: 'preview',
    ...browser,
  },
  { kind: 'custom', url: 'ws://127.0.0.1:9/v1/realtime', auth: 'none' },
];

describe('a saved endpoint', () => {
  it.each(saved)('%j reads as it was saved, and a member of no form is dropped', (endpoint) => {
    expect(endpointSchema.parse(endpoint)).toEqual(endpoint);
    expect(endpointSchema.parse({ ...endpoint, ownerOfNothing: 1 })).toEqual(endpoint);
  });

  it.each([
    { kind: 'nothing', host },
    { kind: 'azure', deployment: 'v', auth: 'api-key' },
    { kind: 'azure', host: '', deployment: 'v', auth: 'api-key' },
    { kind: 'azure', host, deployment: 'v', auth: 'none' },
    { kind: 'azure', host, deployment: 'v', auth: 'api-key', keyVariable: 'PATH' },
    { kind: 'azure', host, deployment: 'v', auth: 'entra', entra: { method: 'fax' } },
    { kind: 'openai', host, model: 'm', project: 'x'.repeat(201) },
    { kind: 'custom', url: 'wss://a', auth: 'none', allowParameters: ['a b'] },
    { kind: 'custom', url: 'wss://a', auth: 'none', allowParameters: Array.from({ length: 21 }, () => 'a') },
  ])('%j is none', (endpoint) => expect(endpointSchema.safeParse(endpoint).success).toBe(false));
});

describe('the form that is filled in', () => {
  it.each(saved.filter(({ kind }) => kind !== 'simulator'))('gives %j back untouched', (endpoint) => {
    expect(readDraft(draftOf(endpoint))).toMatchObject({ ok: true, endpoint });
  });

  it('of the simulator is empty', () => {
    expect(draftOf({ kind: 'simulator', mode: 'voice', model: 'm' })).toEqual(emptyDraft);
  });

  it('asks for the first field that is empty and must not be', () => {
    const asked = (draft: EndpointDraft): unknown => {
      const read = readDraft(draft);
      return read.ok ? null : read.field;
    };
    const typed = { ...emptyDraft, host };
    expect(draftForms.map(({ kind }) => asked({ ...emptyDraft, ...choosing(kind) }))).toEqual([
      'host',
      'host',
      'host',
      'host',
      'url',
    ]);
    expect(asked(typed)).toBe('deployment');
    expect(asked({ ...typed, intent: 'transcription' })).toBeNull();
    expect(asked({ ...typed, kind: 'azure-preview', deployment: 'v', apiVersion: ' ' })).toBe('apiVersion');
    expect(asked({ ...typed, deployment: 'v', keyVariable: 'PATH' })).toBe('keyVariable');
  });

  it('does not go by a field that it does not show', () => {
    const draft: EndpointDraft = { ...emptyDraft, host, deployment: 'v', auth: 'entra', keyVariable: 'PATH' };
    const read = readDraft(draft);
    expect(read).toMatchObject({ ok: true, endpoint: { auth: 'entra' } });
    expect(read.ok && read.endpoint).not.toHaveProperty('keyVariable');
    expect(readDraft({ ...draft, ...choosing('openai'), keyVariable: '' })).toMatchObject({
      endpoint: { kind: 'openai', host, model: 'v' },
    });
    expect(nameOfDraft({ ...emptyDraft, host, url: 'wss://gw.example.com/r' })).toBe('contoso-voice');
    expect(nameOfDraft({ ...emptyDraft, kind: 'custom', host, deployment: 'v', url: 'wss://gw.example.com/r' })).toBe(
      'gw.example.com',
    );
  });

  it('keeps the name that was typed when a pasted address names none', () => {
    const before = { ...emptyDraft, deployment: 'v' };
    const draft = draftWith({ kind: 'openai', host: 'api.openai.com', model: '' }, before);
    expect(draft).toMatchObject({ kind: 'openai', deployment: 'v', auth: 'bearer' });
  });
});

describe('the flags of the command line', () => {
  it('are those of the forms', () => {
    expect(endpointFlags).toEqual({
      azure: {
        type: 'string',
        value: 'HOST',
        says: 'Speak to a deployment of Azure OpenAI; goes with --deployment NAME, --intent conversation|transcription and --auth api-key|bearer|entra.',
      },
      deployment: { type: 'string', value: 'NAME', says: 'The deployment at --azure HOST.' },
      openai: {
        type: 'boolean',
        says: 'Speak to OpenAI; goes with --model NAME and --intent conversation|transcription.',
      },
      model: { type: 'string', value: 'NAME', says: 'The model of the simulator or at --openai.' },
      url: {
        type: 'string',
        value: 'wss://…',
        says: 'Speak to what is at this address; goes with --dialect ga|preview, --intent conversation|transcription and --auth api-key|bearer|entra|none.',
      },
      dialect: {
        type: 'string',
        choices: ['ga', 'preview'],
        says: 'How its events are named, of the simulator or at --url ADDRESS.',
        otherwise: 'ga for the simulator, as the address says for --url ADDRESS',
      },
      intent: {
        type: 'string',
        choices: ['conversation', 'transcription'],
        says: 'What the session is for, of the simulator, at --azure HOST, at --openai or at --url ADDRESS.',
        otherwise: 'conversation',
      },
    });
  });

  it.each([
    [{}, { kind: 'simulator', mode: 'voice', model: 'gpt-realtime-2.1-mini' }],
    [
      { echo: true, model: 'm' },
      { kind: 'simulator', mode: 'echo', model: 'm' },
    ],
    [
      { azure: host, deployment: 'v' },
      { kind: 'azure', host, deployment: 'v', auth: 'api-key' },
    ],
    [
      { openai: true, model: 'm' },
      { kind: 'openai', host: 'api.openai.com', model: 'm' },
    ],
    [{ url: 'ws://127.0.0.1:9' }, { kind: 'custom', url: 'ws://127.0.0.1:9', auth: 'none' }],
    [
      { url: 'ws://127.0.0.1:9', dialect: 'preview', intent: 'transcription' },
      { kind: 'custom', url: 'ws://127.0.0.1:9', auth: 'none', dialect: 'preview', intent: 'transcription' },
    ],
    [
      { url: 'ws://127.0.0.1:9', dialect: 'ga' },
      { kind: 'custom', url: 'ws://127.0.0.1:9', auth: 'none', dialect: 'ga' },
    ],
    [
      { azure: host, intent: 'transcription' },
      { kind: 'azure', host, deployment: '', auth: 'api-key', intent: 'transcription' },
    ],
    [
      { openai: true, intent: 'transcription' },
      { kind: 'openai', host: 'api.openai.com', model: '', intent: 'transcription' },
    ],
    [
      { intent: 'transcription', dialect: 'ga' },
      { kind: 'simulator', mode: 'voice', model: 'gpt-realtime-2.1-mini', intent: 'transcription' },
    ],
    [
      { azure: host, deployment: 'v', intent: 'conversation' },
      { kind: 'azure', host, deployment: 'v', auth: 'api-key' },
    ],
  ] as const)('%j name an endpoint', (flags, endpoint) => {
    expect(endpointFromFlags(flags)).toEqual({ ok: true, endpoint });
  });

  it.each([
    [{ azure: host }, '--azure needs --deployment NAME.'],
    [{ openai: true }, '--openai needs --model NAME.'],
    [{ azure: host, openai: true }, 'Give one of --azure, --openai and --url.'],
    [
      { azure: host, deployment: 'v', auth: 'none' as const },
      'An Azure deployment lets nobody in unasked: --auth is api-key, bearer or entra.',
    ],
    [{ openai: true, model: 'm', auth: 'entra' as const }, '--auth entra goes with --azure HOST or --url ADDRESS.'],
    [{ azure: host, intent: 'conversation' }, '--azure needs --deployment NAME.'],
    [{ azure: host, deployment: 'v', dialect: 'ga' }, '--dialect goes with --url ADDRESS or --profile NAME.'],
    [{ deployment: 'v' }, '--deployment goes with --azure HOST or --profile NAME.'],
    [{ azure: host, deployment: 'v', model: 'm' }, '--model goes with --openai or --profile NAME.'],
    [{ 'allow-parameter': ['x'] }, '--allow-parameter goes with --url ADDRESS or --profile NAME.'],
  ])('%j are refused', (flags, message) => {
    expect(endpointFromFlags(flags)).toMatchObject({ ok: false, error: { message } });
  });
});

it('a flag changes the session of a profile, to a transcription and back', () => {
  for (const endpoint of saved.filter(({ kind }) => kind !== 'custom')) {
    const to = endpointFromFlags({ intent: 'transcription' }, endpoint);
    expect([endpoint.kind, to]).toMatchObject([endpoint.kind, { ok: true, endpoint: { intent: 'transcription' } }]);
    if (!to.ok) return;
    const back = endpointFromFlags({ intent: 'conversation' }, to.endpoint);
    expect(back.ok && 'intent' in back.endpoint && back.endpoint.intent).toBeFalsy();
  }
  const custom = { kind: 'custom', url: 'wss://gw.example.com/r', auth: 'bearer' } as const;
  expect(endpointFromFlags({ dialect: 'preview' }, custom)).toEqual({
    ok: true,
    endpoint: { ...custom, dialect: 'preview' },
  });
});

it('every form names its own deployment or model by a member it has, and begins with its address', () => {
  for (const form of endpointForms) {
    expect([form.kind, form.names === null || form.names in form.fields]).toEqual([form.kind, true]);
    expect([form.kind, fieldsOf(form)[0]?.[1].type]).toEqual([
      form.kind,
      form.kind === 'simulator' ? 'choice' : 'text',
    ]);
  }
});
