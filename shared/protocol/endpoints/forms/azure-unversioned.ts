import { ok } from '../../../kit/errors.ts';
import { entraScopes } from '../../authentication.ts';
import {
  common,
  deploymentField,
  hostField,
  letIn,
  partsOf,
  type Resource,
  resourceOf,
} from '../form-parts/azure-resource.ts';
import {
  dialectOf,
  dialectOfAddress,
  endpointForm,
  intentField,
  keyVariableField,
} from '../form-parts/endpoint-form.ts';
import { query } from '../form-parts/query.ts';

const urlOf = ({ host, named }: Resource): string =>
  `wss://${host}/openai/realtime?${query({ model: named.deployment, intent: named.intent })}`;

/** `wss://HOST/openai/realtime?model=MODEL`, which .NET's client makes of a project's endpoint. */
export const azureUnversioned = endpointForm({
  ...common,
  kind: 'azure-unversioned',
  label: 'Azure, without a version',
  note: '/openai/realtime?model=',
  fields: {
    host: hostField,
    deployment: deploymentField,
    ...letIn,
    intent: intentField,
    dialect: { ...dialectOfAddress, rare: true },
    keyVariable: keyVariableField,
  },
  usualAuth: 'bearer',
  chosenBy: null,
  address(endpoint) {
    const read = resourceOf(endpoint);
    if (!read.ok) return read;
    const { host: _host, resource, named: _named, ...rest } = read;
    const url = urlOf(read);
    const label = `${resource}, Azure without version`;
    return ok({ ...rest, url, label, dialect: dialectOf(endpoint.dialect, new URL(url)) });
  },
  recognise({ url }) {
    const parts = partsOf(url);
    if (parts === null || parts.path !== '/openai/realtime') return null;
    if (parts.apiVersion !== undefined || parts.deployment !== undefined) return null;
    return { endpoint: { kind: 'azure-unversioned', ...parts.members }, notes: [] };
  },
  entraScope(endpoint) {
    const read = resourceOf(endpoint);
    return entraScopes[read.ok ? dialectOf(endpoint.dialect, new URL(urlOf(read))) : 'ga'];
  },
});
