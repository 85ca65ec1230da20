/** How the caller is authenticated: Azure's own header, `Authorization: Bearer` with a key, a token of Entra ID, or not at all. */
export const authSchemes = ['api-key', 'bearer', 'entra', 'none'] as const;
export type AuthScheme = (typeof authSchemes)[number];

/** Ways to sign in with Entra ID. */
export const entraMethods = ['azure-cli', 'browser', 'device-code'] as const;
export type EntraMethod = (typeof entraMethods)[number];

/**
 * Variables that may be named to hold a key. Only these: a profile from elsewhere must not be able to name any secret of
 * this machine and have it sent away.
 */
export const keyVariablePattern =
  /^(?:VOXTALLY|OPENAI|AZURE_OPENAI)_(?:[A-Z0-9_]{1,60}_)?(?:KEY|TOKEN)(?:_[A-Z0-9_]{1,60})?$/;

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
