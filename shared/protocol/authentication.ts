/** How the caller is authenticated: Azure's own header, `Authorization: Bearer` with a key, a token of Entra ID, or not at all. */
export const authSchemes = ['api-key', 'bearer', 'entra', 'none'] as const;
export type AuthScheme = (typeof authSchemes)[number];

/** Ways to sign in with Entra ID. */
export const entraMethods = ['azure-cli', 'browser', 'device-code'] as const;
export type EntraMethod = (typeof entraMethods)[number];

/** A sign-in with Entra ID; tenant and application are those of the account unless they are named. */
export interface EntraSignIn {
  method: EntraMethod;
  /** Id or domain. */
  tenantId?: string | undefined;
  clientId?: string | undefined;
}

/** For whom a token is asked: the dated interface of the preview has an audience of its own. */
export const entraScopes = {
  ga: 'https://ai.azure.com/.default',
  preview: 'https://cognitiveservices.azure.com/.default',
} as const;

export interface Vendor {
  readonly id: string;
  /** A host of the vendor, without a port. */
  readonly hosts: RegExp;
  /** What the names of its own variables begin with. A key from one of them goes to no other host. */
  readonly variables: string;
  /** The variable that holds a key for its hosts unless another is named. */
  readonly usualVariable: string;
}

/** Who serves Realtime on hosts of their own, and which keys of the environment go there. One entry a vendor. */
export const vendors = [
  {
    id: 'openai',
    hosts: /^(?:(?:eu|us|au|in|jp)\.)?api\.openai\.com$/i,
    variables: 'OPENAI_',
    usualVariable: 'OPENAI_API_KEY',
  },
  {
    id: 'azure',
    hosts: /^[a-z0-9-]+\.(?:openai|services\.ai|cognitiveservices)\.azure\.com$/i,
    variables: 'AZURE_OPENAI_',
    usualVariable: 'AZURE_OPENAI_API_KEY',
  },
] as const satisfies readonly Vendor[];
export type VendorId = (typeof vendors)[number]['id'];

/** The variable that holds a key for any host, before a vendor's own. */
export const ownKeyVariable = 'VOXTALLY_API_KEY';

/** Whose host it is, with or without a port; null: nobody's that is known. */
export const vendorOf = (host: string): (typeof vendors)[number] | null =>
  vendors.find(({ hosts }) => hosts.test(host.replace(/:\d+$/, ''))) ?? null;

/** What the name of a variable that holds a key may begin with. */
const keyVariablePrefixes: readonly string[] = ['VOXTALLY_', ...vendors.map(({ variables }) => variables)];

/**
 * Variables that may be named to hold a key. Only these: a profile from elsewhere must not be able to name any secret of
 * this machine and have it sent away.
 */
export const keyVariablePattern = new RegExp(
  `^(?:${keyVariablePrefixes.map((prefix) => prefix.replace(/_$/, '')).join('|')})_(?:[A-Z0-9_]{1,60}_)?(?:KEY|TOKEN)(?:_[A-Z0-9_]{1,60})?$`,
);

/** The sentence that refuses the name of any other variable. */
export const keyVariableRule = `A variable that holds a key begins with ${keyVariablePrefixes.slice(0, -1).join(', ')} or ${keyVariablePrefixes.at(-1) ?? ''} and names a KEY or TOKEN, for example OPENAI_API_KEY.`;

/** Where OpenAI's administration API is asked, and the variable that holds a key for it: other keys may not read costs. */
export const openAiAdministration = { url: 'https://api.openai.com', keyVariable: 'OPENAI_ADMIN_KEY' } as const;

/** The newest preview version Azure documents for Realtime. */
export const usualApiVersion = '2025-04-01-preview';

/** The Azure clouds whose costs can be read. */
export const azureClouds = ['public', 'us-government', 'china'] as const;
export type AzureCloud = (typeof azureClouds)[number];

export interface AzureCloudFacts {
  readonly name: string;
  /** Where Cost Management is asked, and for whom its tokens are made out. */
  readonly managementUrl: string;
  /** Where Entra ID signs in. */
  readonly signInUrl: string;
}

/** One entry a cloud: each has a management address and a sign-in of its own. */
export const azureCloudFacts: Readonly<Record<AzureCloud, AzureCloudFacts>> = {
  public: {
    name: 'Azure',
    managementUrl: 'https://management.azure.com',
    signInUrl: 'https://login.microsoftonline.com',
  },
  'us-government': {
    name: 'Azure Government',
    managementUrl: 'https://management.usgovcloudapi.net',
    signInUrl: 'https://login.microsoftonline.us',
  },
  china: {
    name: 'Azure in China',
    managementUrl: 'https://management.chinacloudapi.cn',
    signInUrl: 'https://login.chinacloudapi.cn',
  },
};
