import type { Endpoint } from './endpoint.ts';

/** For whom a token of Entra ID is asked: the dated interface of the preview has an audience of its own. */
export const entraScope = (endpoint: Endpoint): string =>
  endpoint.kind === 'azure-preview' || ('dialect' in endpoint && endpoint.dialect === 'preview')
    ? 'https://cognitiveservices.azure.com/.default'
    : 'https://ai.azure.com/.default';
