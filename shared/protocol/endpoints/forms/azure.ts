import { ok } from '../../../kit/errors.ts';
import { common, deploymentField, hostField, letIn, partsOf, rare, resourceOf } from '../form-parts/azure-resource.ts';
import { endpointForm } from '../form-parts/endpoint-form.ts';
import { query } from '../form-parts/query.ts';

const droppedVersion = 'The api-version was taken out: the GA form refuses it with HTTP 401.';

/** `wss://HOST/openai/v1/realtime?model=DEPLOYMENT`, HOST `RES.openai.azure.com` or `RES.services.ai.azure.com`. */
export const azure = endpointForm({
  ...common,
  kind: 'azure',
  label: 'Azure OpenAI, GA',
  fields: {
    host: { ...hostField, flag: { name: 'azure', value: 'HOST' } },
    deployment: deploymentField,
    ...letIn,
    ...rare,
  },
  usualAuth: 'api-key',
  chosenBy: 'azure',
  spokenTo: 'a deployment of Azure OpenAI',
  address(endpoint) {
    const read = resourceOf(endpoint);
    if (!read.ok) return read;
    const { host, resource, named, ...rest } = read;
    return ok({
      ...rest,
      url: `wss://${host}/openai/v1/realtime?${query({ model: named.deployment, intent: named.intent })}`,
      label: `${resource}, Azure GA`,
      dialect: 'ga',
    });
  },
  recognise({ url }) {
    const parts = partsOf(url);
    if (parts === null) return null;
    const { path, inPath, deployment, apiVersion, members } = parts;
    const endpoint = { kind: 'azure', ...members } as const;
    if (/^\/openai\/v1(?:\/realtime)?$/.test(path) && deployment === undefined) {
      return { endpoint, notes: apiVersion === undefined ? [] : [droppedVersion] };
    }
    // The endpoint of a resource or a project as the portal shows it, and addresses of other operations on a deployment.
    const ofTheResource = path === '' || path === '/openai' || path.startsWith('/api/projects/');
    return ofTheResource || inPath !== undefined ? { endpoint, notes: [] } : null;
  },
});
