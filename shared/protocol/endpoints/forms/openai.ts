import { ok } from '../../../kit/errors.ts';
import { repeated } from '../../../kit/untrusted/quoting.ts';
import { badAddress, hostOf, isHost } from '../form-parts/address-checks.ts';
import { endpointForm, type Fields, intentField, keyVariableField } from '../form-parts/endpoint-form.ts';
import { intentFromQuery, intentInQuery, parametersOf, pathOf, query } from '../form-parts/query.ts';

const ownHost = 'api.openai.com';

const accountField = {
  type: 'text',
  optional: true,
  most: 200,
  placeholder: 'Only when the key has several',
  rare: true,
} as const;

const fields = {
  host: {
    type: 'text',
    least: 1,
    noun: 'the host',
    host: true,
    label: 'Host',
    placeholder: ownHost,
    suggestions: [ownHost, ...['eu', 'us', 'au', 'in', 'jp'].map((region) => `${region}.${ownHost}`)],
    missing: `Give the host, for example ${ownHost}.`,
    usual: ownHost,
  },
  model: {
    type: 'text',
    noun: 'the model',
    label: 'Model',
    placeholder: 'gpt-realtime-mini',
    slot: 'deployment',
    missing: 'Give the name of the model, for example gpt-realtime-mini.',
    flag: { name: 'model', value: 'NAME' },
  },
  /** Sent as OpenAI-Organization and OpenAI-Project. */
  organization: { ...accountField, noun: 'the organization', label: 'Organization' },
  project: { ...accountField, noun: 'the project', label: 'Project' },
  intent: intentField,
  keyVariable: keyVariableField,
} as const satisfies Fields;

/** `wss://HOST/v1/realtime?model=MODEL`. */
export const openai = endpointForm({
  kind: 'openai',
  label: 'OpenAI',
  vendor: 'openai',
  fields,
  names: 'model',
  // The service takes exactly one of model and intent.
  unnamedTranscription: true,
  usualAuth: 'bearer',
  chosenBy: 'openai',
  address(endpoint) {
    const host = hostOf(endpoint.host);
    if (!isHost(host)) {
      return badAddress(`${repeated(endpoint.host)} is not a host name.`, `Give ${ownHost} or a regional host.`);
    }
    const model = endpoint.model.trim();
    const intent = intentInQuery(endpoint.intent);
    if (model === '' && intent === undefined) {
      return badAddress(
        `The address of ${host} names no model.`,
        'Give the name of the model, for example gpt-realtime-mini.',
      );
    }
    const account: readonly (readonly [header: string, value: string])[] = [
      ['openai-organization', endpoint.organization?.trim() ?? ''],
      ['openai-project', endpoint.project?.trim() ?? ''],
    ];
    const headers = Object.fromEntries(account.filter(([, value]) => value !== ''));
    const unfit = Object.values(headers).find((value) => !/^[\x21-\x7e]+$/.test(value));
    if (unfit !== undefined) {
      return badAddress(
        `${repeated(unfit)} cannot be the id of an organization or a project.`,
        'Copy the id from the settings of the account; it has no spaces.',
      );
    }
    return ok({
      url: `wss://${host}/v1/realtime?${query(intent === undefined ? { model } : { intent })}`,
      label: `${host}, OpenAI`,
      deployment: intent === undefined ? model : 'transcription',
      auth: 'bearer',
      dialect: 'ga',
      intent: endpoint.intent ?? 'conversation',
      headers,
    });
  },
  recognise({ url }) {
    const given = parametersOf(url, ['model', 'intent']);
    const intent = intentFromQuery(given?.['intent']);
    if (given === null || intent === null || !['', '/v1', '/v1/realtime'].includes(pathOf(url))) return null;
    if (given['model'] !== undefined && intent.intent !== undefined) return null;
    return { endpoint: { kind: 'openai', host: url.host, model: given['model'] ?? '', ...intent }, notes: [] };
  },
});
