import { ok } from '../../../kit/errors.ts';
import { badAddress } from '../form-parts/address-checks.ts';
import { entraScopes, usualApiVersion } from '../../authentication.ts';
import { common, deploymentField, hostField, letIn, partsOf, rare, resourceOf } from '../form-parts/azure-resource.ts';
import { endpointForm } from '../form-parts/endpoint-form.ts';
import { query } from '../form-parts/query.ts';

/** `wss://HOST/openai/realtime?api-version=VERSION&deployment=DEPLOYMENT`, which speaks the preview dialect. */
export const azurePreview = endpointForm({
  ...common,
  kind: 'azure-preview',
  label: 'Azure OpenAI, preview',
  note: 'with an api-version',
  fields: {
    host: hostField,
    deployment: deploymentField,
    apiVersion: {
      type: 'text',
      noun: 'the api-version',
      label: 'api-version',
      placeholder: usualApiVersion,
      initial: usualApiVersion,
      missing: `Give the api-version, for example ${usualApiVersion}.`,
    },
    ...letIn,
    ...rare,
  },
  usualAuth: 'api-key',
  chosenBy: null,
  address(endpoint) {
    const read = resourceOf(endpoint);
    if (!read.ok) return read;
    const { host, resource, named, ...rest } = read;
    const version = endpoint.apiVersion.trim();
    if (version === '') {
      return badAddress('The preview form of Azure needs an api-version.', `Give one, for example ${usualApiVersion}.`);
    }
    return ok({
      ...rest,
      url: `wss://${host}/openai/realtime?${query({ 'api-version': version, ...named })}`,
      label: `${resource}, Azure preview`,
      dialect: 'preview',
    });
  },
  recognise({ url }) {
    const parts = partsOf(url);
    if (parts?.apiVersion === undefined || parts.path !== '/openai/realtime' || parts.model !== undefined) return null;
    const { apiVersion, members } = parts;
    return { endpoint: { kind: 'azure-preview', ...members, apiVersion }, notes: [] };
  },
  entraScope: () => entraScopes.preview,
});
